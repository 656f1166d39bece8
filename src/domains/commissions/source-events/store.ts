import type { Context } from '#/kernel/context.ts'
import { sql } from '#/platform/database/sql.ts'
import { insertLines } from '../lines/insert.ts'
import type { LineRow, SourceEventRow } from '../tables.ts'
import type { NewEvent, Reckoning } from './new-event.ts'
import { type SourceEvent, toSourceEvent } from './source-event.ts'

type Whole = Reckoning & { originalSourceId: string | null }

/** Stores an event, its lines and which plans reckoned it. */
export async function storeEvent(ctx: Context, event: NewEvent, reckoning: Whole): Promise<SourceEvent> {
  const row = await insertEvent(ctx, event, reckoning)
  const lines = await insertLines(ctx, reckoning.lines, { event: 'commission-lines.create', mayBeArchived: true })
  await insertResults(ctx, event, { reckoning, lines })
  if (reckoning.originalId !== null) await lowerSold(ctx, reckoning.originalId, event)
  const inOrder = lines.toSorted((a, b) => (a.id < b.id ? -1 : 1))
  return toSourceEvent({ ...row, original_source_id: reckoning.originalSourceId }, inOrder)
}

async function insertEvent(ctx: Context, event: NewEvent, { originalId, skipped }: Reckoning): Promise<SourceEventRow> {
  const { id, sourceId, type, partnerId, customerId, amount, occurredAt, planId, description } = event
  const { rows } = await sql<SourceEventRow>`
    insert into source_event (organisation_id, id, source_id, type, partner_id, customer_id, amount, currency, occurred_at, original_id, plan_id,
      description, skipped, created_at)
    values (${ctx.organisationId}, ${id}, ${sourceId}, ${type}, ${partnerId}, ${customerId}, ${amount.minor.toString()}, ${amount.currency}, ${occurredAt},
      ${originalId}, ${planId}, ${description}, ${JSON.stringify(skipped)}, ${ctx.now()})
    returning *`.execute(ctx.db)
  const [row] = rows
  if (!row) throw new Error('The source event was not stored.')
  return row
}

type Made = { reckoning: Reckoning; lines: LineRow[] }

async function insertResults(ctx: Context, event: NewEvent, { reckoning, lines }: Made): Promise<void> {
  if (!reckoning.reckonedBy.length) return
  const results = reckoning.reckonedBy.map(({ planId, version }) => {
    const line = lines.find(({ plan_id }) => plan_id === planId)
    return { plan_id: planId, plan_version: version, line_id: line?.id ?? null, earned: line?.amount ?? '0' }
  })
  await sql`
    insert into commission_plan_result (organisation_id, source_event_id, plan_id, plan_version, partner_id, occurred_at, line_id, currency, sold, earned)
    select ${ctx.organisationId}, ${event.id}, r.plan_id, r.plan_version, ${event.partnerId}, ${event.occurredAt}, r.line_id, ${event.amount.currency},
      ${event.amount.minor.toString()}, r.earned
    from json_to_recordset(${JSON.stringify(results)}) as r(plan_id text, plan_version integer, line_id text, earned bigint)`.execute(
    ctx.db,
  )
}

/** A sale that was refunded counts for less; what its lines have left is kept with the lines themselves. */
async function lowerSold(ctx: Context, saleId: string, { amount }: NewEvent): Promise<void> {
  await sql`
    update commission_plan_result set sold = sold - ${amount.minor.toString()}::bigint
    where organisation_id = ${ctx.organisationId} and source_event_id = ${saleId}`.execute(ctx.db)
}
