import { z } from 'zod'
import type { Context } from '#/kernel/context.ts'
import { inUse, invalidField } from '#/kernel/error.ts'
import { Json } from '#/kernel/json.ts'
import { command, difference } from '#/kernel/verb.ts'
import { brokenConstraint } from '#/platform/database/failure.ts'
import { db, type MemberRow } from '../tables.ts'
import { forgetUnused, keepAnOwner, onlyChangeOfMembers, refuseAboveOwn, shutOut } from './guard.ts'
import { sendInvitation } from './invite.ts'
import { findMember, toMember } from './list.ts'
import { aboveYourRole, lastOwner, Member, memberFields, type MemberRole, RoleInput, userNotFound } from './member.ts'

export const createMember = command({
  name: 'users.create',
  may: 'members:write',
  creates: true,
  summary: 'Create a user',
  description:
    'Adds a member to the staff. The e-mail is unique in the organisation, whatever its case. With `invite` a letter with a link to join is sent at once.',
  input: z.strictObject({
    email: memberFields.email,
    name: memberFields.name.optional(),
    role: RoleInput.default('VIEWER'),
    invite: z.boolean().default(false).meta({ description: 'Send a letter with a link to join.' }),
  }),
  output: Member,
  refuses: [aboveYourRole],
  example: { email: 'kim@vendor.example.com', name: 'Kim Sample', role: 'PARTNER_MANAGER' },
  async run(ctx, { email, name = null, role, invite }) {
    refuseAboveOwn(ctx.actor, role)
    const row = await insertMember(ctx, { email, name, role })
    if (invite) await sendInvitation(ctx, row)
    return {
      output: toMember({ ...row, invited: invite }),
      changes: [{ subjectId: row.id, before: null, after: { email, name, role } }],
    }
  },
})

type NewMember = { email: string; name: string | null; role: MemberRole }

export async function insertMember(ctx: Context, given: NewMember): Promise<MemberRow> {
  const now = ctx.now()
  const row = {
    organisation_id: ctx.organisationId,
    id: ctx.newId('user'),
    ...given,
    account_id: null,
    created_at: now,
    updated_at: now,
  }
  await db(ctx).insertInto('member').values(row).execute().catch(emailTaken)
  return row
}

export const updateMember = command({
  name: 'users.update',
  may: 'members:write',
  summary: 'Update a user',
  description:
    'Changes the fields that are given and no others. Another role holds from the next request on. Another e-mail address ends what the member could sign in by: invite them again.',
  input: z.strictObject({
    id: z.string(),
    email: memberFields.email.optional(),
    name: memberFields.name.optional(),
    role: RoleInput.optional(),
  }),
  output: Member,
  refuses: [userNotFound, aboveYourRole, lastOwner],
  example: { id: 'user_01KHGA5BE0P30W3HYFGD6GTMMK', role: 'ADMIN' },
  current: async (ctx, { id }) => new Json(JSON.stringify(toMember(await findMember(ctx, id, true)))),
  async run(ctx, { id, ...given }) {
    await onlyChangeOfMembers(ctx)
    const before = await findMember(ctx, id, true)
    const changed = difference(before, given)
    if (!changed) return { output: toMember(before), changes: [] }
    refuseAboveOwn(ctx.actor, before.role, given.role)
    const isElsewhere = given.email !== undefined && given.email.toLowerCase() !== before.email.toLowerCase()
    if (isElsewhere || (given.role ?? before.role) !== before.role) await keepAnOwner(ctx, before)
    if (isElsewhere) await shutOut(ctx, before)
    await db(ctx)
      .updateTable('member')
      .set({ ...given, ...(isElsewhere && { account_id: null }), updated_at: ctx.now() })
      .where('organisation_id', '=', ctx.organisationId)
      .where('id', '=', id)
      .execute()
      .catch(emailTaken)
    if (isElsewhere) await forgetUnused(ctx, before.account_id)
    return { output: toMember(await findMember(ctx, id)), changes: [{ subjectId: id, ...changed }] }
  },
})

export const deleteMember = command({
  name: 'users.delete',
  may: 'members:write',
  summary: 'Delete a user',
  description:
    'Whoever was signed in as this user is out at once. A user who owns partners is not deleted: give the partners another owner first.',
  input: z.strictObject({ id: z.string() }),
  output: z.undefined(),
  refuses: [userNotFound, inUse, aboveYourRole, lastOwner],
  example: { id: 'user_01KHGA5BE0P30W3HYFGD6GTMMK' },
  async run(ctx, { id }) {
    await onlyChangeOfMembers(ctx)
    const gone = await findMember(ctx, id, true)
    refuseAboveOwn(ctx.actor, gone.role)
    await keepAnOwner(ctx, gone)
    await shutOut(ctx, gone)
    await db(ctx)
      .deleteFrom('member')
      .where('organisation_id', '=', ctx.organisationId)
      .where('id', '=', id)
      .execute()
      .catch(stillOwner)
    await forgetUnused(ctx, gone.account_id)
    const { email, name, role } = gone
    return { output: undefined, changes: [{ subjectId: id, before: { email, name, role }, after: null }] }
  },
})

function emailTaken(error: unknown): never {
  if (brokenConstraint(error, '23505') !== 'member_email_key') throw error
  throw invalidField('email', 'already_taken', 'Another user of the organisation has this e-mail address.')
}

function stillOwner(error: unknown): never {
  if (brokenConstraint(error, '23503') === undefined) throw error
  throw inUse({ cause: error })
}
