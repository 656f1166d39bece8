import type { Context } from '#/kernel/context.ts'
import { type Change, difference } from '#/kernel/verb.ts'
import { db } from '../tables.ts'
import { followInPortal } from './portal.ts'
import { hasOtherOwner } from './queries.ts'
import { ownerNeeded, type StoredUser, userNotFound } from './user.ts'

type Wanted = Partial<Pick<StoredUser, 'role' | 'status'>>
type Changed = { user: StoredUser; changes: Change[] }

/** Changes what a member may do, or whether it is one. Refuses to leave a partner without the owner that it has. */
export async function changeUser(ctx: Context, user: StoredUser, wanted: Wanted): Promise<Changed> {
  const { role, status } = { ...user, ...wanted }
  const changed = difference({ role: user.role, status: user.status }, { role, status })
  if (!changed) return { user, changes: [] }
  const isActiveOwner = (one: Wanted) => one.role === 'OWNER' && one.status === 'ACTIVE'
  if (isActiveOwner(user) && !isActiveOwner({ role, status }) && !(await hasOtherOwner(ctx, user))) throw ownerNeeded()
  const stored = await db(ctx)
    .updateTable('partner_user')
    .set({ role, status, updated_at: ctx.now() })
    .where('organisation_id', '=', ctx.organisationId)
    .where('id', '=', user.id)
    .where('role', '=', user.role)
    .where('status', '=', user.status)
    .returningAll()
    .executeTakeFirst()
  if (!stored) throw userNotFound()
  await followInPortal(ctx, user, stored)
  const ended = status === 'INACTIVE' ? await endMembership(ctx, stored) : []
  return { user: stored, changes: [{ subjectId: user.id, partnerId: user.partner_id, ...changed }, ...ended] }
}

/** What a person did for the partner ends with its membership: its keys die at once, on every node. */
async function endMembership(ctx: Context, user: StoredUser): Promise<Change[]> {
  const keys = await db(ctx)
    .updateTable('api_key')
    .set({ revoked_at: ctx.now() })
    .where('organisation_id', '=', ctx.organisationId)
    .where('user_id', '=', user.id)
    .where('revoked_at', 'is', null)
    .returning(['id', 'name'])
    .execute()
  for (const { id } of keys) await ctx.announce('api_key_changed', id)
  const assignments = await db(ctx)
    .deleteFrom('client_assignment')
    .where('organisation_id', '=', ctx.organisationId)
    .where('partner_user_id', '=', user.id)
    .returning('client_id')
    .execute()
  const organizationIds = assignments.map((assignment) => assignment.client_id).toSorted()
  const on = { partnerId: user.partner_id, after: null }
  return [
    ...keys.map(({ id, name }) => ({ ...on, type: 'partner-keys.delete', subjectId: id, before: { name } })),
    ...(organizationIds.length
      ? [{ ...on, type: 'user-assignments.end', subjectId: user.id, before: { organizationIds } }]
      : []),
  ]
}

/** Takes a pending invite back: its row and its links are gone. */
export async function withdrawInvite(ctx: Context, user: StoredUser): Promise<Change> {
  const withdrawn = await db(ctx)
    .deleteFrom('partner_user')
    .where('organisation_id', '=', ctx.organisationId)
    .where('id', '=', user.id)
    .where('status', '=', 'PENDING')
    .returning(['email', 'role', 'status'])
    .executeTakeFirst()
  if (!withdrawn) throw userNotFound()
  return {
    type: 'partner-users.withdraw',
    subjectId: user.id,
    partnerId: user.partner_id,
    before: withdrawn,
    after: null,
  }
}
