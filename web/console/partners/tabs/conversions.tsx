import { Anchor } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { BadgeCheck } from 'lucide-react'
import type { Schemas } from '#web/api/client.ts'
import { useRead } from '#web/api/queries.ts'
import { DateText, Nothing } from '#web/ui/date.tsx'
import { Empty } from '#web/ui/notice.tsx'
import { Money } from '#web/ui/money.tsx'
import { useSearchState } from '#web/ui/router.tsx'
import { Status, type Tone, wordsOf } from '#web/ui/status.tsx'
import { type Column, DataTable } from '#web/ui/table.tsx'
import { type Lookup, useCampaigns } from '../lookups.ts'
import type { Partner } from '../partner.tsx'

type Conversion = Schemas['Conversion']

/** What this partner’s links, coupons and customers have led to. */
export function ConversionsTab({ partner: { id } }: { partner: Partner }) {
  const [{ cursor }] = useSearchState()
  const reading = useRead('GET /api/v1/conversions', { query: { partnerId: id, cursor, limit: 25 } }, { keep: true })
  return (
    <DataTable
      label="Conversions"
      reading={reading}
      columns={columnsOf(useCampaigns())}
      idOf={(one) => one.id}
      empty={
        <Empty title="No conversions yet" icon={BadgeCheck}>
          They come when somebody who followed this partner’s link buys or signs up.
        </Empty>
      }
    />
  )
}

const tones: Record<Conversion['status'], Tone> = {
  pending: 'waiting',
  review: 'waiting',
  accepted: 'good',
  declined: 'bad',
}

const columnsOf = (campaigns: Lookup): Column<Conversion>[] => [
  {
    id: 'when',
    title: 'When',
    cell: ({ id, createdAt }) => (
      <Anchor component={Link} to={`/conversions/${id}`} fw={550}>
        <DateText at={createdAt} style="time" />
      </Anchor>
    ),
  },
  {
    id: 'campaign',
    title: 'Campaign',
    cell: ({ campaignId }) => (
      <Anchor component={Link} to={`/campaigns/${campaignId}`}>
        {campaigns.nameOf(campaignId) ?? 'Campaign'}
      </Anchor>
    ),
  },
  { id: 'by', title: 'Credited by', cell: ({ attributedBy }) => by[attributedBy] },
  {
    id: 'sale',
    title: 'Sale',
    align: 'right',
    cell: ({ amount, currency }) => (amount && currency ? <Money value={amount} currency={currency} /> : <Nothing />),
  },
  {
    id: 'earned',
    title: 'Commission',
    align: 'right',
    cell: ({ commission }) =>
      commission ? <Money value={commission.amount} currency={commission.currency} /> : <Nothing />,
  },
  { id: 'status', title: 'Status', cell: ({ status }) => <Status tone={tones[status]}>{wordsOf(status)}</Status> },
]

const by: Record<Conversion['attributedBy'], string> = {
  CLICK: 'Link',
  COUPON: 'Coupon',
  EMAIL: 'Known e-mail',
  PERSON: 'Your team',
}
