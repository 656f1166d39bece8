import { z } from 'zod'
import { findPartnerFamily } from '#/domains/partners/index.ts'
import type { Context } from '#/kernel/context.ts'
import { fromCursor, page, pageInput, toPage } from '#/kernel/page.ts'
import { Reference } from '#/kernel/text.ts'
import { query } from '#/kernel/verb.ts'
import { sql } from '#/platform/database/sql.ts'
import type { LineRow } from '../tables.ts'
import {
  EventType,
  exampleId,
  SourceEvent,
  sourceEventNotFound,
  type SourceEventRecord,
  toSourceEvent,
} from './source-event.ts'

const withOriginal = sql.raw(`select e.*, o.source_id as original_source_id from source_event e
  left join source_event o on o.organisation_id = e.organisation_id and o.id = e.original_id`)

export const getSourceEvent = query({
  name: 'source-events.get',
  may: 'commissions:read',
  summary: 'Get a source event',
  description: 'A sale, renewal or refund with the commission lines that it made.',
  input: z.strictObject({ id: Reference.meta({ examples: [exampleId] }) }),
  output: SourceEvent,
  refuses: [sourceEventNotFound],
  example: { id: exampleId },
  async run(ctx, { id }) {
    const { rows } = await sql<SourceEventRecord>`
      ${withOriginal} where e.organisation_id = ${ctx.organisationId} and e.id = ${id}`.execute(ctx.db)
    const [event] = await shown(ctx, rows)
    if (!event) throw sourceEventNotFound()
    return event
  },
})

/** The event that the caller calls so, with its lines. */
export async function tryFindBySourceId(ctx: Context, sourceId: string): Promise<SourceEvent | undefined> {
  const { rows } = await sql<SourceEventRecord>`
    ${withOriginal} where e.organisation_id = ${ctx.organisationId} and e.source_id = ${sourceId}`.execute(ctx.db)
  const [event] = rows.length ? await shown(ctx, rows) : []
  return event
}

const order = 'source-events'

export const listSourceEvents = query({
  name: 'source-events.list',
  may: 'commissions:read',
  summary: 'List source events',
  description: 'Newest first, each with the commission lines that it made.',
  input: z.strictObject({
    partnerId: Reference.optional().meta({ description: 'Our id or the CRM `externalId`.' }),
    type: EventType.optional(),
    sourceId: Reference.optional().meta({ description: 'Exactly this one.' }),
    ...pageInput,
  }),
  output: page(SourceEvent),
  example: { type: 'SALE' },
  async run(ctx, { partnerId, type, sourceId, limit, cursor }) {
    const [after] = fromCursor(ctx, order, cursor) ?? []
    const family = partnerId === undefined ? undefined : await findPartnerFamily(ctx, partnerId)
    const { rows } = await sql<SourceEventRecord>`
      ${withOriginal} where e.organisation_id = ${ctx.organisationId}
        ${family === undefined ? nothing : sql`and e.partner_id = any(${family})`}
        ${type === undefined ? nothing : sql`and e.type = ${type}`}
        ${sourceId === undefined ? nothing : sql`and e.source_id = ${sourceId}`}
        ${after === undefined ? nothing : sql`and e.id < ${after}`}
      order by e.id desc limit ${limit + 1}`.execute(ctx.db)
    const events = await shown(ctx, rows)
    return toPage(ctx, events, { limit, order, position: ({ id }) => [id], item: (event) => event })
  },
})

async function shown(ctx: Context, events: SourceEventRecord[]): Promise<SourceEvent[]> {
  const { rows } = await sql<LineRow & { source_event_id: string }>`
    select * from commission_line where organisation_id = ${ctx.organisationId} and source_event_id = any(${events.map(({ id }) => id)})
    order by id`.execute(ctx.db)
  const lines = Map.groupBy(rows, ({ source_event_id }) => source_event_id)
  return events.map((event) => toSourceEvent(event, lines.get(event.id) ?? []))
}

const nothing = sql``
