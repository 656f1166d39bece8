import { Anchor, Loader, Select } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useRead } from '../../api/queries.ts'

/** A partner by its name, which leads to it. */
export function PartnerName({ id }: { id: string }) {
  const { data } = useRead('GET /api/v1/partners/{id}', { path: { id } })
  return (
    <Anchor component={Link} to={`/partners/${id}`}>
      {data?.data.name ?? 'Partner'}
    </Anchor>
  )
}

type Props = {
  label: string
  description?: string
  placeholder?: string
  value: string | null
  onChange: (id: string | null) => void
  isFilter?: boolean
}

/** A partner, found by typing. */
export function PartnerChoice({ label, description, placeholder, value, onChange, isFilter = false }: Props) {
  const [typed, setTyped] = useState('')
  const [q] = useDebouncedValue(typed.trim(), 200)
  const { data, isFetching } = useRead(
    'GET /api/v1/partners',
    { query: { q: q || undefined, limit: 20 } },
    { keep: true },
  )
  const chosen = useRead('GET /api/v1/partners/{id}', { path: { id: value ?? '' } }, { enabled: value !== null })
  const own = value && chosen.data ? [chosen.data.data] : []
  const all = new Map([...own, ...(data?.data ?? [])].map(({ id, name }) => [id, name]))
  return (
    <Select
      label={isFilter ? undefined : label}
      aria-label={isFilter ? label : undefined}
      description={description}
      placeholder={placeholder ?? label}
      data={[...all].map(([id, name]) => ({ value: id, label: name ?? 'Partner' }))}
      value={value}
      onChange={onChange}
      onSearchChange={setTyped}
      filter={({ options }) => options}
      nothingFoundMessage="No partner has this name."
      rightSection={isFetching && typed ? <Loader size="xs" /> : undefined}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': `Clear ${label.toLowerCase()}` }}
      w={isFilter ? { base: '100%', xs: 200 } : undefined}
    />
  )
}
