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
 * Returns undefined when no assignment of this id passes the guard.
 */
export async function writeAssignment(
  ctx: Context,
  { event, id, guard, column, value }: Wanted,
): Promise<Written | undefined> {
  const name = sql.raw(column)
  const { insert, recorded } = eventIn(ctx, {
    type: event,
    from: sql.raw('target t cross join changed c'),
    subjectId: sql.raw('c.id'),
    partnerId: sql.raw('c.partner_id'),
    before: sql.raw(`json_build_object('${column}', t.${column})`),
    after: sql.raw(`json_build_object('${column}', c.${column})`),
  })
  const {
    rows: [row],
  } = await sql<AssignmentParts>`
    with target as (
      select * from internal_contact_assignment a
      where a.organisation_id = ${ctx.organisationId} and a.id = ${id} and ${guard} for no key update
    ), changed as (
      update internal_contact_assignment a set ${name} = ${value}, modified_at = ${movedAt(ctx, 't.modified_at')} from target t
      where a.organisation_id = ${ctx.organisationId} and a.id = ${id} and t.${name} is distinct from ${value}
      returning a.*
    ), recorded as (${insert})
    select ${assignmentParts}
    from (select * from changed union all select * from target where not exists (select from changed)) a ${withPerson}
  `.execute(ctx.db)
  return row && { output: toAssignment(row), changes: recorded }
}

/** Whether a write failed because the person has the role there already. */
export const isRoleTaken = (error: unknown): boolean =>
  ['internal_contact_assignment_role_key', 'internal_contact_assignment_floating_key'].includes(
    brokenConstraint(error, '23505') ?? '',
  )
