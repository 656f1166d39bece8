import { Anchor } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { Wallet } from 'lucide-react'
import type { Schemas } from '#web/api/client.ts'
import { useRead } from '#web/api/queries.ts'
import { DateText, Nothing } from '#web/ui/date.tsx'
import { Money } from '#web/ui/money.tsx'
import { Empty } from '#web/ui/notice.tsx'
import { useSearchState } from '#web/ui/router.tsx'
import { Status, type Tone, wordsOf } from '#web/ui/status.tsx'
import { type Column, DataTable } from '#web/ui/table.tsx'
import type { Partner } from '../partner.tsx'

type Payout = Schemas['Payout']

/** What this partner was paid, and will be. */
export function PayoutsTab({ partner: { id } }: { partner: Partner }) {
  const [{ cursor }] = useSearchState()
  const reading = useRead('GET /api/v1/payouts', { query: { partnerId: id, cursor, limit: 25 } }, { keep: true })
  return (
    <DataTable
      label="Payouts"
      reading={reading}
      columns={columns}
      idOf={(one) => one.id}
      empty={
        <Empty title="No payouts yet" icon={Wallet}>
          A payout batch takes what the partner has earned.
        </Empty>
      }
    />
  )
}

const bad = new Set<Payout['stage']>(['DECLINED', 'BLOCKED', 'FAILED'])
const good = new Set<Payout['stage']>(['APPROVED', 'SCHEDULED', 'PENDING_PAYMENT'])

function toneOf(stage: Payout['stage']): Tone {
  if (stage === 'PAID') return 'done'
  if (bad.has(stage)) return 'bad'
  return good.has(stage) ? 'good' : 'waiting'
}

const columns: Column<Payout>[] = [
  {
    id: 'period',
    title: 'Period',
    cell: ({ id, periodStart, periodEnd }) => (
      <Anchor component={Link} to={`/payouts/${id}`} fw={550}>
        <DateText at={periodStart.slice(0, 10)} /> – <DateText at={periodEnd.slice(0, 10)} />
      </Anchor>
    ),
  },
  { id: 'amount', title: 'Amount', align: 'right', cell: ({ amount }) => <Money {...amount} /> },
  { id: 'stage', title: 'Stage', cell: ({ stage }) => <Status tone={toneOf(stage)}>{wordsOf(stage)}</Status> },
  { id: 'po', title: 'PO number', cell: ({ poNumber }) => poNumber ?? <Nothing /> },
  { id: 'made', title: 'Made', cell: ({ createdAt }) => <DateText at={createdAt} /> },
]
