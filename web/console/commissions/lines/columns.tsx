import { Anchor, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { Ago, DateText, Nothing } from '../../../ui/date.tsx'
import { Money } from '../../../ui/money.tsx'
import { Status } from '../../../ui/status.tsx'
import type { Column } from '../../../ui/table.tsx'
import { PartnerName } from '../../names.tsx'
import { type Line, lineStatuses } from '../words.ts'

/** What a line is called where it leads to its page. */
export const lineName = ({ description, planName }: Pick<Line, 'description' | 'planName'>): string =>
  description ?? planName ?? 'Without a description'

export function LineStatusWord({ status }: Pick<Line, 'status'>) {
  const { tone, label } = lineStatuses[status]
  return <Status tone={tone}>{label}</Status>
}

export const lineColumns: Column<Line>[] = [
  {
    id: 'description',
    title: 'Line',
    cell: (line) => (
      <>
        <Anchor component={Link} to={`/commissions/${line.id}`} fw={550} inherit style={{ overflowWrap: 'anywhere' }}>
          {lineName(line)}
        </Anchor>
        {line.planName && line.description ? (
          <Text size="xs" c="dimmed">
            {line.planName}
          </Text>
        ) : null}
      </>
    ),
  },
  { id: 'partner', title: 'Partner', cell: ({ partnerId }) => <PartnerName id={partnerId} /> },
  { id: 'status', title: 'Status', cell: (line) => <LineStatusWord {...line} /> },
  {
    id: 'sale',
    title: 'Sale',
    align: 'right',
    cell: ({ sourceAmount, currency }) =>
      sourceAmount ? <Money value={sourceAmount} currency={currency} /> : <Nothing />,
  },
  {
    id: 'amount',
    title: 'Amount',
    align: 'right',
    cell: ({ amount, currency, status }) => (
      <Money value={amount} currency={currency} fw={550} td={status === 'VOIDED' ? 'line-through' : undefined} />
    ),
  },
  {
    id: 'period',
    title: 'Period ends',
    align: 'right',
    cell: ({ periodEnd }) => <DateText at={periodEnd?.slice(0, 10)} />,
  },
  { id: 'created', title: 'Created', align: 'right', cell: ({ createdAt }) => <Ago at={createdAt} /> },
]
