import { sql } from 'kysely'
import { z } from 'zod'
import type { Context } from '#/kernel/context.ts'
import { hashOf, newSecret } from '#/kernel/secret.ts'
import { refusal } from '#/kernel/error.ts'
import { Email, text } from '#/kernel/text.ts'
import { command } from '#/kernel/verb.ts'
import { recordEvents } from '#/platform/events.ts'
import { tryFindOrganisation } from '../find.ts'
import { insertMember } from '../members/change.ts'
import { openAccount } from './account.ts'
import { hashPassword, Password } from './password.ts'

const firstRunOver = refusal(
  'not_found',
  'FIRST_RUN_OVER',
  'This link was used, or a newer one was printed. Look at what the server printed at its last start, or sign in.',
)

/** Nobody can sign in to the organisation that the root key acts for. */
const nobodyHasJoined = sql`
  not exists (
    select from member m join api_key k on k.organisation_id = m.organisation_id and k.is_root
    where m.account_id is not null)`

/** The link that makes the first member, made anew; undefined where somebody can sign in already. */
export async function prepareFirstRun(ctx: Context): Promise<string | undefined> {
  const token = newSecret()
  const { rows } = await sql`
    update instance set first_run_hash = ${hashOf(token)} where ${nobodyHasJoined} returning is_only`.execute(ctx.db)
  return rows.length ? `${ctx.publicUrl}/console/first-run?token=${token}` : undefined
}

/** Whether the first member is still to be made. */
export async function isFirstRun(ctx: Context): Promise<boolean> {
  const { rows } = await sql`
    select from instance where first_run_hash is not null and ${nobodyHasJoined}`.execute(ctx.db)
  return rows.length > 0
}

export const makeFirstMember = command({
  name: 'first-run.make-member',
  may: 'public',
  returnsSecret: true,
  summary: 'Make the first member',
  description:
    'Makes the first owner of the organisation `Default`, by the link that the server printed at its start. The link works once, and only while nobody can sign in.',
  input: z.strictObject({
    token: text(43, 43).meta({
      description: 'The token of the link.',
      examples: ['n0G9W8uw8de9puyHB9d3xvE_pg3mKBxfeN4_YYsakj8'],
    }),
    email: Email,
    name: text(1, 200),
    password: Password,
    organisationName: text(1, 200)
      .optional()
      .meta({ description: 'What the organisation is to be called from now on.' }),
  }),
  output: z
    .strictObject({ email: z.string() })
    .meta({ id: 'FirstMember', examples: [{ email: 'kim@vendor.example.com' }] }),
  refuses: [firstRunOver],
  example: {
    token: 'n0G9W8uw8de9puyHB9d3xvE_pg3mKBxfeN4_YYsakj8',
    email: 'kim@vendor.example.com',
    name: 'Kim Sample',
    password: 'correct horse battery staple',
  },
  async run(ctx, { token, email, name, password, organisationName }) {
    await useLink(ctx, token)
    const organisation = await tryFindOrganisation(ctx, undefined)
    if (!organisation) throw firstRunOver()
    const inside: Context = { ...ctx, organisationId: organisation.id, actor: { ...ctx.actor, name } }
    if (organisationName) await renameOrganisation(inside, organisation.name, organisationName)
    const accountId = await openAccount(inside, { email, name, passwordHash: await hashPassword(password) })
    await insertOwner(inside, { email, name, accountId })
    return { output: { email }, changes: [] }
  },
})

/** One statement decides: of several who hold the link, one finds it. */
async function useLink(ctx: Context, token: string): Promise<void> {
  const { rows } = await sql`
    update instance set first_run_hash = null
    where first_run_hash = ${hashOf(token)} and ${nobodyHasJoined} returning is_only`.execute(ctx.db)
  if (!rows.length) throw firstRunOver()
}

async function renameOrganisation(ctx: Context, before: string, name: string): Promise<void> {
  if (before === name) return
  await sql`update organisation set name = ${name} where id = ${ctx.organisationId}`.execute(ctx.db)
  const changed = { before: { name: before }, after: { name } }
  await recordEvents(ctx, 'organisation.update', [{ subjectId: ctx.organisationId, ...changed }])
}

type Owner = { email: string; name: string; accountId: string }

/** A member who waits under this address becomes the owner; otherwise one is made. */
async function insertOwner(ctx: Context, { email, name, accountId }: Owner): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    select id from member where organisation_id = ${ctx.organisationId} and lower(email) = lower(${email})`.execute(
    ctx.db,
  )
  const id = rows[0]?.id ?? (await insertMember(ctx, { email, name, role: 'OWNER' })).id
  await sql`
    update member set account_id = ${accountId}, name = ${name}, role = 'OWNER', updated_at = ${ctx.now()}
    where organisation_id = ${ctx.organisationId} and id = ${id}`.execute(ctx.db)
  const after = { email, name, role: 'OWNER' }
  await recordEvents(ctx, 'first-run.make-member', [{ subjectId: id, before: null, after }])
}
