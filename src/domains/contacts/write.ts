import type { Context } from '#/kernel/context.ts'
import type { Json } from '#/kernel/json.ts'
import type { RecordedInStatement } from '#/kernel/verb.ts'
import { brokenConstraint } from '#/platform/database/failure.ts'
import { eventIn } from '#/platform/events.ts'
import { movedAt } from '#/platform/database/moved-at.ts'
import { sql, type Sql } from '#/platform/database/sql.ts'
import type { InternalContactAssignment } from './assignment.ts'
import { type AssignmentParts, assignmentParts, toAssignment, withPerson } from './shape.ts'

type Written = { output: Json<InternalContactAssignment>; changes: RecordedInStatement }

type Wanted = {
  event: string
  id: string
  /** What must hold of the assignment `a`, else nothing is found. */
  guard: Sql
  column: 'internal_role' | 'partner_id'
  value: string
}

/**
 * Changes one value of an assignment and records it, in one statement; nothing is written where the value is the same.
 *
 * What it changes is what it has seen, or nothing: then somebody else was faster, and it waits its turn. A lock beforehand
 * would cost each change as much as a tenth of it, for the few that meet.
 *
 * Returns undefined when no assignment of this id passes the guard.
 */
export async function writeAssignment(ctx: Context, wanted: Wanted): Promise<Written | undefined> {
  const written = await write(ctx, wanted, 'IF_UNTOUCHED')
  return written?.isOvertaken ? await write(ctx, wanted, 'IN_TURN') : written
}

type Row = AssignmentParts & { is_overtaken: boolean }

async function write(ctx: Context, wanted: Wanted, when: 'IF_UNTOUCHED' | 'IN_TURN') {
  const { event, id, guard, column, value } = wanted
  const name = sql.raw(column)
  const { insert, recorded } = eventIn(ctx, {
    type: event,
    from: sql.raw('changed c'),
    subjectId: sql.raw('c.id'),
    partnerId: sql.raw('c.partner_id'),
    before: sql.raw(`json_build_object('${column}', c.was)`),
    after: sql.raw(`json_build_object('${column}', c.${column})`),
  })
  const {
    rows: [row],
  } = await sql<Row>`
    with target as (
      select a.xmin as seen, a.${name} as was, a.modified_at, a.${name} is distinct from ${value} as differs, ${assignmentParts}
      from internal_contact_assignment a ${withPerson}
      where a.organisation_id = ${ctx.organisationId} and a.id = ${id} and ${guard} ${when === 'IN_TURN' ? inTurn : sql``}
    ), changed as (
      update internal_contact_assignment a set ${name} = ${value}, modified_at = ${movedAt(ctx, 't.modified_at')} from target t
      where a.organisation_id = ${ctx.organisationId} and a.id = ${id} and t.differs ${when === 'IN_TURN' ? sql`` : ifUntouched}
      returning a.id, a.partner_id, a.internal_role, a.document, t.was
    ), recorded as (${insert})
    select coalesce(c.document, t.document) as document, t.person, t.differs and c.id is null as is_overtaken
    from target t left join changed c on true
  `.execute(ctx.db)
  return row && { output: toAssignment(row), changes: recorded, isOvertaken: row.is_overtaken }
}

const inTurn = sql.raw('for no key update of a')
const ifUntouched = sql.raw('and a.xmin = t.seen')

/** Whether a write failed because the person has the role there already. */
export const isRoleTaken = (error: unknown): boolean =>
  ['internal_contact_assignment_role_key', 'internal_contact_assignment_floating_key'].includes(
    brokenConstraint(error, '23505') ?? '',
  )
