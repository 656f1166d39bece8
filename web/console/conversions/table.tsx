import { Anchor, Stack, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { useRead } from '../../api/queries.ts'
import { Ago, Nothing } from '../../ui/date.tsx'
import { Money } from '../../ui/money.tsx'
import { useSearchState } from '../../ui/router.tsx'
import { Status, wordsOf } from '../../ui/status.tsx'
import { ChosenBar, type Column, DataTable } from '../../ui/table.tsx'
import { CampaignName, PartnerName } from '../names.tsx'
import { useMay } from '../session.ts'
import { ChosenDecisions } from './bulk.tsx'
import { type Conversion, type ConversionStatus, reasons, statuses } from './words.ts'

type Props = {
  /** What holds besides the filters in the address. */
  bounds?: { campaignId?: string }
  status: ConversionStatus | undefined
  empty: ReactNode
}

/** Conversions, to be decided on one by one or many at once. */
export function ConversionTable({ bounds = {}, status, empty }: Props) {
  const [{ partnerId, campaignId, from, to, cursor }] = useSearchState()
  const mayDecide = useMay('affiliate:manage')
  const [chosen, choose] = useState<ReadonlySet<string>>(new Set())
  const query = { status, partnerId, campaignId, createdFrom: from, createdTo: to, ...bounds, cursor, limit: 25 }
  const reading = useRead('GET /api/v1/conversions', { query }, { keep: true })
  const shown = new Map(reading.data?.data.map((row) => [row.id, row]))
  const nameOf = (id: string) => `Choose the conversion of ${shown.get(id)?.email ?? id}`
  const clear = () => choose(new Set())
  return (
    <Stack gap="sm">
      <ChosenBar count={chosen.size} clear={clear}>
        <ChosenDecisions ids={[...chosen]} done={clear} />
      </ChosenBar>
      <DataTable
        label="Conversions"
        reading={reading}
        columns={columns.filter(({ id }) => id !== 'campaign' || !bounds.campaignId)}
        idOf={({ id }) => id}
        choice={mayDecide ? { chosen, choose, nameOf } : undefined}
        empty={empty}
      />
    </Stack>
  )
}

/** Whose it is: what leads to its page. */
const buyerOf = ({ email, customerId, externalId, erasedAt }: Conversion): string =>
  email ?? customerId ?? externalId ?? (erasedAt ? 'Erased' : 'No e-mail')

/** An e-mail breaks before its host, where it has to. */
function Breaking({ text }: { text: string }) {
  const [name, ...host] = text.split('@')
  if (!host.length) return text
  return (
    <>
      {name}
      <wbr />@{host.join('@')}
    </>
  )
}

const columns: Column<Conversion>[] = [
  {
    id: 'buyer',
    title: 'Buyer',
    cell: (row) => (
      <Anchor component={Link} to={`/conversions/${row.id}`} inherit fw={550}>
        <Breaking text={buyerOf(row)} />
      </Anchor>
    ),
  },
  { id: 'partner', title: 'Partner', cell: ({ partnerId }) => <PartnerName id={partnerId} /> },
  { id: 'campaign', title: 'Campaign', cell: ({ campaignId }) => <CampaignName id={campaignId} /> },
  {
    id: 'status',
    title: 'Status',
    cell: ({ status, reasons: why }) => (
      <>
        <Status tone={statuses[status].tone}>{statuses[status].label}</Status>
        {status === 'review' && why[0] ? (
          <Text size="xs" c="dimmed" mt={2}>
            {reasons[why[0]]}
            {why.length > 1 ? ` and ${why.length - 1} more` : ''}
          </Text>
        ) : null}
      </>
    ),
  },
  {
    id: 'amount',
    title: 'Sale',
    align: 'right',
    cell: ({ amount, currency }) => (amount && currency ? <Money value={amount} currency={currency} /> : <Nothing />),
  },
  {
    id: 'commission',
    title: 'Commission',
    align: 'right',
    cell: ({ commission }) => (commission ? <Commission {...commission} /> : <Nothing />),
  },
  { id: 'created', title: 'Recorded', align: 'right', cell: ({ createdAt }) => <Ago at={createdAt} /> },
]

function Commission({ amount, currency, status }: NonNullable<Conversion['commission']>) {
  return (
    <>
      <Money value={amount} currency={currency} td={status === 'VOIDED' ? 'line-through' : undefined} />
      <Text size="xs" c="dimmed">
        {wordsOf(status)}
      </Text>
    </>
  )
}
