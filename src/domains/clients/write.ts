import { type Selectable } from 'kysely'
import type { Context } from '#/kernel/context.ts'
import type { Refusal } from '#/kernel/error.ts'
import type { RecordedInStatement } from '#/kernel/verb.ts'
import { brokenConstraint } from '#/platform/database/failure.ts'
import { movedAt } from '#/platform/database/moved-at.ts'
import { eventIn } from '#/platform/events.ts'
import { sql, type Sql } from '#/platform/database/sql.ts'
import type { Caller } from './caller.ts'
import { type ClientStatus, nameTaken } from './client.ts'
import { seenBy } from './portfolio.ts'
import type { ClientRow } from './tables.ts'

/** The columns that these writes change, each with its SQL type and, where events tell it, its name in them. */
const columns = {
  name: ['text', 'name'],
  street1: ['text', 'street1'],
  street2: ['text', 'street2'],
  city: ['text', 'city'],
  state: ['text', 'state'],
  postal_code: ['text', 'postalCode'],
  country: ['text', 'country'],
  status: ['text', 'status'],
  archival_reason: ['text', 'archivalReason'],
  archival_reason_notes: ['text', 'archivalReasonNotes'],
  archival_by: ['text', 'archivalBy'],
  archival_at: ['timestamptz'],
  scheduled_deletion: ['date', 'scheduledDeletion'],
} as const satisfies Partial<Record<keyof ClientRow, readonly [type: string, told?: string]>>

type Column = keyof typeof columns
export type ClientChanges = { [C in Column]?: Selectable<ClientRow>[C] }

export type ClientWrite = {
  id: string
  /** Only a client that this caller sees. */
  caller?: Caller
  /** The status in which it may be changed; in the other one it stays as it is. */
  whileIt: ClientStatus
  event: string
  changes: ClientChanges
  /** What it refuses where another active client has the name; the sentence of the partners' contract unless said otherwise. */
  nameTaken?: Refusal
}

/** What to read of the client `c` that was written: columns of its row alone, or whatever can be joined to all of them. */
export type Shape = readonly (keyof ClientRow)[] | { columns: Sql; joins: Sql }

/**
 * Changes one client and records it, in one statement; nothing is written where no value differs.
 *
 * Returns undefined when the organisation, or the caller, has no client of this id.
 */
export async function writeClient<Row>(
  ctx: Context,
  write: ClientWrite,
  shape: Shape,
): Promise<{ row: Row; changes: RecordedInStatement } | undefined> {
  const { id, caller, whileIt, event, changes } = write
  const given = Object.keys(changes) as Column[]
  const { insert, recorded } = eventIn(ctx, {
    type: event,
    from: sql.raw('target t cross join changed c'),
    subjectId: sql.raw('c.id'),
    partnerId: sql.raw('c.partner_id'),
    before: differing(given, 'was'),
    after: differing(given, 'becomes'),
  })
  const carried = sql.raw(carriedOf(shape, given))
  const { rows } = await sql<Row>`
    with target as (
      select ${carried} from client c where c.organisation_id = ${ctx.organisationId} and c.id = ${id}
        ${caller ? sql`and c.partner_id = ${caller.partnerId} and ${seenBy(ctx, caller, sql.raw('c.id'))}` : sql``}
      for no key update of c
    ), changed as (
      update client c set ${assignments(ctx, changes)} from target t
      where c.organisation_id = ${ctx.organisationId} and c.id = ${id}
        and t.status = ${sql.lit(whileIt)} and ${isDifferent(changes)}
      returning ${carried}
    ), recorded as (${insert})
    select ${'joins' in shape ? shape.columns : sql.raw(shape.join(', '))}
    from (select * from changed union all select * from target where not exists (select from changed)) c
    ${'joins' in shape ? shape.joins : sql``}
  `
    .execute(ctx.db)
    .catch((error) => refuseTakenName(error, write.nameTaken))
  return rows[0] && { row: rows[0], changes: recorded }
}

/** A row of the table is wide: only what is needed is carried through the statement. */
function carriedOf(shape: Shape, given: Column[]): string {
  if ('joins' in shape) return 'c.*'
  const names = new Set([...shape, ...given, 'id', 'partner_id', 'status', 'updated_at'])
  return [...names].map((name) => `c.${name}`).join(', ')
}

/** PostgreSQL folds the case of names, and it alone decides which are one. */
function refuseTakenName(error: unknown, refuse: Refusal = nameTaken): never {
  throw brokenConstraint(error, '23505') === 'client_name_key' ? refuse() : error
}

const typed = (column: Column, changes: ClientChanges) => sql`${changes[column]}::${sql.raw(columns[column][0])}`

function assignments(ctx: Context, changes: ClientChanges): Sql {
  const given = (Object.keys(changes) as Column[]).map((column) => sql`${sql.raw(column)} = ${typed(column, changes)}`)
  return sql.join([...given, sql`updated_at = ${movedAt(ctx, 't.updated_at')}`])
}

function isDifferent(changes: ClientChanges): Sql {
  const given = Object.keys(changes) as Column[]
  if (!given.length) return sql`false`
  const tests = given.map((column) => sql`${sql.raw(`t.${column}`)} is distinct from ${typed(column, changes)}`)
  return sql`(${sql.join(tests, sql` or `)})`
}

/** The values before or after, of those columns alone that differ. */
function differing(given: Column[], side: 'was' | 'becomes'): Sql {
  const [only, more] = given
  if (only && !more) return sql.raw(`json_build_object('${columns[only][1]}', ${side === 'was' ? 't' : 'c'}.${only})`)
  const told = given.flatMap((column) => {
    const [, name] = columns[column]
    return name ? [`('${name}', to_json(t.${column}), to_json(c.${column}))`] : []
  })
  if (!told.length) return sql.raw('null::json')
  return sql.raw(
    `(select json_object_agg(key, ${side}) from (values ${told.join(', ')}) as v(key, was, becomes) where was::text is distinct from becomes::text)`,
  )
}
