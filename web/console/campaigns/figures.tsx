import '@mantine/charts/styles.css'
import { AreaChart, BarChart } from '@mantine/charts'
import { Button, Group, Paper, SegmentedControl, SimpleGrid, Stack, Table, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { useRead } from '../../api/queries.ts'
import { dateText } from '../../ui/date.tsx'
import { Card, Empty, Failure, Waiting } from '../../ui/notice.tsx'
import { useSearchState } from '../../ui/router.tsx'
import { PartnerName } from '../names.tsx'
import { daysBack, everyDay } from './days.ts'
import { Earned } from './page.tsx'
import { type Campaign, number, rateText, standing, type Tally } from './words.ts'

const ranges = [
  { value: '7', label: '7 days' },
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
]

/** What came of a campaign: by day, and by partner. */
export function FiguresTab({ campaign }: { campaign: Campaign }) {
  const [{ days = '30' }, change] = useSearchState()
  const bounds = { campaignId: campaign.id, from: daysBack(Number(days) - 1) }
  const byDay = useRead('GET /api/v1/reports/affiliate', { query: { ...bounds, groupBy: 'DAY' } }, { keep: true })
  const byPartner = useRead(
    'GET /api/v1/reports/affiliate',
    { query: { ...bounds, groupBy: 'PARTNER', limit: 10 } },
    { keep: true },
  )
  return (
    <Stack gap="md">
      <SegmentedControl
        aria-label="Period"
        data={ranges}
        value={days}
        onChange={(chosen) => change({ days: chosen === '30' ? undefined : chosen })}
        style={{ alignSelf: 'flex-start' }}
      />
      {byDay.error ? <Failure error={byDay.error} retry={() => void byDay.refetch()} /> : null}
      {byDay.data ? <ByDay report={byDay.data.data} /> : byDay.error ? null : <Waiting />}
      {byPartner.data ? <ByPartner rows={byPartner.data.data.rows} /> : null}
    </Stack>
  )
}

type Report = { from: string; to: string; totals: Tally; rows: (Tally & { key: string })[] }

function ByDay({ report: { from, to, totals, rows } }: { report: Report }) {
  const known = new Map(rows.map((row) => [row.key, row]))
  const data = everyDay(from, to).map((day) => {
    const row = known.get(day)
    return {
      day: dateText(day).replace(/[ ,]*\d{4}$/, ''),
      Clicks: row?.clicks ?? 0,
      Conversions: row ? standing(row) : 0,
    }
  })
  return (
    <>
      <SimpleGrid cols={{ base: 2, sm: 4 }}>
        <Figure name="Clicks">{number.format(totals.clicks)}</Figure>
        <Figure name="Conversions">{number.format(standing(totals))}</Figure>
        <Figure name="Conversion rate">{totals.rate === null ? '–' : rateText(totals.rate)}</Figure>
        <Figure name="Earned">
          <Earned amounts={totals.earned} />
        </Figure>
      </SimpleGrid>
      <SimpleGrid cols={{ base: 1, md: 2 }}>
        <Card title="Clicks by day">
          <AreaChart
            h={220}
            data={data}
            dataKey="day"
            series={[{ name: 'Clicks', color: 'bond.6' }]}
            curveType="monotone"
            withDots={false}
            aria-label={`Clicks by day, ${number.format(totals.clicks)} in all`}
            role="img"
          />
        </Card>
        <Card title="Conversions by day">
          <BarChart
            h={220}
            data={data}
            dataKey="day"
            series={[{ name: 'Conversions', color: 'bond.6' }]}
            yAxisProps={{ allowDecimals: false }}
            aria-label={`Conversions by day, ${number.format(standing(totals))} in all`}
            role="img"
          />
        </Card>
      </SimpleGrid>
    </>
  )
}

function Figure({ name, children }: { name: string; children: ReactNode }) {
  return (
    <Paper withBorder radius="md" p="md">
      <Text size="sm" c="dimmed">
        {name}
      </Text>
      <Text fz={22} fw={650} component="div" className="tabular">
        {children}
      </Text>
    </Paper>
  )
}

function ByPartner({ rows }: { rows: (Tally & { key: string })[] }) {
  const [, change] = useSearchState()
  return (
    <Card title="Partners with the most clicks" padding={0}>
      {rows.length ? (
        <Table.ScrollContainer
          minWidth={520}
          scrollAreaProps={{ viewportProps: { tabIndex: 0, role: 'region', 'aria-label': 'By partner' } }}
        >
          <Table horizontalSpacing="md" verticalSpacing="xs" aria-label="By partner">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Partner</Table.Th>
                {['Clicks', 'Conversions', 'Rate', 'Earned'].map((title) => (
                  <Table.Th key={title} ta="right">
                    {title}
                  </Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {rows.map((row) => (
                <Table.Tr key={row.key} className="tabular">
                  <Table.Td>
                    <PartnerName id={row.key} />
                  </Table.Td>
                  <Table.Td ta="right">{number.format(row.clicks)}</Table.Td>
                  <Table.Td ta="right">{number.format(standing(row))}</Table.Td>
                  <Table.Td ta="right">{row.rate === null ? '–' : rateText(row.rate)}</Table.Td>
                  <Table.Td ta="right">
                    <Earned amounts={row.earned} />
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      ) : (
        <Group justify="center">
          <Empty
            title="Nothing yet in these days"
            action={
              <Button variant="default" onClick={() => change({ tab: 'links' })}>
                Go to the links
              </Button>
            }
          >
            Give partners their links, and see that the snippet is installed.
          </Empty>
        </Group>
      )}
    </Card>
  )
}
