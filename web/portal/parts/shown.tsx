import { Anchor, Group, Stack, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { DateText, dateText, Nothing } from '../../ui/date.tsx'
import { type Amount, Money, moneyText } from '../../ui/money.tsx'
import { useWords } from './words.ts'

/** An amount in the visitor's language. */
export function Sum(amount: Amount) {
  const { language } = useWords()
  return <Money {...amount} language={language} />
}

/** Amounts of several currencies, one under the other; nothing is added up over currencies. */
export function Sums({ sums, none = <Nothing /> }: { sums: Amount[]; none?: ReactNode }) {
  if (!sums.length) return none
  return (
    <Stack gap={0} align="inherit">
      {sums.map((sum) => (
        <Sum key={sum.currency} {...sum} />
      ))}
    </Stack>
  )
}

/** A day or a moment in the visitor's language. */
export function Day({ at, style }: { at: string | null | undefined; style?: 'date' | 'time' }) {
  const { language } = useWords()
  return <DateText at={at} style={style} language={language} />
}

/** How values are written in the visitor's language, within sentences. */
export function useTexts() {
  const { language } = useWords()
  return {
    money: (amount: Amount) => moneyText(amount, language),
    day: (at: string) => dateText(at, 'date', language),
    number: (value: number) => new Intl.NumberFormat(language).format(value),
    percent: (value: string) =>
      new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 4 }).format(Number(value) / 100),
  }
}

/** A door to another page, in a sentence or a table. */
export function To({ to, children, strong = false }: { to: string; children: ReactNode; strong?: boolean }) {
  return (
    <Anchor component={Link} to={to} fw={strong ? 550 : undefined}>
      {children}
    </Anchor>
  )
}

/** What stands under a value, smaller. */
export function Under({ children, hint }: { children: ReactNode; hint: ReactNode }) {
  return (
    <Stack gap={0}>
      <Group gap={6} wrap="nowrap">
        {children}
      </Group>
      {hint ? (
        <Text size="xs" c="dimmed" lineClamp={2}>
          {hint}
        </Text>
      ) : null}
    </Stack>
  )
}
