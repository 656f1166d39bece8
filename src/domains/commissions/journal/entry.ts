import { z } from 'zod'
import { toDecimal } from '#/kernel/money.ts'
import { DateTime } from '#/kernel/time.ts'
import type { EntryRow } from '../tables.ts'
import { accounts } from './account.ts'

export const AccountName = z.enum(accounts).meta({
  description:
    'COMMISSIONS is what the programme has granted, below zero. The others are each partner’s: EARNED is not to be paid yet (held or postponed), PAYABLE waits for a payout, IN_PAYOUT is on one, PAID on a paid one.',
})

/** A sum that may be beyond what `Amount` takes in. */
export const Balance = z
  .strictObject({ value: z.string().meta({ examples: ['1250.00'] }), currency: z.string() })
  .meta({ description: 'A decimal string, exact however large, beside its ISO 4217 currency.' })

export const exampleTransactionId = 'ltx_01KNVBM5E0S55T5ASEZTR4018M'

export const LedgerEntry = z
  .strictObject({
    transactionId: z.string().meta({ description: 'The entries of a transaction add up to zero in each currency.' }),
    number: z.int().meta({ description: 'Its place in the transaction, from 1.' }),
    account: AccountName,
    partnerId: z.string().meta({ description: 'Whom the movement is about, on COMMISSIONS too.' }),
    commissionLineId: z.string(),
    payoutId: z.string().nullable().meta({ description: 'The payout, on IN_PAYOUT and PAID alone.' }),
    amount: Balance,
    createdAt: DateTime,
  })
  .meta({
    id: 'LedgerEntry',
    examples: [
      {
        transactionId: exampleTransactionId,
        number: 2,
        account: 'PAYABLE',
        partnerId: 'ptn_01KGHDCQE0TSE27719X13KZBKT',
        commissionLineId: 'cln_01KNVBM5E0S55T5ASEZTR4018K',
        payoutId: null,
        amount: { value: '500.00', currency: 'USD' },
        createdAt: '2026-04-10T09:30:00.000Z',
      },
    ],
  })
export type LedgerEntry = z.infer<typeof LedgerEntry>

/** An entry as it leaves. */
export const toEntry = (row: EntryRow): LedgerEntry => ({
  transactionId: row.transaction_id,
  number: row.number,
  account: row.account,
  partnerId: row.partner_id,
  commissionLineId: row.commission_line_id,
  payoutId: row.payout_id,
  amount: { value: toDecimal(BigInt(row.amount), row.currency), currency: row.currency },
  createdAt: row.created_at.toISOString(),
})
