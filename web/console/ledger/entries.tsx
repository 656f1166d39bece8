import { Anchor } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
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
    cell: ({ commissionLineId }) => (
      <Anchor component={Link} to={`/commissions/${commissionLineId}`}>
        Commission line
      </Anchor>
    ),
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
  { id: 'amount', title: 'Amount', align: 'right', cell: ({ amount }) => <Money {...amount} /> },
]

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
