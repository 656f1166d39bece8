import type { Context } from '#/kernel/context.ts'
import { sql, type Sql } from '#/platform/database/sql.ts'
import type { Account } from './account.ts'

/**
 * The entries of movements, two each, to stand as a `with` part of the statement that makes them.
 *
 * `moves` is a relation of: `transaction_id`, `number` (of the movement in its transaction, from 1), `commission_line_id`,
 * `currency`, `amount` (minor units), and `from_account`, `from_partner_id`, `from_payout_id`, `to_account`, `to_partner_id`,
 * `to_payout_id`. Payouts count on the accounts that have them alone. One that goes nowhere leaves no entries.
 */
export const entriesIn = (ctx: Context, moves: Sql): Sql => sql`
  insert into ledger_entry (organisation_id, transaction_id, number, account, partner_id, commission_line_id, payout_id, currency, amount, created_at)
  select ${ctx.organisationId}, m.transaction_id, leg.number, leg.account, leg.partner_id, m.commission_line_id,
    case when leg.account in ('IN_PAYOUT', 'PAID') then leg.payout_id end, m.currency, leg.amount, ${ctx.now()}
  from (${moves}) m cross join lateral (values
    (2 * m.number - 1, m.from_account, m.from_partner_id, m.from_payout_id, -m.amount),
    (2 * m.number, m.to_account, m.to_partner_id, m.to_payout_id, m.amount)
  ) as leg(number, account, partner_id, payout_id, amount)
  where (m.from_account, m.from_partner_id, m.from_payout_id) is distinct from (m.to_account, m.to_partner_id, m.to_payout_id)`

type Route = {
  /** A relation `l` of lines as they are after the change. */
  lines: Sql
  /** Of the movement; a column of `lines` where each has its own. */
  transactionId: Sql
  from: Account
  to: Account
}

/** The movements of many lines from one account of their partners to another, each at its number in its transaction. */
export const movesOf = ({ lines, transactionId, from, to }: Route): Sql => sql`
  select ${transactionId} as transaction_id, (row_number() over (partition by ${transactionId} order by l.id))::integer as number,
    l.id as commission_line_id, l.currency, l.amount, ${from} as from_account, l.partner_id as from_partner_id, l.payout_id as from_payout_id,
    ${to} as to_account, l.partner_id as to_partner_id, l.payout_id as to_payout_id
  from ${lines}`
