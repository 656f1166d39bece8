import { type ExpressionBuilder, sql } from 'kysely'
import type { Context } from '#/kernel/context.ts'
import { type Change, difference } from '#/kernel/verb.ts'
import { brokenConstraint } from '#/platform/database/failure.ts'
import { hasOtherRemoteId, hasRoleAlready, type InternalRole } from './assignment.ts'
import { findPartner } from './places.ts'
import { movedAt } from '#/platform/database/moved-at.ts'
import { type AssignmentRow, db } from './tables.ts'
import { isRoleTaken } from './write.ts'

type Wanted = {
  partner_id: string | null
  internal_contact_id: string
  internal_role: InternalRole
  remote_id: string | null
}
type Kept = { id: string; changes: Change[]; isNew: boolean }

/** The assignment with this remote id, moved to what is wanted; else the one that is there; else a new one. */
export async function keep(ctx: Context, given: Wanted): Promise<Kept> {
  const partner_id = given.partner_id === null ? null : await findPartner(ctx, given.partner_id)
  const wanted = { ...given, partner_id }
  const synced = given.remote_id === null ? undefined : await tryLockAssignment(ctx, { remote_id: given.remote_id })
  if (synced) return await changeAssignment(ctx, synced, wanted)
  const { remote_id, ...place } = wanted
  const held = await tryLockAssignment(ctx, place)
  if (!held) return (await tryMake(ctx, wanted)) ?? (await keep(ctx, given))
  if (remote_id !== null && held.remote_id !== null) throw hasOtherRemoteId()
  return await changeAssignment(ctx, held, { ...wanted, remote_id: remote_id ?? held.remote_id })
}

/** The assignment that has these values, locked. */
export async function tryLockAssignment(
  ctx: Context,
  wanted: Partial<Wanted> & { id?: string },
): Promise<AssignmentRow | undefined> {
  const matches = ({
    eb,
    and,
  }: ExpressionBuilder<{ internal_contact_assignment: AssignmentRow }, 'internal_contact_assignment'>) =>
    and(
      Object.entries(wanted).map(([column, value]) =>
        value === null ? eb(column as keyof Wanted, 'is', null) : eb(column as keyof Wanted, '=', value),
      ),
    )
  return await db(ctx)
    .selectFrom('internal_contact_assignment')
    .selectAll()
    .where('organisation_id', '=', ctx.organisationId)
    .where(matches)
    .modifyEnd(sql`for update`)
    .executeTakeFirst()
}

/** A partner that is merged at this moment leads to the one it becomes, so what was written is asked of the database. */
export async function changeAssignment(ctx: Context, found: AssignmentRow, wanted: Partial<Wanted>): Promise<Kept> {
  if (!difference(found, wanted)) return { id: found.id, changes: [], isNew: false }
  const after = await db(ctx)
    .updateTable('internal_contact_assignment')
    .set({ ...wanted, modified_at: movedAt(ctx, 'internal_contact_assignment.modified_at') })
    .where('organisation_id', '=', ctx.organisationId)
    .where('id', '=', found.id)
    .returning(['partner_id', 'internal_contact_id', 'internal_role', 'remote_id'])
    .executeTakeFirstOrThrow()
    .catch(taken)
  const changed = difference(found, after) ?? { before: {}, after: {} }
  const partnerId = after.partner_id ?? found.partner_id
  return {
    id: found.id,
    changes: [{ type: 'assignments.update', subjectId: found.id, partnerId, ...changed }],
    isNew: false,
  }
}

function taken(error: unknown): never {
  if (isRoleTaken(error)) throw hasRoleAlready()
  if (brokenConstraint(error, '23505') === 'internal_contact_assignment_remote_id_key') throw hasOtherRemoteId()
  throw error
}

/** Returns undefined when somebody else took the role or the remote id between the look-up and the insert. */
async function tryMake(ctx: Context, wanted: Wanted): Promise<Kept | undefined> {
  const made = await db(ctx)
    .insertInto('internal_contact_assignment')
    .values({ organisation_id: ctx.organisationId, id: ctx.newId('ica'), ...wanted, created_at: ctx.now() })
    .onConflict((conflict) => conflict.doNothing())
    .returning(['id', 'partner_id', 'internal_contact_id', 'internal_role', 'remote_id'])
    .executeTakeFirst()
  if (!made) return undefined
  const { id, ...after } = made
  return {
    id,
    changes: [{ type: 'assignments.create', subjectId: id, partnerId: after.partner_id, before: null, after }],
    isNew: true,
  }
}
