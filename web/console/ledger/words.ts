import type { Schemas } from '../../api/client.ts'

export type Entry = Schemas['LedgerEntry']
export type Account = Entry['account']

/** The accounts in the order in which an amount goes through them. */
export const accounts: Record<Account, { label: string; told: string }> = {
  COMMISSIONS: { label: 'Granted', told: 'The programme’s: all that it has granted, below zero' },
  EARNED: { label: 'Held', told: 'Earned, and not to be paid yet' },
  PAYABLE: { label: 'Payable', told: 'Waits for a payout' },
  IN_PAYOUT: { label: 'In payouts', told: 'On a payout that is not paid' },
  PAID: { label: 'Paid', told: 'On a payout that is paid' },
}

export const accountOptions = Object.entries(accounts).map(([value, { label }]) => ({ value, label }))
