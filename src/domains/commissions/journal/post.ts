import type { Context } from '#/kernel/context.ts'
import { sql, type Sql } from '#/platform/database/sql.ts'

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
