import { Anchor, Button, Group, Progress, Stack, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { Banknote } from 'lucide-react'
import { useRead } from '../../../api/queries.ts'
import { Ago, Nothing } from '../../../ui/date.tsx'
import { Money } from '../../../ui/money.tsx'
import { Empty } from '../../../ui/notice.tsx'
import { Page } from '../../../ui/page.tsx'
import { useSearchState } from '../../../ui/router.tsx'
import { type Column, DataTable } from '../../../ui/table.tsx'
import { useMay } from '../../session.ts'
import { type Batch, periodText } from '../words.ts'

const isRunning = ({ run }: Batch) => run !== undefined && run.status !== 'DONE'

/** Every batch of payouts, newest first. */
export function BatchesPage() {
  const [{ cursor }] = useSearchState()
  const query = { cursor, limit: 15 }
  const first = useRead('GET /api/v1/payout-batches', { query }, { keep: true })
  const anyRuns = first.data?.data.some(isRunning) ?? false
  const reading = useRead('GET /api/v1/payout-batches', { query }, { keep: true, refetchInterval: anyRuns && 1000 })
  const mayWrite = useMay('commissions:write')
  const create = mayWrite ? (
    <Button component={Link} to="/payouts/new">
      Create payouts
    </Button>
  ) : null
  return (
    <Page
      title="Payouts"
      lead="A batch is what partners are paid for a period, one payout each."
      actions={
        <>
          <Button component={Link} to="/payouts/settings" variant="default">
            Settings
          </Button>
          <Button component={Link} to="/payouts/all" variant="default">
            All payouts
          </Button>
          {create}
        </>
      }
    >
      <DataTable
        label="Payout batches"
        reading={reading}
        columns={columns}
        idOf={({ id }) => id}
        empty={
          <Empty title="No payouts yet" icon={Banknote} action={create}>
            Choose a period, see what is due, and create the payouts of all partners at once.
          </Empty>
        }
      />
    </Page>
  )
}

const columns: Column<Batch>[] = [
  {
    id: 'period',
    title: 'Period',
    cell: (batch) => (
      <Anchor component={Link} to={`/payouts/batches/${batch.id}`} fw={550} inherit>
        {periodText(batch)}
      </Anchor>
    ),
  },
  { id: 'payouts', title: 'Payouts', align: 'right', cell: ({ payoutCount }) => payoutCount },
  { id: 'amount', title: 'Amount', align: 'right', cell: (batch) => <BatchSum batch={batch} /> },
  { id: 'progress', title: 'Paid', cell: (batch) => <Progressed batch={batch} /> },
  { id: 'created', title: 'Created', align: 'right', cell: ({ createdAt }) => <Ago at={createdAt} /> },
]

function useTotals({ id }: Batch) {
  return useRead('GET /api/v1/payout-batches/{id}/totals', { path: { id } }, { keep: true }).data?.data
}

function BatchSum({ batch }: { batch: Batch }) {
  const totals = useTotals(batch)
  return totals ? <Money value={totals.amount} currency={totals.currency} fw={550} /> : <Nothing />
}

/** How far a run is; afterwards how much of it is paid. */
function Progressed({ batch }: { batch: Batch }) {
  const totals = useTotals(batch)
  if (isRunning(batch))
    return (
      <Text span inherit c="dimmed">
        Being created: {batch.run?.partnersDone} of {batch.run?.partnersTotal ?? '…'} partners
      </Text>
    )
  if (!totals?.payouts) return <Nothing />
  const paid = totals.stages.find(({ stage }) => stage === 'PAID')?.payouts ?? 0
  return (
    <Stack gap={4} miw={120}>
      <Group gap={6} justify="space-between">
        <Text size="xs">
          {paid} of {totals.payouts}
        </Text>
      </Group>
      <Progress
        size="sm"
        value={(paid / totals.payouts) * 100}
        aria-label={`${paid} of ${totals.payouts} payouts are paid`}
      />
    </Stack>
  )
}
