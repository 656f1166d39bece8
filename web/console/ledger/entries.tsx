import { Anchor } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useRead } from '../../api/queries.ts'
import { DateText, Nothing } from '../../ui/date.tsx'
import { Money } from '../../ui/money.tsx'
import { type Column, DataTable, type Reading } from '../../ui/table.tsx'
import { PartnerName } from '../names.tsx'
import { accounts, type Entry } from './words.ts'

const columns: Column<Entry>[] = [
  {
    id: 'at',
    title: 'When',
    cell: ({ createdAt, transactionId }) => (
      <Anchor component={Link} to={`/ledger/transactions/${transactionId}`}>
        <DateText at={createdAt} style="time" />
      </Anchor>
    ),
  },
  { id: 'account', title: 'Account', cell: ({ account }) => accounts[account].label },
  { id: 'partner', title: 'Partner', cell: ({ partnerId }) => <PartnerName id={partnerId} /> },
  {
    id: 'line',
    title: 'For',
    cell: ({ commissionLineId }) => <LineName id={commissionLineId} />,
  },
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
  { id: 'amount', title: 'Amount', align: 'right', cell: ({ amount }) => <Money {...amount} c={undefined} /> },
]

/** A commission line by what it is for, leading to its page. */
function LineName({ id }: { id: string }) {
  const { data } = useRead('GET /api/v1/commission-lines/{id}', { path: { id } })
  return (
    <Anchor component={Link} to={`/commissions/${id}`} lineClamp={1} maw={280}>
      {data?.data.description ?? 'Commission line'}
    </Anchor>
  )
}

/** Entries of the journal, the newest first. */
export function EntryTable({ reading, empty }: { reading: Reading<Entry>; empty: ReactNode }) {
  return (
    <DataTable
      label="Ledger entries"
      reading={reading}
      columns={columns}
      idOf={({ transactionId, number }) => `${transactionId} ${number}`}
      empty={empty}
    />
  )
}
