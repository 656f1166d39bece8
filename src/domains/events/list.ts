import { z } from 'zod'
import { findPartnerFamily } from '#/domains/partners/index.ts'
import { firstIdAt } from '#/kernel/id.ts'
import { Json } from '#/kernel/json.ts'
import { fromCursor, page, pageInput, toPage } from '#/kernel/page.ts'
import { End, Start } from '#/kernel/time.ts'
import { query } from '#/kernel/verb.ts'
import { planEachTime, type Sql, sql } from '#/platform/database/sql.ts'
import { Event } from './event.ts'

const filter = z.string().min(1).optional()

export const listEvents = query({
  name: 'events.list',
  may: 'events:read',
  summary: 'List events',
  description:
    'The audit log of the organisation: every change, newest first. The events of a partner include those of partners merged into it.',
  input: z.strictObject({
    ...pageInput,
    partnerId: filter.meta({ description: 'Our id or the CRM id of a partner.' }),
    type: filter.meta({ description: 'Exactly this type, for example `partners.update`.' }),
    actorId: filter.meta({ description: 'Id of the API key that acted.' }),
    subjectId: filter.meta({ description: 'Id of what was changed; name its partner too where it has one.' }),
    from: Start.optional().meta({
      description: 'At or after this time; a date means its first second.',
      format: 'date-time',
    }),
    to: End.optional().meta({
      description: 'At or before this time; a date means its last second.',
      format: 'date-time',
    }),
  }),
  output: page(Event),
  async run(ctx, { limit, cursor, partnerId, type, actorId, subjectId, from, to }) {
    const [after] = fromCursor(ctx, 'events', cursor) ?? []
    const family = partnerId === undefined ? undefined : await findPartnerFamily(ctx, partnerId)
    const conditions: Sql[] = [
      ...(family ? [sql` and partner_id = any(${family})`] : []),
      ...(type ? [sql` and type = ${type}`] : []),
      ...(actorId ? [sql` and actor_id = ${actorId}`] : []),
      ...(subjectId ? [sql` and subject_id = ${subjectId}`] : []),
      ...(from ? [sql` and id >= ${firstIdAt('evt', from)}`] : []),
      ...(to ? [sql` and id < ${firstIdAt('evt', new Date(to.getTime() + 1))}`] : []),
      ...(after === undefined ? [] : [sql` and id < ${after}`]),
    ]
    const isFiltered = family !== undefined || type !== undefined || actorId !== undefined || subjectId !== undefined
    const { rows } = await sql<{ id: string; json: string }>`${sql.raw(isFiltered ? planEachTime : '')}
      select id, row_to_json((select r from (select id, type, json_build_object('kind', actor_kind, 'id', actor_id, 'name', actor_name) as actor,
        partner_id as "partnerId", subject_id as "subjectId", request_id as "requestId", before, after,
        to_char(created_at, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "createdAt",
        to_char(redacted_at, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "redactedAt") r))::text as json
      from event where organisation_id = ${ctx.organisationId} ${sql.join(conditions, sql``)}
      order by id desc limit ${limit + 1}`.execute(ctx.db)
    return toPage(ctx, rows, {
      limit,
      order: 'events',
      position: (row) => [row.id],
      item: (row) => new Json<Event>(row.json),
    })
  },
})
