import type { Context } from '#/kernel/context.ts'
import { isFreeMail } from '#/kernel/free-mail.ts'
import { oneAtATime } from '#/platform/perform.ts'
import { sql, type Sql } from '#/platform/database/sql.ts'
import type { DealRow } from '../tables.ts'
import { type DealConflict, dealConflict } from './deal.ts'

/** From this similarity of their names on, by trigrams, two customers seem to be one (0024). */
const alike = 0.6
/** More rivals than these tell nobody more, and a name that so many have tells nothing. */
const mostRivals = 50
const mostLookedAt = 500

/** Whoever registers or approves a deal, or changes what it is compared by, does so alone in the organisation. */
export const lockDeals = (ctx: Context): Promise<void> => oneAtATime(ctx, 'deals')

/** Whether the deal of this alias keeps its customer from others at this moment. */
export const keeps = (
  ctx: Context,
  alias: string,
) => sql`(${sql.raw(alias)}.stage = 'OPEN' and ${sql.raw(alias)}.status in ('PENDING', 'APPROVED')
  and (${sql.raw(alias)}.status = 'PENDING' or ${sql.raw(alias)}.protected_until > ${ctx.now()}))`

/** The conflicts of the deal `d` that count at this moment, as JSON. */
export const conflictsOf = (ctx: Context) => sql`(
  select coalesce(json_agg(json_build_object('dealId', o.id, 'partnerId', o.partner_id, 'reason', c.reason, 'similarity', c.similarity / 1000.0,
    'status', o.status, 'isEarlier', o.number < d.number) order by o.number), '[]')
  from (
    select earlier_deal_id as id, reason, similarity from deal_conflict where organisation_id = ${ctx.organisationId} and deal_id = d.id
    union all
    select deal_id, reason, similarity from deal_conflict where organisation_id = ${ctx.organisationId} and earlier_deal_id = d.id
  ) c join deal o on o.organisation_id = ${ctx.organisationId} and o.id = c.id
  where ${keeps(ctx, 'o')} and ${keeps(ctx, 'd')} and o.partner_id <> d.partner_id) as conflicts`

type Compared = Pick<DealRow, 'id' | 'number' | 'partner_id' | 'customer_domain' | 'likeness'>

/** Looks anew at whom a deal stands in the way of, and notes it with the later of each two. The caller has locked the deals. */
export async function compareDeal(ctx: Context, deal: Compared): Promise<void> {
  await sql`
    delete from deal_conflict where organisation_id = ${ctx.organisationId} and (deal_id = ${deal.id} or earlier_deal_id = ${deal.id})`.execute(
    ctx.db,
  )
  await sql`select set_config('pg_trgm.similarity_threshold', ${String(alike)}, true)`.execute(ctx.db)
  await sql`
    with rival as (${rivalsOf(ctx, deal)})
    insert into deal_conflict (organisation_id, deal_id, earlier_deal_id, reason, similarity)
    select ${ctx.organisationId}, case when r.number < ${deal.number} then ${deal.id} else r.id end, case when r.number < ${deal.number} then r.id else ${deal.id} end,
      r.reason, round(similarity(r.likeness, ${deal.likeness}) * 1000)
    from (select distinct on (id) * from rival order by id, reason) r
    order by r.reason, (r.status = 'APPROVED') desc, r.number limit ${mostRivals}`.execute(ctx.db)
}

/** Each way has an index of its own; a domain where anybody may have an address says nothing. */
function rivalsOf(ctx: Context, { id, partner_id: partnerId, customer_domain: domain, likeness }: Compared): Sql {
  const way = (reason: 'DOMAIN' | 'NAME', isAlike: Sql) => sql`(
    select o.id, o.number, o.status, o.likeness, ${sql.lit(reason)} as reason from deal o
    where o.organisation_id = ${ctx.organisationId} and ${keeps(ctx, 'o')} and o.id <> ${id} and o.partner_id <> ${partnerId} and ${isAlike}
    limit ${sql.lit(mostLookedAt)})`
  const ways = [
    ...(domain === null || isFreeMail(domain) ? [] : [way('DOMAIN', sql`o.customer_domain = ${domain}`)]),
    ...(likeness === ''
      ? []
      : [way('NAME', sql`o.likeness = ${likeness}`), way('NAME', sql`o.likeness % ${likeness}`)]),
  ]
  return sql.join(ways.length ? ways : [way('NAME', sql`false`)], sql.raw(' union all '))
}

/** Refuses what would take a customer from a deal that was approved, or that came first and waits for its decision. */
export function refuseConflicts(conflicts: readonly DealConflict[], isOverridden: boolean): void {
  const standing = conflicts.filter(({ status, isEarlier }) => status === 'APPROVED' || isEarlier)
  if (standing.length && !isOverridden) throw dealConflict({ details: { conflicts: standing } })
}
