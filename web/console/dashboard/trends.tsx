import { SegmentedControl, SimpleGrid, Skeleton, Text } from '@mantine/core'
import { lazy, type ReactNode, Suspense } from 'react'
import { useRead } from '../../api/queries.ts'
import { Card, Failure } from '../../ui/notice.tsx'
import { useSearchState } from '../../ui/router.tsx'
import { type Period, pointsOf, pointText } from './period.ts'

/** Charts are a file of their own: the figures do not wait for it. */
const charts = () => import('./charts.tsx')
const ClicksChart = lazy(async () => ({ default: (await charts()).ClicksChart }))
const ConversionsChart = lazy(async () => ({ default: (await charts()).ConversionsChart }))
const AmountsChart = lazy(async () => ({ default: (await charts()).AmountsChart }))

const space = <Skeleton h={240} aria-busy aria-label="Loading" />
const nothing = (words: string) => (
  <Text c="dimmed" py="lg" ta="center">
    {words}
  </Text>
)

/** Clicks and what came of them. */
export function VisitTrends({ period }: { period: Period }) {
  const { from, to, groupBy } = period
  const { data, error, refetch } = useRead(
    'GET /api/v1/reports/affiliate',
    { query: { from, to, groupBy } },
    { keep: true },
  )
  if (error && !data) return <Failure error={error} retry={() => void refetch()} />
  const rows = new Map(data?.data.rows.map((row) => [row.key, row]))
  const points = pointsOf(period).map((key) => {
    const { pending = 0, review = 0, accepted = 0 } = rows.get(key)?.conversions ?? {}
    return { at: pointText(key), Clicks: rows.get(key)?.clicks ?? 0, Conversions: pending + review + accepted }
  })
  return (
    <SimpleGrid cols={{ base: 1, md: 2 }}>
      <Card title="Clicks">
        <Chart
          isThere={data !== undefined}
          has={points.some(({ Clicks }) => Clicks > 0)}
          none="Nobody has clicked a link in these days."
        >
          <ClicksChart points={points} />
        </Chart>
      </Card>
      <Card title="Conversions">
        <Chart
          isThere={data !== undefined}
          has={points.some(({ Conversions }) => Conversions > 0)}
          none="No conversion was recorded in these days."
        >
          <ConversionsChart points={points} />
        </Chart>
      </Card>
    </SimpleGrid>
  )
}

/** What was earned and paid, in one currency at a time. */
export function AmountTrend({ period }: { period: Period }) {
  const [{ currency: chosen }, change] = useSearchState()
  const { from, to, groupBy } = period
  const { data, error, refetch } = useRead(
    'GET /api/v1/reports/commissions',
    { query: { from, to, groupBy } },
    { keep: true },
  )
  if (error && !data) return <Failure error={error} retry={() => void refetch()} />
  const known = data?.data.totals.map(({ currency }) => currency) ?? []
  const currency = [chosen, data?.data.currency, known[0]].find((one) => one && known.includes(one))
  const rows = new Map(data?.data.rows.map(({ key, amounts }) => [key, amounts]))
  const points = pointsOf(period).map((key) => {
    const flow = rows.get(key)?.find((one) => one.currency === currency)
    return { at: pointText(key), currency: currency ?? '', earned: flow?.net ?? '0', paid: flow?.paid ?? '0' }
  })
  const choice =
    known.length > 1 && currency ? (
      <SegmentedControl
        size="xs"
        aria-label="Currency"
        data={known}
        value={currency}
        onChange={(one) => change({ currency: one })}
      />
    ) : null
  return (
    <Card title="Earned and paid" actions={choice}>
      <Chart isThere={data !== undefined} has={currency !== undefined} none="Nothing was earned or paid in these days.">
        <AmountsChart points={points} label={`Earned and paid in ${currency}`} />
      </Chart>
    </Card>
  )
}

function Chart({
  isThere,
  has,
  none,
  children,
}: {
  isThere: boolean
  has: boolean
  none: string
  children: ReactNode
}) {
  if (!isThere) return space
  return has ? <Suspense fallback={space}>{children}</Suspense> : nothing(none)
}
