import { Anchor, Button, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { Megaphone } from 'lucide-react'
import { useRead } from '../../api/queries.ts'
import { Nothing } from '../../ui/date.tsx'
import { ChoiceFilter, Filters, SearchFilter } from '../../ui/filters.tsx'
import { Money } from '../../ui/money.tsx'
import { Empty } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import { useSearchState } from '../../ui/router.tsx'
import { Status } from '../../ui/status.tsx'
import { type Column, DataTable } from '../../ui/table.tsx'
import { useMay } from '../session.ts'
import { earnsText } from './earns.ts'
import { type Campaign, number, standing, statuses, type Tally } from './words.ts'

/** Every campaign, with what came of it in the last thirty days. */
export function CampaignsPage() {
  const [{ q, status, cursor }] = useSearchState()
  const mayManage = useMay('affiliate:manage')
  const query = { q, status: status as Campaign['status'] | undefined, cursor, limit: 25 }
  const reading = useRead('GET /api/v1/campaigns', { query }, { keep: true })
  const figures = useRead('GET /api/v1/reports/affiliate', { query: { groupBy: 'CAMPAIGN', limit: 1000 } })
  const tallies = new Map(figures.data?.data.rows.map((row) => [row.key, row]))
  const create = mayManage ? (
    <Button component={Link} to="/campaigns/new">
      New campaign
    </Button>
  ) : null
  return (
    <Page
      title="Campaigns"
      lead="What partners promote, and what a conversion earns them. Figures are of the last thirty days."
      actions={create}
    >
      <Filters names={['q', 'status']}>
        <SearchFilter label="Search by name" />
        <ChoiceFilter
          label="Status"
          name="status"
          options={Object.entries(statuses).map(([value, { label }]) => ({ value, label }))}
        />
      </Filters>
      <DataTable
        label="Campaigns"
        reading={reading}
        columns={columnsWith(tallies)}
        idOf={({ id }) => id}
        empty={
          <Empty title="No campaign here" icon={Megaphone} action={create}>
            {q || status
              ? 'Nothing fits these filters.'
              : 'A campaign says where links lead and what a conversion earns. Make the first one, then give partners their links.'}
          </Empty>
        }
      />
    </Page>
  )
}

const columnsWith = (tallies: Map<string, Tally>): Column<Campaign>[] => [
  {
    id: 'name',
    title: 'Name',
    cell: ({ id, name, commission }) => (
      <>
        <Anchor component={Link} to={`/campaigns/${id}`} fw={550}>
          {name}
        </Anchor>
        <Text size="xs" c="dimmed">
          {earnsText(commission)}
        </Text>
      </>
    ),
  },
  {
    id: 'status',
    title: 'Status',
    cell: ({ status }) => <Status tone={statuses[status].tone}>{statuses[status].label}</Status>,
  },
  {
    id: 'clicks',
    title: 'Clicks',
    align: 'right',
    cell: ({ id }) => <Count of={tallies.get(id)?.clicks} />,
  },
  {
    id: 'conversions',
    title: 'Conversions',
    align: 'right',
    cell: ({ id }) => <Count of={tallies.has(id) ? standing(tallies.get(id) as Tally) : undefined} />,
  },
  {
    id: 'earned',
    title: 'Earned',
    align: 'right',
    cell: ({ id }) => <Earned amounts={tallies.get(id)?.earned ?? []} />,
  },
]

function Count({ of }: { of: number | undefined }) {
  if (!of) return <Nothing />
  return (
    <Text span inherit className="tabular">
      {number.format(of)}
    </Text>
  )
}

/** One amount a currency, one under the other. */
export function Earned({ amounts }: { amounts: Tally['earned'] }) {
  if (!amounts.length) return <Nothing />
  return amounts.map((amount) => (
    <div key={amount.currency}>
      <Money {...amount} />
    </div>
  ))
}
