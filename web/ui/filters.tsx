import { Button, Group, Select, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { Search as Glass, X } from 'lucide-react'
import { type ReactNode, useEffect, useState } from 'react'
import { useSearchState } from './router.tsx'

/** The filters of a list, and a way to drop them all. */
export function Filters({
  names,
  children,
  words = 'Clear filters',
}: {
  names: string[]
  children: ReactNode
  words?: string
}) {
  const [search, change] = useSearchState()
  const isAny = names.some((name) => search[name])
  return (
    <Group gap="xs" align="flex-end">
      {children}
      {isAny ? (
        <Button
          variant="subtle"
          size="sm"
          leftSection={<X size={14} aria-hidden />}
          onClick={() => change(Object.fromEntries(names.map((name) => [name, undefined])))}
        >
          {words}
        </Button>
      ) : null}
    </Group>
  )
}

/** Text to search for; the list follows what is typed. */
export function SearchFilter({ label, name = 'q' }: { label: string; name?: string }) {
  const [search, change] = useSearchState()
  const given = search[name] ?? ''
  const [typed, setTyped] = useState(given)
  useEffect(() => setTyped(given), [given])
  const settle = useDebouncedCallback((text: string) => change({ [name]: text || undefined }, { replace: true }), 250)
  return (
    <TextInput
      aria-label={label}
      placeholder={label}
      type="search"
      leftSection={<Glass size={16} aria-hidden />}
      value={typed}
      onChange={({ currentTarget }) => {
        setTyped(currentTarget.value)
        settle(currentTarget.value)
      }}
      w={{ base: '100%', xs: 240 }}
    />
  )
}

/** One of several values, or any. */
export function ChoiceFilter({
  label,
  name,
  options,
}: {
  label: string
  name: string
  options: { value: string; label: string }[]
}) {
  const [search, change] = useSearchState()
  return (
    <Select
      aria-label={label}
      placeholder={label}
      data={options}
      value={search[name] ?? null}
      onChange={(value) => change({ [name]: value ?? undefined })}
      clearable
      searchable={options.length > 8}
      w={{ base: 'calc(50% - 5px)', xs: 180 }}
    />
  )
}
