import { z } from 'zod'
import type { Context } from '#/kernel/context.ts'
import { hashOf, newSecret } from '#/kernel/secret.ts'
import { command } from '#/kernel/verb.ts'
import { queueMail } from '#/platform/mail/queue.ts'
import { db, type MemberRow } from '../tables.ts'
import { refuseAboveOwn } from './guard.ts'
import { findMember, toMember } from './list.ts'
import { aboveYourRole, Member, userNotFound } from './member.ts'

export const invitationDays = 7

export const inviteMember = command({
  name: 'users.invite',
  may: 'members:write',
  summary: 'Invite a user',
  description: `Sends a letter with a link to join. It works once, and for ${invitationDays} days; a further letter ends the link of the one before. Whoever has joined already can set a new password by it.`,
  input: z.strictObject({ id: z.string() }),
  output: Member,
  refuses: [userNotFound, aboveYourRole],
  example: { id: 'user_01KHGA5BE0P30W3HYFGD6GTMMK' },
  async run(ctx, { id }) {
    const member = await findMember(ctx, id, true)
    refuseAboveOwn(ctx.actor, member.role)
    await sendInvitation(ctx, member)
    const changes = [{ subjectId: id, before: null, after: { email: member.email } }]
    return { output: toMember({ ...member, invited: true }), changes }
  },
})

export async function sendInvitation(ctx: Context, member: MemberRow): Promise<void> {
  const url = await makeInvitation(ctx, member.id)
  const organisation = await db(ctx)
    .selectFrom('organisation')
    .select('name')
    .where('id', '=', ctx.organisationId)
    .executeTakeFirstOrThrow()
  await queueMail(ctx, {
    to: member.email,
    subject: `Join ${organisation.name}`,
    text: [
      `You are invited to the partner programme of ${organisation.name}.`,
      `Open this link to join and to choose a password. It works once, and for ${invitationDays} days:`,
      url,
      'If you did not expect this, do nothing: without the link nobody can join in your name.',
    ].join('\n\n'),
  })
}

/** Makes a member's link to join and returns it; the one before stops working. Only its hash is stored. */
export async function makeInvitation(ctx: Context, memberId: string): Promise<string> {
  const token = newSecret()
  const now = ctx.now()
  const row = { organisation_id: ctx.organisationId, member_id: memberId, hash: hashOf(token) }
  const life = { created_at: now, expires_at: new Date(now.getTime() + invitationDays * 86_400_000) }
  await db(ctx)
    .insertInto('invitation')
    .values({ ...row, ...life })
    .onConflict((known) => known.columns(['organisation_id', 'member_id']).doUpdateSet({ hash: row.hash, ...life }))
    .execute()
  await db(ctx)
    .deleteFrom('invitation_owner')
    .where('organisation_id', '=', ctx.organisationId)
    .where('member_id', '=', memberId)
    .execute()
  await db(ctx).insertInto('invitation_owner').values(row).execute()
  return `${ctx.publicUrl}/console/join?token=${token}`
}
