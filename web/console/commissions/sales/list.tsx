import { Anchor, Button, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { Receipt } from 'lucide-react'
import type { Schemas } from '../../../api/client.ts'
import { useRead } from '../../../api/queries.ts'
import { DateText } from '../../../ui/date.tsx'
import { ChoiceFilter, Filters, SearchFilter } from '../../../ui/filters.tsx'
import { Money } from '../../../ui/money.tsx'
import { Empty } from '../../../ui/notice.tsx'
import { Page } from '../../../ui/page.tsx'
import { useSearchState } from '../../../ui/router.tsx'
import { Status } from '../../../ui/status.tsx'
import { type Column, DataTable } from '../../../ui/table.tsx'
import { PartnerFilter, PartnerName } from '../../names.tsx'
import { useMay } from '../../session.ts'
import { eventTypes, many } from '../words.ts'

export type Sale = Schemas['SourceEvent']
const options = Object.entries(eventTypes).map(([value, label]) => ({ value, label }))

/** Sales, renewals and refunds, and the lines that plans made of them. */
export function SalesPage() {
  const [{ type, partnerId, sourceId, cursor }] = useSearchState()
  const query = { type: type as Sale['type'] | undefined, partnerId, sourceId, cursor, limit: 25 }
  const reading = useRead('GET /api/v1/source-events', { query }, { keep: true })
  const record = useMay('commissions:write') ? (
    <Button component={Link} to="/commissions/sales/new">
      Record a sale
    </Button>
  ) : null
  return (
    <Page
      title="Sales and refunds"
      lead="What was sold and refunded. Each is counted once, and the plans in force make commission lines of it."
      actions={record}
    >
      <Filters names={['type', 'partnerId', 'sourceId']}>
        <SearchFilter label="Order number, exactly" name="sourceId" />
        <ChoiceFilter label="Kind" name="type" options={options} />
        <PartnerFilter />
      </Filters>
      <DataTable
        label="Sales and refunds"
        reading={reading}
        columns={columns}
        idOf={({ id }) => id}
        empty={
          type || partnerId || sourceId ? (
            <Empty title="Nothing fits these filters" icon={Receipt} />
          ) : (
            <Empty title="No sale yet" icon={Receipt} action={record}>
              Your shop or billing software reports sales by the API. You can also record one by hand.
            </Empty>
          )
        }
      />
    </Page>
  )
}

export function EventType({ type }: { type: Sale['type'] }) {
  return <Status tone={type === 'REFUND' ? 'bad' : type === 'SALE' ? 'good' : 'done'}>{eventTypes[type]}</Status>
}

const columns: Column<Sale>[] = [
  {
    id: 'source',
    title: 'Order number',
    cell: ({ id, sourceId, description }) => (
      <>
        <Anchor component={Link} to={`/commissions/sales/${id}`} fw={550} inherit style={{ overflowWrap: 'anywhere' }}>
          {sourceId}
        </Anchor>
        {description ? (
          <Text size="xs" c="dimmed">
            {description}
          </Text>
        ) : null}
      </>
    ),
  },
  { id: 'type', title: 'Kind', cell: ({ type }) => <EventType type={type} /> },
  { id: 'partner', title: 'Partner', cell: ({ partnerId }) => <PartnerName id={partnerId} /> },
  {
    id: 'amount',
    title: 'Amount',
    align: 'right',
    cell: ({ amount, currency, type }) => (
      <Money value={type === 'REFUND' ? `-${amount}` : amount} currency={currency} fw={550} />
    ),
  },
  {
    id: 'lines',
    title: 'Commission',
    align: 'right',
    cell: ({ lines }) =>
      lines.length === 1 && lines[0] ? (
        <Money value={lines[0].amount} currency={lines[0].currency} />
      ) : (
        <Text span inherit c={lines.length ? undefined : 'dimmed'}>
          {lines.length ? many(lines.length) : 'None'}
        </Text>
      ),
  },
  { id: 'occurred', title: 'Sold on', align: 'right', cell: ({ occurredAt }) => <DateText at={occurredAt} /> },
]
