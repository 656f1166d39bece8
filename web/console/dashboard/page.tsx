import { Box, Grid, SegmentedControl, Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import type { Schemas } from '../../api/client.ts'
import { useRead } from '../../api/queries.ts'
import { Failure, WaitingPage } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import { useSearchState } from '../../ui/router.tsx'
import { DemoCard, useDemo } from '../first-run/demo.tsx'
import { FirstSteps } from '../first-run/first-steps.tsx'
import { Figures } from './figures.tsx'
import { QuietPartners, TopPartners } from './partners.tsx'
import { periodOf, periods, periodText } from './period.ts'
import { Pipeline } from './pipeline.tsx'
import { AmountTrend, VisitTrends } from './trends.tsx'
import { WaitingCard } from './waiting.tsx'

export function DashboardPage() {
  const { data, error, refetch } = useRead('GET /api/v1/reports/overview', {})
  return (
    <Page title="Dashboard">
      {error && !data ? <Failure error={error} retry={() => void refetch()} /> : null}
      {data ? <Content overview={data.data} /> : error ? null : <WaitingPage />}
    </Page>
  )
}

function Content({ overview }: { overview: Schemas['Overview'] }) {
  const { partners } = overview
  const isNew = partners !== null && partners.active + partners.archived === 0
  const demo = useDemo()
  const state = demo.data?.data.state
  return (
    <Stack gap="md">
      {isNew ? <FirstSteps /> : null}
      {isNew || state === 'RUNNING' || state === 'FAILED' ? <DemoCard demo={demo} /> : null}
      {isNew ? null : <Standing overview={overview} />}
    </Stack>
  )
}

function Standing({ overview }: { overview: Schemas['Overview'] }) {
  return (
    <>
      <Figures overview={overview} />
      <Over overview={overview}>
        <WaitingCard waiting={overview.waiting} />
        {overview.thisMonth.amounts ? <Pipeline /> : null}
      </Over>
    </>
  )
}

/** What is of the days that are chosen, with what stands as it is at its side. */
function Over({ overview, children }: { overview: Schemas['Overview']; children: ReactNode }) {
  const [{ period: chosen, currency }, change] = useSearchState()
  const { timeZone, thisMonth, partners } = overview
  const period = periodOf(chosen, timeZone)
  return (
    <>
      <Box mt="xs">
        <SegmentedControl
          aria-label="Period"
          data={periods}
          value={periods.some(({ value }) => value === chosen) ? chosen : '30'}
          onChange={(value) => change({ period: value === '30' ? undefined : value })}
          maw="100%"
        />
        <Text size="sm" c="dimmed" mt={4}>
          {periodText(period)}, in the time zone {timeZone}
        </Text>
      </Box>
      <Grid gap="md">
        <Grid.Col span={{ base: 12, lg: 8 }}>
          <Stack gap="md">
            {thisMonth.clicks === null ? null : <VisitTrends period={period} />}
            {thisMonth.amounts ? <AmountTrend period={period} /> : null}
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 4 }}>
          <Stack gap="md">{children}</Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 6 }}>
          {thisMonth.amounts ? <TopPartners period={period} currency={currency} /> : null}
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 6 }}>{partners ? <QuietPartners period={period} /> : null}</Grid.Col>
      </Grid>
    </>
  )
}
