import { z } from 'zod'
import { inUse, invalidField } from '#/kernel/error.ts'
import { Json } from '#/kernel/json.ts'
import { command, difference } from '#/kernel/verb.ts'
import { brokenConstraint } from '#/platform/database/failure.ts'
import { db } from '../tables.ts'
import { findMember, toMember } from './list.ts'
import { Member, memberFields, RoleInput, userNotFound } from './member.ts'

export const createMember = command({
  name: 'users.create',
  may: 'members:write',
  creates: true,
  summary: 'Create a user',
  description: 'Adds a member to the staff. The e-mail is unique in the organisation, whatever its case.',
  input: z.strictObject({
    email: memberFields.email,
    name: memberFields.name.optional(),
    role: RoleInput.default('VIEWER'),
  }),
  output: Member,
  example: { email: 'kim@vendor.example.com', name: 'Kim Sample', role: 'PARTNER_MANAGER' },
  async run(ctx, { email, name = null, role }) {
    const now = ctx.now()
    const row = {
      organisation_id: ctx.organisationId,
      id: ctx.newId('user'),
      email,
      name,
      role,
      account_id: null,
      created_at: now,
      updated_at: now,
    }
    await db(ctx).insertInto('member').values(row).execute().catch(emailTaken)
    return { output: toMember(row), changes: [{ subjectId: row.id, before: null, after: { email, name, role } }] }
  },
})

export const updateMember = command({
  name: 'users.update',
  may: 'members:write',
  summary: 'Update a user',
  description: 'Changes the fields that are given and no others.',
  input: z.strictObject({
    id: z.string(),
    email: memberFields.email.optional(),
    name: memberFields.name.optional(),
    role: RoleInput.optional(),
  }),
  output: Member,
  refuses: [userNotFound],
  example: { id: 'user_01KHGA5BE0P30W3HYFGD6GTMMK', role: 'ADMIN' },
  current: async (ctx, { id }) => new Json(JSON.stringify(toMember(await findMember(ctx, id, true)))),
  async run(ctx, { id, ...given }) {
    const before = await findMember(ctx, id, true)
    const changed = difference(before, given)
    if (!changed) return { output: toMember(before), changes: [] }
    const after = await db(ctx)
      .updateTable('member')
      .set({ ...given, updated_at: ctx.now() })
      .where('organisation_id', '=', ctx.organisationId)
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirstOrThrow()
      .catch(emailTaken)
    return { output: toMember(after), changes: [{ subjectId: id, ...changed }] }
  },
})

export const deleteMember = command({
  name: 'users.delete',
  may: 'members:write',
  summary: 'Delete a user',
  description: 'A user who owns partners is not deleted: give the partners another owner first.',
  input: z.strictObject({ id: z.string() }),
  output: z.undefined(),
  refuses: [userNotFound, inUse],
  example: { id: 'user_01KHGA5BE0P30W3HYFGD6GTMMK' },
  async run(ctx, { id }) {
    const gone = await db(ctx)
      .deleteFrom('member')
      .where('organisation_id', '=', ctx.organisationId)
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirst()
      .catch(stillOwner)
    if (!gone) throw userNotFound()
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
