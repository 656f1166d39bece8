import { sql } from 'kysely'
import { z } from 'zod'
import type { Context } from '#/kernel/context.ts'
import { hashOf } from '#/kernel/secret.ts'
import { invalidField, refusal } from '#/kernel/error.ts'
import { text } from '#/kernel/text.ts'
import { command } from '#/kernel/verb.ts'
import { recordEvents } from '#/platform/events.ts'
import { openAccount } from '../sign-in/account.ts'
import { hashPassword, Password } from '../sign-in/password.ts'

const JoinToken = text(43, 43).meta({
  description: 'The token of the link.',
  examples: ['n0G9W8uw8de9puyHB9d3xvE_pg3mKBxfeN4_YYsakj8'],
})

const invitationDead = refusal(
  'not_found',
  'INVITATION_NOT_FOUND',
  'This invitation is unknown, used or expired. Ask an administrator for another one.',
)

const example = { token: 'n0G9W8uw8de9puyHB9d3xvE_pg3mKBxfeN4_YYsakj8' }

/** Looking changes nothing; it is a command so that the token stands in a body and not in an address. */
export const lookAtInvitation = command({
  name: 'user-invitations.validate',
  may: 'public',
  isOneStatement: true,
  summary: 'Look at an invitation of a user',
  description: 'Whose link to join it is, and for which organisation.',
  input: z.strictObject({ token: JoinToken }),
  output: z
    .strictObject({
      email: z.string(),
      name: z.string().nullable(),
      organisation: z.strictObject({ id: z.string(), name: z.string() }),
      hasPassword: z.boolean().meta({ description: 'Whether the address has a password here already.' }),
    })
    .meta({
      id: 'UserInvitation',
      examples: [
        {
          email: 'kim@vendor.example.com',
          name: 'Kim Sample',
          organisation: { id: 'org_01KGHDCQE0TSE27719X13KZBKT', name: 'Example Vendor' },
          hasPassword: false,
        },
      ],
    }),
  refuses: [invitationDead],
  example,
  async run(ctx, { token }) {
    const { email, name, organisationId, organisationName, hasPassword } = await findInvitation(ctx, token)
    const organisation = { id: organisationId, name: organisationName }
    return { output: { email, name, organisation, hasPassword }, changes: [] }
  },
})

export const acceptInvitation = command({
  name: 'user-invitations.accept',
  may: 'public',
  returnsSecret: true,
  summary: 'Join by an invitation',
  description:
    'The user can sign in from then on. An address that has a password keeps it where none is given; a new one ends what it was signed in to.',
  input: z.strictObject({ token: JoinToken, name: text(1, 200), password: Password.optional() }),
  output: z
    .strictObject({ email: z.string() })
    .meta({ id: 'JoinedUser', examples: [{ email: 'kim@vendor.example.com' }] }),
  refuses: [invitationDead],
  example: { ...example, name: 'Kim Sample', password: 'correct horse battery staple' },
  async run(ctx, { token, name, password }) {
    const { email, organisationId, memberId, hasPassword } = await findInvitation(ctx, token)
    if (!hasPassword && password === undefined)
      throw invalidField('password', 'invalid_type', 'Choose a password to sign in by.')
    const passwordHash = password === undefined ? undefined : await hashPassword(password)
    const inside: Context = { ...ctx, organisationId, actor: { kind: 'public', id: memberId, name } }
    await useInvitation(inside, memberId, token)
    const accountId = await openAccount(inside, { email, name, passwordHash })
    await sql`
      update member set account_id = ${accountId}, name = ${name}, updated_at = ${ctx.now()}
      where organisation_id = ${organisationId} and id = ${memberId}`.execute(ctx.db)
    await recordEvents(inside, 'users.join', [{ subjectId: memberId, before: null, after: { email, name } }])
    return { output: { email }, changes: [] }
  },
})

type Invitation = {
  organisationId: string
  organisationName: string
  memberId: string
  email: string
  name: string | null
  hasPassword: boolean
}

async function findInvitation(ctx: Context, token: string): Promise<Invitation> {
  const { rows } = await sql<Invitation>`
    select o.id as "organisationId", o.name as "organisationName", m.id as "memberId", m.email, m.name,
      exists (
        select from account a join account_credential c on c.account_id = a.id and c.provider = 'credential'
        where lower(a.email) = lower(m.email) and c.password_hash is not null) as "hasPassword"
    from invitation_owner w
    join invitation i on i.organisation_id = w.organisation_id and i.member_id = w.member_id and i.hash = w.hash
    join member m on m.organisation_id = i.organisation_id and m.id = i.member_id
    join organisation o on o.id = i.organisation_id
    where w.hash = ${hashOf(token)} and i.expires_at > ${ctx.now()}`.execute(ctx.db)
  const [invitation] = rows
  if (!invitation) throw invitationDead()
  return invitation
}

/** Uses the link up; whoever comes second finds it gone. */
async function useInvitation(ctx: Context, memberId: string, token: string): Promise<void> {
  const { rows } = await sql`
    delete from invitation
    where organisation_id = ${ctx.organisationId} and member_id = ${memberId} and hash = ${hashOf(token)}
      and expires_at > ${ctx.now()}
    returning member_id`.execute(ctx.db)
  if (!rows.length) throw invitationDead()
}
