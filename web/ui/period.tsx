import { TextInput } from '@mantine/core'
import { useSearchState } from './router.tsx'

type Props = { from?: string; to?: string; words?: { from: string; to: string } }

/** The first and the last day of a list, as they stand in the address. */
export function PeriodFilter({ from = 'from', to = 'to', words = { from: 'From', to: 'To' } }: Props) {
  return (
    <>
      <Day name={from} label={words.from} isBefore={to} />
      <Day name={to} label={words.to} isAfter={from} />
    </>
  )
}

type DayProps = { name: string; label: string; isBefore?: string; isAfter?: string }

function Day({ name, label, isBefore = '', isAfter = '' }: DayProps) {
  const [search, change] = useSearchState()
  return (
    <TextInput
      type="date"
      aria-label={label}
      leftSection={<span style={{ fontSize: 12 }}>{label}</span>}
      leftSectionWidth={44}
      value={search[name] ?? ''}
      max={search[isBefore]}
      min={search[isAfter]}
      onChange={({ currentTarget }) => change({ [name]: currentTarget.value || undefined }, { replace: true })}
      w={{ base: '100%', xs: 185 }}
    />
  )
}
