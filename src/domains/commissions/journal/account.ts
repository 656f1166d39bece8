import { sql, type Sql } from '#/platform/database/sql.ts'
import type { LineStatus } from '../lines/line.ts'

/**
 * Where amounts stand. `COMMISSIONS` is the programme's: what it has granted, below zero. The others are each partner's:
 * `EARNED` is not to be paid yet (held or postponed), `PAYABLE` waits for a payout, `IN_PAYOUT` is on one, `PAID` on a
 * paid one. A movement takes an amount from one and puts it on another, so all of them add up to zero.
 */
export const accounts = ['COMMISSIONS', 'EARNED', 'PAYABLE', 'IN_PAYOUT', 'PAID'] as const
export type Account = (typeof accounts)[number]

/** The account that holds the amount of a line of this status. That of a voided line has gone back to the programme. */
export const accountOfStatus: Record<LineStatus, Account> = {
  HELD: 'EARNED',
  POSTPONED: 'EARNED',
  PENDING: 'PAYABLE',
  APPROVED: 'IN_PAYOUT',
  PAID: 'PAID',
  VOIDED: 'COMMISSIONS',
}

/** `accountOfStatus` in SQL, of a column such as `l.status`. */
export const accountOf = (status: string): Sql =>
  sql.raw(
    `case ${status} ${Object.entries(accountOfStatus)
      .map(([name, account]) => `when '${name}' then '${account}'`)
      .join(' ')} end`,
  )
