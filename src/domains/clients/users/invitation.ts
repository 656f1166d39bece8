import { sql } from 'kysely'
import { z } from 'zod'
import type { Context } from '#/kernel/context.ts'
import { refusal } from '#/kernel/error.ts'
import { text } from '#/kernel/text.ts'
import { command, query } from '#/kernel/verb.ts'
import { recordEvents } from '#/platform/events.ts'
import { loginUrl } from '../letters.ts'
import { LinkToken, tryFindLink, useLink } from '../one-time-link.ts'
import { db } from '../tables.ts'
import { onlyChangeOfUsers } from './one-at-a-time.ts'
import { hashPassword, Password } from './password.ts'
import { openPortal } from './portal.ts'

const invitationDead = refusal(
  'not_found',
  'INVITATION_NOT_FOUND',
  'This invitation is unknown, used or expired. Ask for another one.',
)

export const validateInvitation = query({
  name: 'invitations.validate',
  may: 'public',
  summary: 'Look at an invitation',
  description: 'Whose invitation a link is, and whether it can still be taken up.',
  input: z.strictObject({ token: LinkToken }),
  output: z
    .strictObject({ valid: z.boolean(), partnerName: z.string().nullable(), email: z.string().nullable() })
    .meta({
      id: 'InvitationState',
      examples: [{ valid: true, partnerName: 'Ledgerline Advisors', email: 'new.colleague@ledgerline.example.com' }],
    }),
  example: { token: 'n0G9W8uw8de9puyHB9d3xvE_pg3mKBxfeN4_YYsakj8' },
  async run(ctx, { token }) {
    const link = await tryFindLink(ctx, 'INVITATION', token)
    const invited = link && (await tryFindInvited({ ...ctx, organisationId: link.organisationId }, link.userId))
    return { valid: invited !== undefined, partnerName: invited?.partnerName ?? null, email: invited?.email ?? null }
  },
})

const tryFindInvited = (ctx: Context, userId: string | null) =>
  db(ctx)
    .selectFrom('partner_user as u')
    .innerJoin('partner as p', (join) =>
      join.onRef('p.organisation_id', '=', 'u.organisation_id').onRef('p.id', '=', 'u.partner_id'),
    )
    .select(['p.name as partnerName', 'u.email', 'u.status'])
    .where('u.organisation_id', '=', ctx.organisationId)
    .where('u.id', '=', userId)
    .where(isAwaited('u'))
    .executeTakeFirst()

/** Whoever was invited; or was made an owner at once, and has set no password yet. */
const isAwaited = (user: 'u' | 'partner_user') =>
  sql<boolean>`(${sql.ref(`${user}.status`)} = 'PENDING' or (${sql.ref(`${user}.status`)} = 'ACTIVE' and ${sql.ref(`${user}.password_hash`)} is null))`

type Person = { firstName: string; lastName: string; passwordHash: string | null }

export const acceptInvitation = command({
  name: 'invitations.accept',
  may: 'public',
  creates: true,
  // An answer is remembered for an organisation, and this caller has none to be found under.
  returnsSecret: true,
  summary: 'Take up an invitation',
  description:
    'The person is an active user and a visitor of the portal from then on, but where the address is with another partner already. The portal signs people in by a mailed code; a password is kept for other doors.',
  input: z.strictObject({
    token: LinkToken,
    firstName: text(1, 255),
    lastName: text(1, 255),
    password: Password.nullish(),
  }),
  output: z.strictObject({ partnerId: z.string(), loginUrl: z.string() }).meta({
    id: 'AcceptedInvitation',
    examples: [{ partnerId: 'ptn_01KGS4JWE00TATDK1DSRJKCJRQ', loginUrl: 'https://portal.example.com/login' }],
  }),
  refuses: [invitationDead],
  example: { token: 'n0G9W8uw8de9puyHB9d3xvE_pg3mKBxfeN4_YYsakj8', firstName: 'Robin', lastName: 'Sample' },
  async run(ctx, { token, firstName, lastName, password }) {
    const link = await tryFindLink(ctx, 'INVITATION', token)
    if (!link) throw invitationDead()
    const passwordHash = password ? await hashPassword(password) : null
    const inside = { ...ctx, organisationId: link.organisationId }
    await onlyChangeOfUsers(inside, link.partnerId)
    if (!(await useLink(inside, 'INVITATION', token))) throw invitationDead()
    const partnerId = await join(inside, link.userId, { firstName, lastName, passwordHash })
    return { output: { partnerId, loginUrl: loginUrl(ctx) }, changes: [] }
  },
})

/** Makes the invited person an active user; returns its partner. */
async function join(ctx: Context, userId: string | null, person: Person): Promise<string> {
  const { firstName, lastName, passwordHash } = person
  const invited = await tryFindInvited(ctx, userId)
  const user = await db(ctx)
    .updateTable('partner_user')
    .set({
      status: 'ACTIVE',
      first_name: firstName,
      last_name: lastName,
      password_hash: passwordHash,
      updated_at: ctx.now(),
    })
    .where('organisation_id', '=', ctx.organisationId)
    .where('id', '=', userId)
    .where(isAwaited('partner_user'))
    .returningAll()
    .executeTakeFirst()
  if (!user || !invited) throw invitationDead()
  await openPortal(ctx, user)
  const before = { status: invited.status, firstName: null, lastName: null }
  const after = { status: 'ACTIVE', firstName, lastName }
  const partnerId = user.partner_id
  await recordEvents(ctx, 'invitations.accept', [{ subjectId: user.id, partnerId, before, after }])
  return partnerId
}
