import assert from 'node:assert/strict'
import { type RawBuilder, sql } from 'kysely'
import type { Server } from './world.ts'

/** What each account holds of a partner's, in minor units: `{'PAYABLE USD': '50000'}`; accounts at zero are left out. */
export async function balances(server: Server, partnerId: string): Promise<Record<string, string>> {
  const { rows } = await sql<{ account: string; balance: string }>`
    select account || ' ' || currency as account, sum(amount)::text as balance from ledger_entry
    where partner_id = ${partnerId} group by account, currency having sum(amount) <> 0 order by 1
  `.execute(server.application.database.db)
  return Object.fromEntries(rows.map(({ account, balance }) => [account, balance]))
}

/**
 * Holds an organisation's books together: payouts against their lines, lines against the journal, stages against their
 * history; and all of the journal adds up to zero. Fails with the rows that do not agree.
 */
export async function assertBooks(server: Server, organisationId: string): Promise<void> {
  for (const [what, wrong] of Object.entries(faults(organisationId))) {
    const { rows } = await server.application.database.db.transaction().execute(async (inside) => {
      await sql`set local statement_timeout = 0`.execute(inside)
      return await wrong.execute(inside)
    })
    assert.deepEqual(rows, [], what)
  }
}

/** The account where a line's amount stands; written out here, so that it is held against the product's own. */
const account =
  sql.raw(`case l.status when 'HELD' then 'EARNED' when 'POSTPONED' then 'EARNED' when 'PENDING' then 'PAYABLE'
  when 'APPROVED' then 'IN_PAYOUT' when 'PAID' then 'PAID' end`)

const faults = (organisationId: string): Record<string, RawBuilder<unknown>> => ({
  'a payout keeps the sum and the number of its lines': sql`
    select y.id, y.amount::text as kept, sum(l.amount)::text as sum, y.line_count::text as kept_count, count(l.id)::text as count
    from payout y left join commission_line l on l.organisation_id = y.organisation_id and l.payout_id = y.id
    where y.organisation_id = ${organisationId}
    group by y.id, y.amount, y.line_count having y.amount <> coalesce(sum(l.amount), 0) or y.line_count <> count(l.id)`,
  'the journal holds of a payout what it keeps, on the account of its stage': sql`
    with booked as (
      select payout_id, coalesce(sum(amount) filter (where account = 'IN_PAYOUT'), 0) as in_payout, coalesce(sum(amount) filter (where account = 'PAID'), 0) as paid
      from ledger_entry where organisation_id = ${organisationId} and payout_id is not null group by payout_id
    )
    select y.id, y.stage, y.amount::text as kept, b.* from payout y left join booked b on b.payout_id = y.id
    where y.organisation_id = ${organisationId} and (coalesce(b.in_payout, 0), coalesce(b.paid, 0))
      <> (case when y.stage = 'PAID' then 0 else y.amount end, case when y.stage = 'PAID' then y.amount else 0 end)`,
  'a line on a payout has its currency, its partner and the status of its stage': sql`
    select l.id, l.status, y.id as payout, y.stage, l.currency, y.currency as payout_currency, l.partner_id, y.partner_id as payout_partner
    from commission_line l join payout y on y.organisation_id = l.organisation_id and y.id = l.payout_id
    join partner lp on lp.organisation_id = l.organisation_id and lp.id = l.partner_id
    join partner yp on yp.organisation_id = y.organisation_id and yp.id = y.partner_id
    where l.organisation_id = ${organisationId} and (l.currency <> y.currency or (l.status = 'PAID') <> (y.stage = 'PAID')
      or coalesce(lp.merged_into_id, lp.id) <> coalesce(yp.merged_into_id, yp.id))`,
  'a line on no payout belongs to a partner that was not merged': sql`
    select l.id, l.partner_id from commission_line l join partner p on p.organisation_id = l.organisation_id and p.id = l.partner_id
    where l.organisation_id = ${organisationId} and l.payout_id is null and p.merged_into_id is not null`,
  'the journal holds a line’s amount where its status says, and nowhere else': sql`
    with kept as (
      select commission_line_id as line, account, case when account <> 'COMMISSIONS' then partner_id end as partner, payout_id as payout,
        currency, sum(amount)::text as amount
      from ledger_entry where organisation_id = ${organisationId} group by 1, 2, 3, 4, 5 having sum(amount) <> 0
    ), due as (
      select l.id as line, ${account} as account, l.partner_id as partner, l.payout_id as payout, l.currency, l.amount::text as amount
      from commission_line l where l.organisation_id = ${organisationId} and l.status <> 'VOIDED'
      union all
      select l.id, 'COMMISSIONS', null, null, l.currency, (-l.amount)::text
      from commission_line l where l.organisation_id = ${organisationId} and l.status <> 'VOIDED'
    )
    (select 'kept' as side, k.* from (select * from kept except select * from due) k)
    union all (select 'due', d.* from (select * from due except select * from kept) d)`,
  'each movement adds up to zero': sql`
    select transaction_id, currency, sum(amount)::text as sum from ledger_entry where organisation_id = ${organisationId}
    group by transaction_id, currency having sum(amount) <> 0`,
  'the history of a payout leads step by step to its stage': sql`
    select * from (
      select y.id, y.stage, h.number, h.from_stage, h.to_stage, row_number() over by_number as place, lag(h.to_stage) over by_number as before,
        lead(h.number) over by_number as next
      from payout y join payout_stage_change h on h.organisation_id = y.organisation_id and h.payout_id = y.id
      where y.organisation_id = ${organisationId} window by_number as (partition by y.id order by h.number)) h
    where number <> place or from_stage is distinct from before or from_stage is not distinct from to_stage or (next is null and to_stage <> stage)`,
})
