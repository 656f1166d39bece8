import type { Actor } from '#/kernel/actor.ts'
import type { Context } from '#/kernel/context.ts'
import type { Change, RecordedInStatement } from '#/kernel/verb.ts'
import { sql, type Sql } from '#/platform/database/sql.ts'

/** One thing that happened: the audit log, and the source of whatever reacts. */
export type EventTable = {
  organisationId: string
  id: string
  type: string
  actorKind: Actor['kind']
  actorId: string
  actorName: string
  requestId: string
  partnerId: string | null
  subjectId: string
  before: string | null
  after: string | null
  createdAt: Date
  redactedAt: Date | null
}

const columns = sql.raw(
  'organisation_id, id, type, actor_kind, actor_id, actor_name, request_id, partner_id, subject_id, before, after, created_at',
)

/** Records what a command changed, in the command's transaction: one row for each change. */
export async function recordEvents(ctx: Context, type: string, changes: Change[]): Promise<void> {
  if (!changes.length) return
  const rows = changes.map((change) => ({
    id: ctx.newId('evt'),
    type: change.type ?? type,
    partner_id: change.partnerId ?? null,
    subject_id: change.subjectId,
    before: change.before,
    after: change.after,
  }))
  await sql`
    insert into event (${columns})
    select ${ctx.organisationId}, e.id, e.type, ${ctx.actor.kind}, ${ctx.actor.id}, ${ctx.actor.name}, ${ctx.requestId},
      e.partner_id, e.subject_id, e.before, e.after, ${ctx.now()}
    from json_to_recordset(${JSON.stringify(rows)}) as e(id text, type text, partner_id text, subject_id text, before json, after json)
  `.execute(ctx.db)
}

type InStatement = {
  type: string
  from: Sql
  subjectId: Sql
  partnerId: Sql
  before: Sql
  after: Sql
}

/** The `insert` of one event, to stand as a `with` part in the statement that makes the change. */
export function eventIn(ctx: Context, event: InStatement): { insert: Sql; recorded: RecordedInStatement } {
  const insert = sql`
    insert into event (${columns})
    select ${ctx.organisationId}, ${ctx.newId('evt')}, ${event.type}, ${ctx.actor.kind}, ${ctx.actor.id}, ${ctx.actor.name},
      ${ctx.requestId}, ${event.partnerId}, ${event.subjectId}, ${event.before}, ${event.after}, ${ctx.now()}
    from ${event.from}`
  return { insert, recorded: { recordedInStatement: true } }
}
