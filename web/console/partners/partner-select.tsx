import { Select } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import { useRead } from '#web/api/queries.ts'
import { nameOf } from './partner.tsx'

type Props = {
  label: string
  value: string | null
  set: (id: string | null) => void
  except?: string
  description?: string
}

/** One partner, found by typing part of its name or domain. */
export function PartnerSelect({ label, value, set, except, description }: Props) {
  const [typed, setTyped] = useState('')
  const [q] = useDebouncedValue(typed, 200)
  const found = useRead(
    'GET /api/v1/partners',
    { query: { q: q || undefined, sort: 'name', limit: 25 } },
    { keep: true },
  )
  const chosen = useRead('GET /api/v1/partners/{id}', { path: { id: value ?? '' } }, { enabled: value !== null }).data
    ?.data
  const others = found.data?.data.filter(({ id }) => id !== chosen?.id) ?? []
  const options = [...(chosen ? [chosen] : []), ...others]
    .filter(({ id }) => id !== except)
    .map((one) => ({ value: one.id, label: one.domain ? `${nameOf(one)} (${one.domain})` : nameOf(one) }))
  return (
    <Select
      label={label}
      description={description}
      placeholder="Search name or domain"
      data={options}
      value={value}
      onChange={set}
      searchable
      onSearchChange={(text) => setTyped(text.replace(/ \(.*\)$/, ''))}
      filter={({ options: all }) => all}
      nothingFoundMessage="No partner has this name or domain."
      clearable
    />
  )
}
