import { Paper, SimpleGrid, Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import type { Schemas } from '../../api/client.ts'
import { Nothing } from '../../ui/date.tsx'
import { Money } from '../../ui/money.tsx'

type Overview = Schemas['Overview']
type Month = Overview['thisMonth']

const whole = new Intl.NumberFormat()
const percent = new Intl.NumberFormat(undefined, { style: 'percent', maximumFractionDigits: 2 })

/** This month at a glance, each figure with what it was in the one before. */
export function Figures({ overview: { thisMonth, lastMonth, balances, partners } }: { overview: Overview }) {
  const standing = ({ conversions }: Month) =>
    conversions && conversions.pending + conversions.review + conversions.accepted
  return (
    <SimpleGrid cols={{ base: 2, md: 3, xl: 6 }}>
      <Figure name="Clicks this month" value={count(thisMonth.clicks)} before={count(lastMonth.clicks)} />
      <Figure
        name="Conversions this month"
        value={count(standing(thisMonth))}
        before={count(standing(lastMonth))}
        more={thisMonth.rate === null ? undefined : `${percent.format(Number(thisMonth.rate))} of clicks`}
      />
      <Figure name="Earned this month" value={sums(thisMonth, 'net')} before={sums(lastMonth, 'net')} />
      <Figure name="Paid this month" value={sums(thisMonth, 'paid')} before={sums(lastMonth, 'paid')} />
      <Figure
        name="Waiting for a payout"
        value={balances && <Amounts of={balances.map(({ currency, payable }) => ({ currency, value: payable }))} />}
      />
      <Figure
        name="Active this month"
        value={thisMonth.activePartners === null ? null : `${whole.format(thisMonth.activePartners)} partners`}
        before={count(lastMonth.activePartners)}
        more={
          partners ? `of ${whole.format(partners.active)}, ${whole.format(thisMonth.newPartners ?? 0)} new` : undefined
        }
      />
    </SimpleGrid>
  )
}

const count = (many: number | null): string | null => (many === null ? null : whole.format(many))

const sums = ({ amounts }: Month, of: 'net' | 'paid') =>
  amounts && <Amounts of={amounts.map((flow) => ({ currency: flow.currency, value: flow[of] }))} />

type Amount = { currency: string; value: string }

/** One under the other, each in its own currency; those of nothing are left out. */
export function Amounts({ of }: { of: readonly Amount[] }) {
  const some = of.filter(({ value }) => /[1-9]/.test(value))
  if (!some.length) return <Nothing />
  return (
    <>
      {some.map(({ currency, value }) => (
        <div key={currency}>
          <Money value={value} currency={currency} />
        </div>
      ))}
    </>
  )
}

type Shown = { name: string; value: ReactNode; before?: ReactNode; more?: string | undefined }

/** What the member's role does not let it see is left out. */
function Figure({ name, value, before, more }: Shown) {
  if (value === null) return null
  return (
    <Paper withBorder p={{ base: 'sm', sm: 'md' }}>
      <Stack gap={2}>
        <Text size="sm" c="dimmed">
          {name}
        </Text>
        <Text fz={{ base: 18, sm: 22 }} fw={650} lh={1.25} component="div" className="tabular">
          {value}
        </Text>
        {more ? (
          <Text size="sm" c="dimmed">
            {more}
          </Text>
        ) : null}
        {before === undefined || before === null ? null : (
          <Text size="sm" c="dimmed" component="div" className="tabular">
            Last month {before}
          </Text>
        )}
      </Stack>
    </Paper>
  )
}
