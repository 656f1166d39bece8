import type { Context } from '#/kernel/context.ts'
import { money } from '#/kernel/money.ts'
import { sql } from '#/platform/database/sql.ts'
import type { SourceEventRow } from '../tables.ts'
import type { NewEvent } from './new-event.ts'

/** A sale with what refunds have left of its amount. */
export type LastSale = Omit<NewEvent, 'type'>

/** Of sales that code calls by one name, or by that name with a number behind a colon, the last. */
export async function tryFindLastSale(ctx: Context, name: string): Promise<LastSale | undefined> {
  const { rows } = await sql<SourceEventRow & { refunded: string }>`
    select e.*, (
      select coalesce(sum(r.amount), 0)::text from source_event r where r.organisation_id = e.organisation_id and r.original_id = e.id) as refunded
    from source_event e
    where e.organisation_id = ${ctx.organisationId} and (e.source_id = ${name} or e.source_id >= ${`${name}:`} and e.source_id < ${`${name};`})
    order by e.id desc limit 1`.execute(ctx.db)
  const [row] = rows
  return (
    row && {
      id: row.id,
      sourceId: row.source_id,
      partnerId: row.partner_id,
      customerId: row.customer_id,
      amount: money(BigInt(row.amount) - BigInt(row.refunded), row.currency),
      occurredAt: row.occurred_at,
      planId: row.plan_id,
      description: row.description,
    }
  )
}

/** A sale that is another partner's by now counts for nothing in what this one sold. Its line is taken back by whoever knows. */
export async function forgetSale(ctx: Context, { id }: LastSale): Promise<void> {
  await sql`
    update commission_plan_result set sold = 0 where organisation_id = ${ctx.organisationId} and source_event_id = ${id}`.execute(
    ctx.db,
  )
}
