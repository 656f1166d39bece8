import { Anchor, Select, type SelectProps, Text } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { Schemas } from '../api/client.ts'
import { useRead } from '../api/queries.ts'
import { Nothing } from '../ui/date.tsx'
import { useSearchState } from '../ui/router.tsx'

type Known = {
  id: string | null | undefined
  /** Among words, a link is told by its line, not by its colour alone. */
  isInText?: boolean
}

type Named = Pick<Schemas['Partner'], 'id' | 'name' | 'domain'>

/** What a partner is called where it has no name. */
export const nameOfPartner = ({ name, domain }: Named): string => name ?? domain ?? 'A partner without a name'

/** A partner by its name, leading to its page. */
export function PartnerName({ id, isInText }: Known) {
  const { data, error } = useRead('GET /api/v1/partners/{id}', { path: { id: id ?? '' } }, { enabled: Boolean(id) })
  if (!id || error) return <Nothing />
  return <Noun to={`/partners/${id}`} name={data && nameOfPartner(data.data)} isInText={isInText} />
}

/** A campaign by its name, leading to its page. */
export function CampaignName({ id, isInText }: Known) {
  const { data, error } = useRead('GET /api/v1/campaigns/{id}', { path: { id: id ?? '' } }, { enabled: Boolean(id) })
  if (!id || error) return <Nothing />
  return <Noun to={`/campaigns/${id}`} name={data?.data.name} isInText={isInText} />
}

/** A form by its name, leading to its page. */
export function FormName({ id, isInText }: Known) {
  const { data, error } = useRead('GET /api/v1/forms/{id}', { path: { id: id ?? '' } }, { enabled: Boolean(id) })
  if (!id || error) return <Nothing />
  return <Noun to={`/forms/${id}`} name={data?.data.name} isInText={isInText} />
}

function Noun({
  to,
  name,
  isInText = false,
}: {
  to: string
  name: string | undefined
  isInText?: boolean | undefined
}) {
  if (name === undefined)
    return (
      <Text span inherit c="dimmed" aria-busy>
        …
      </Text>
    )
  return (
    <Anchor component={Link} to={to} inherit underline={isInText ? 'always' : 'hover'}>
      {name}
    </Anchor>
  )
}

type Choice = Omit<SelectProps, 'data' | 'value' | 'onChange'> & {
  value?: string | null
  onChange?: (id: string | null) => void
}

/** Chooses a partner by typing some of its name or domain. */
export function PartnerSelect({ value = null, onChange, ...rest }: Choice) {
  const [typed, type] = useState('')
  const chosen = useRead('GET /api/v1/partners/{id}', { path: { id: value ?? '' } }, { enabled: Boolean(value) })
  const own = value ? chosen.data?.data : undefined
  const [settled] = useDebouncedValue(own && typed === nameOfPartner(own) ? '' : typed, 200)
  const query = { q: settled || undefined, status: 'active', sort: 'name', limit: 20 } as const
  const found = useRead('GET /api/v1/partners', { query }, { keep: true })
  const fits = (name: string) => !found.isPlaceholderData || name.toLowerCase().includes(settled.toLowerCase())
  const others = (found.data?.data ?? []).filter((one) => one.id !== own?.id && fits(nameOfPartner(one)))
  const all = [...(own ? [own] : []), ...others]
  return (
    <Select
      searchable
      nothingFoundMessage={found.isFetching ? 'Searching…' : 'No partner has this name.'}
      filter={({ options }) => options}
      data={all.map((partner) => ({ value: partner.id, label: nameOfPartner(partner) }))}
      value={value}
      onChange={onChange}
      onSearchChange={type}
      {...rest}
    />
  )
}

/** Bounds a list to a partner; it stands in the address. */
export function PartnerFilter({ name = 'partnerId' }: { name?: string }) {
  const [search, change] = useSearchState()
  return (
    <PartnerSelect
      aria-label="Partner"
      placeholder="Partner"
      value={search[name] ?? null}
      onChange={(id) => change({ [name]: id ?? undefined })}
      clearable
      w={{ base: '100%', xs: 200 }}
    />
  )
}

/** Bounds a list to a campaign; it stands in the address. */
export function CampaignFilter({ name = 'campaignId' }: { name?: string }) {
  const [search, change] = useSearchState()
  const { data } = useRead('GET /api/v1/campaigns', { query: { limit: 100 } })
  return (
    <Select
      aria-label="Campaign"
      placeholder="Campaign"
      data={(data?.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
      value={search[name] ?? null}
      onChange={(id) => change({ [name]: id ?? undefined })}
      clearable
      searchable
      w={{ base: '100%', xs: 200 }}
    />
  )
}
