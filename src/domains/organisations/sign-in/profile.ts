import { sql } from 'kysely'
import { z } from 'zod'
import type { Context } from '#/kernel/context.ts'
import { invalidField, refusal } from '#/kernel/error.ts'
import { text } from '#/kernel/text.ts'
import { command, difference, query } from '#/kernel/verb.ts'
import { MemberRoleName } from '../members/member.ts'
import { scopesOfRole } from '../members/roles.ts'
import { setPassword, tryFindPasswordHash } from './account.ts'
import { currentMember, type CurrentMember } from './current.ts'
import { GivenPassword, hashPassword, Password, verifyPassword } from './password.ts'

const Profile = z
  .strictObject({
    member: z.strictObject({
      id: z.string(),
      email: z.string(),
      name: z.string().nullable(),
      role: MemberRoleName,
    }),
    scopes: z.array(z.string()).meta({ description: 'What the role allows; `admin` is everything.' }),
    hasPassword: z.boolean(),
    organisation: z.strictObject({ id: z.string(), name: z.string(), timeZone: z.string() }),
    organisations: z
      .array(z.strictObject({ id: z.string(), name: z.string(), role: MemberRoleName }))
      .meta({ description: 'Every organisation that you are a member of, by name.' }),
  })
  .meta({
    id: 'Profile',
    examples: [
      {
        member: {
          id: 'user_01KHGA5BE0P30W3HYFGD6GTMMK',
          email: 'kim@vendor.example.com',
          name: 'Kim Sample',
          role: 'ADMIN',
        },
        scopes: ['admin'],
        hasPassword: true,
        organisation: { id: 'org_01KGHDCQE0TSE27719X13KZBKT', name: 'Example Vendor', timeZone: 'Europe/Oslo' },
        organisations: [{ id: 'org_01KGHDCQE0TSE27719X13KZBKT', name: 'Example Vendor', role: 'ADMIN' }],
      },
    ],
  })
type Profile = z.infer<typeof Profile>

export const getProfile = query({
  name: 'profile.get',
  may: 'member',
  summary: 'Get your profile',
  description: 'Who you are in the console, what your role allows, and the organisations that you can switch between.',
  input: z.strictObject({}),
  output: Profile,
  run: async (ctx) => await profileOf(ctx, await currentMember(ctx)),
})

const wrongPassword = refusal('forbidden', 'WRONG_PASSWORD', 'That is not your password. Type the one you sign in by.')

export const updateProfile = command({
  name: 'profile.update',
  may: 'member',
  summary: 'Update your profile',
  description:
    'Changes the fields that are given and no others. A new password asks for the one before, where there is one, and ends your other sessions.',
  input: z.strictObject({
    name: text(1, 200).optional(),
    currentPassword: GivenPassword.optional(),
    newPassword: Password.optional(),
  }),
  output: Profile,
  refuses: [wrongPassword],
  example: { name: 'Kim Sample' },
  async run(ctx, { name, currentPassword, newPassword }) {
    const me = await currentMember(ctx)
    if (newPassword !== undefined) await changePassword(ctx, me, { currentPassword, newPassword })
    const renamed = name === undefined ? null : difference({ name: me.name }, { name })
    if (renamed)
      await sql`
        update member set name = ${name}, updated_at = ${ctx.now()}
        where organisation_id = ${ctx.organisationId} and id = ${me.id}`.execute(ctx.db)
    const output = await profileOf(ctx, await currentMember(ctx))
    return {
      output,
      changes: [
        ...(renamed ? [{ subjectId: me.id, ...renamed }] : []),
        ...(newPassword === undefined
          ? []
          : [{ type: 'profile.set-password', subjectId: me.id, before: null, after: null }]),
      ],
    }
  },
})

type Passwords = { currentPassword: string | undefined; newPassword: string }

async function changePassword(ctx: Context, me: CurrentMember, { currentPassword, newPassword }: Passwords) {
  const hash = await tryFindPasswordHash(ctx.db, me.accountId)
  if (hash !== undefined) {
    if (currentPassword === undefined)
      throw invalidField('currentPassword', 'invalid_type', 'Type the password that you sign in by.')
    if (!(await verifyPassword({ hash, password: currentPassword }))) throw wrongPassword()
  }
  await setPassword(ctx, me.accountId, { passwordHash: await hashPassword(newPassword), except: me.sessionId })
}

async function profileOf(ctx: Context, { accountId, ...me }: CurrentMember): Promise<Profile> {
  const { rows } = await sql<Profile['organisations'][number] & { timeZone: string }>`
    select o.id, o.name, m.role, o.time_zone as "timeZone"
    from member m join organisation o on o.id = m.organisation_id
    where m.account_id = ${accountId} order by lower(o.name), o.id`.execute(ctx.db)
  const own = rows.find((organisation) => organisation.id === ctx.organisationId)
  return {
    member: { id: me.id, email: me.email, name: me.name, role: me.role },
    scopes: [...scopesOfRole(me.role)],
    hasPassword: (await tryFindPasswordHash(ctx.db, accountId)) !== undefined,
    organisation: { id: ctx.organisationId, name: own?.name ?? '', timeZone: own?.timeZone ?? 'UTC' },
    organisations: rows.map(({ id, name, role }) => ({ id, name, role })),
  }
}

const organisationNotFound = refusal('not_found', 'ORGANISATION_NOT_FOUND', 'You are a member of no such organisation.')

export const switchOrganisation = command({
  name: 'profile.switch-organisation',
  may: 'member',
  summary: 'Switch to another organisation',
  description: 'Your session goes on in another organisation that you are a member of.',
  input: z.strictObject({ organisationId: z.string() }),
  output: Profile,
  refuses: [organisationNotFound],
  example: { organisationId: 'org_01KGHDCQE0TSE27719X13KZBKT' },
  async run(ctx, { organisationId }) {
    const { accountId, sessionId } = await currentMember(ctx)
    const { rows } = await sql<Omit<CurrentMember, 'sessionId'>>`
      update account_session s set organisation_id = m.organisation_id
      from member m
      where s.id = ${sessionId} and s.account_id = ${accountId}
        and m.account_id = s.account_id and m.organisation_id = ${organisationId}
      returning m.id, m.email, m.name, m.role, m.account_id as "accountId"`.execute(ctx.db)
    const [there] = rows
    if (!there) throw organisationNotFound()
    return { output: await profileOf({ ...ctx, organisationId }, { ...there, sessionId }), changes: [] }
  },
})
