import '@mantine/charts/styles.css'
import { AreaChart, BarChart } from '@mantine/charts'
import { Paper, Stack, Text } from '@mantine/core'
import { Money } from '../../ui/money.tsx'

const height = 240
const whole = new Intl.NumberFormat()
const short = new Intl.NumberFormat(undefined, { notation: 'compact', maximumFractionDigits: 1 })

type Counts = { at: string; Clicks: number; Conversions: number }

export function ClicksChart({ points }: { points: Counts[] }) {
  const all = points.reduce((sum, { Clicks }) => sum + Clicks, 0)
  return (
    <AreaChart
      h={height}
      data={points}
      dataKey="at"
      series={[{ name: 'Clicks', color: 'bond.6' }]}
      curveType="monotone"
      withDots={points.length < 15}
      yAxisProps={{ allowDecimals: false, width: 44 }}
      valueFormatter={(value) => short.format(value)}
      aria-label={`Clicks, ${whole.format(all)} in all`}
      role="img"
    />
  )
}

export function ConversionsChart({ points }: { points: Counts[] }) {
  const all = points.reduce((sum, { Conversions }) => sum + Conversions, 0)
  return (
    <BarChart
      h={height}
      data={points}
      dataKey="at"
      series={[{ name: 'Conversions', color: 'bond.6' }]}
      maxBarWidth={28}
      yAxisProps={{ allowDecimals: false, width: 44 }}
      aria-label={`Conversions, ${whole.format(all)} in all`}
      role="img"
    />
  )
}

export type Amounts = { at: string; currency: string; earned: string; paid: string }

/** Heights are near enough as numbers; what people read are the API's own decimals. */
export function AmountsChart({ points, label }: { points: Amounts[]; label: string }) {
  return (
    <BarChart
      h={height}
      data={points.map(({ earned, paid, ...rest }) => ({ ...rest, earned, paid, Earned: +earned, Paid: +paid }))}
      dataKey="at"
      series={[
        { name: 'Earned', color: 'bond.6' },
        { name: 'Paid', color: 'blue.5' },
      ]}
      withLegend
      legendProps={{ verticalAlign: 'bottom', height: 36 }}
      maxBarWidth={28}
      yAxisProps={{ width: 52 }}
      valueFormatter={(value) => short.format(value)}
      tooltipProps={{ content: ({ payload }) => <AmountsTip of={payload?.[0]?.payload as Amounts | undefined} /> }}
      aria-label={label}
      role="img"
    />
  )
}

function AmountsTip({ of }: { of: Amounts | undefined }) {
  if (!of) return null
  const { at, currency, earned, paid } = of
  return (
    <Paper withBorder shadow="sm" p="xs">
      <Stack gap={2}>
        <Text size="sm" fw={600}>
          {at}
        </Text>
        <Text size="sm">
          Earned <Money value={earned} currency={currency} />
        </Text>
        <Text size="sm">
          Paid <Money value={paid} currency={currency} />
        </Text>
      </Stack>
    </Paper>
  )
}
