import { Anchor, Stack } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { Coins } from 'lucide-react'
import type { Schemas } from '#web/api/client.ts'
import { useRead } from '#web/api/queries.ts'
import { DateText, Nothing } from '#web/ui/date.tsx'
import { ChoiceFilter, Filters } from '#web/ui/filters.tsx'
import { Money } from '#web/ui/money.tsx'
import { Empty } from '#web/ui/notice.tsx'
import { useSearchState } from '#web/ui/router.tsx'
import { Status, type Tone, wordsOf } from '#web/ui/status.tsx'
import { type Column, DataTable } from '#web/ui/table.tsx'
import type { Partner } from '../partner.tsx'

type Line = Schemas['CommissionLine']

/** What this partner has earned, line by line. */
export function LinesTab({ partner: { id } }: { partner: Partner }) {
  const [{ cursor, status }] = useSearchState()
  const query = { partnerId: id, status: status as Line['status'] | undefined, cursor, limit: 25 }
  const reading = useRead('GET /api/v1/commission-lines', { query }, { keep: true })
  return (
    <Stack>
      <Filters names={['status']}>
        <ChoiceFilter
          label="Status"
          name="status"
          options={Object.keys(tones).map((value) => ({ value, label: wordsOf(value) }))}
        />
      </Filters>
      <DataTable
        label="Commission lines"
        reading={reading}
        columns={columns}
        idOf={(one) => one.id}
        empty={
          <Empty title={status ? 'No line has this status' : 'Nothing earned yet'} icon={Coins}>
            {status ? 'Try another status.' : 'Lines come from conversions, sales and imports.'}
          </Empty>
        }
      />
    </Stack>
  )
}

const tones: Record<Line['status'], Tone> = {
  HELD: 'waiting',
  PENDING: 'waiting',
  APPROVED: 'good',
  PAID: 'done',
  POSTPONED: 'quiet',
  VOIDED: 'bad',
}

const columns: Column<Line>[] = [
  {
    id: 'what',
    title: 'Description',
    cell: ({ id, description, planName }) => (
      <Anchor component={Link} to={`/commissions/${id}`} fw={550}>
        {description ?? planName ?? 'Commission'}
      </Anchor>
    ),
  },
  { id: 'plan', title: 'Plan', cell: ({ planName }) => planName ?? <Nothing /> },
  {
    id: 'amount',
    title: 'Amount',
    align: 'right',
    cell: ({ amount, currency }) => <Money value={amount} currency={currency} />,
  },
  { id: 'status', title: 'Status', cell: ({ status }) => <Status tone={tones[status]}>{wordsOf(status)}</Status> },
  {
    id: 'payout',
    title: 'Payout',
    cell: ({ payoutId }) =>
      payoutId ? (
        <Anchor component={Link} to={`/payouts/${payoutId}`}>
          Payout
        </Anchor>
      ) : (
        <Nothing />
      ),
  },
  { id: 'when', title: 'Earned', cell: ({ createdAt }) => <DateText at={createdAt} /> },
]
