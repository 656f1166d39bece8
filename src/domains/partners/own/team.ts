import { z } from 'zod'
import type { Context } from '#/kernel/context.ts'
import { refusal } from '#/kernel/error.ts'
import { fromCursor, page, pageInput, toPage } from '#/kernel/page.ts'
import { Reference } from '#/kernel/text.ts'
import { DateTime } from '#/kernel/time.ts'
import { command, query } from '#/kernel/verb.ts'
import { sql, type Sql } from '#/platform/database/sql.ts'
import { visitorFields, visitorNotFound } from '../visitors/visitor.ts'
import { inviteByLetter, tellOfRemoval } from './letters.ts'
import { mayManageRefuses, seeThatMayManage } from './may-manage.ts'
import { findOwnAddress, type Language } from './profile.ts'
import { visitorIn } from './visitor.ts'

const exampleId = 'vis_01KHR1BGE0K611YWHF5MJ834PQ'

const Colleague = z
  .strictObject({
    id: z.string(),
    email: z.string(),
    name: z.string().nullable(),
    isManager: z.boolean().meta({ description: 'Named by the programme to speak for the partner.' }),
    isYou: z.boolean(),
    createdAt: DateTime,
  })
  .meta({
    id: 'PortalColleague',
    examples: [
      {
        id: exampleId,
        email: 'robin@larkspur.example.com',
        name: 'Robin',
        isManager: true,
        isYou: false,
        createdAt: '2026-02-03T09:30:00.000Z',
      },
    ],
  })
type Row = { id: string; email: string; name: string | null; isManager: boolean; createdAt: Date }

async function colleagues(ctx: Context, which: Sql): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select v.id, v.email, v.name, p.manager_id is not distinct from v.id as "isManager", v.created_at as "createdAt"
    from visitor v join partner p on p.organisation_id = v.organisation_id and p.id = v.partner_id
    where v.organisation_id = ${ctx.organisationId} and v.partner_id = ${visitorIn(ctx).partnerId} ${which}`.execute(
    ctx.db,
  )
  return rows
}

const toColleague = (ctx: Context) => (row: Row) => ({
  ...row,
  isYou: row.id === visitorIn(ctx).id,
  createdAt: row.createdAt.toISOString(),
})

const order = 'portal-team'

export const listTeam = query({
  name: 'portal.team',
  may: 'visitor',
  summary: 'List the people of one’s partner',
  description: 'Those who may enter the portal, newest first. All of them see and may do the same.',
  input: z.strictObject(pageInput),
  output: page(Colleague),
  async run(ctx, { limit, cursor }) {
    const [after] = fromCursor(ctx, order, cursor) ?? []
    const beyond = after === undefined ? sql`` : sql`and v.id < ${after}`
    const rows = await colleagues(ctx, sql`${beyond} order by v.id desc limit ${limit + 1}`)
    return toPage(ctx, rows, { limit, order, position: ({ id }) => [id], item: toColleague(ctx) })
  },
})

const cannotInvite = refusal(
  'conflict',
  'CANNOT_INVITE',
  'This address cannot be invited. Ask your contact at the programme to let this person in.',
)
const alreadyThere = refusal('conflict', 'ALREADY_IN_TEAM', 'This person is in your team already.')

export const inviteColleague = command({
  name: 'portal.invite',
  may: 'visitor',
  creates: true,
  summary: 'Invite a colleague to the portal',
  description:
    'The person gets a letter and enters by a code that is mailed. Each address is with one partner at most.',
  input: z.strictObject({ email: visitorFields.email, name: visitorFields.name.optional() }),
  output: Colleague,
  refuses: [cannotInvite, alreadyThere, ...mayManageRefuses],
  example: { email: 'sam@larkspur.example.com', name: 'Sam' },
  async run(ctx, { email, name = null }) {
    const { partnerId } = visitorIn(ctx)
    await seeThatMayManage(ctx)
    const id = ctx.newId('vis')
    const { rows } = await sql`
      insert into visitor (organisation_id, id, partner_id, email, name, created_at, updated_at)
      values (${ctx.organisationId}, ${id}, ${partnerId}, ${email}, ${name}, ${ctx.now()}, ${ctx.now()})
      on conflict (organisation_id, lower(email)) do nothing returning id`.execute(ctx.db)
    if (!rows.length) throw (await isColleague(ctx, email)) ? alreadyThere() : cannotInvite()
    // Not by the name, which one chooses oneself: strangers read this letter.
    const { email: by, language } = await findOwnAddress(ctx)
    await inviteByLetter(ctx, { to: email, partnerId, by, language: language ?? 'en' })
    const after = { email, name, partnerId }
    const output = { id, email, name, isManager: false, isYou: false, createdAt: ctx.now().toISOString() }
    return { output, changes: [{ type: 'visitors.create', subjectId: id, partnerId, before: null, after }] }
  },
})

const isColleague = async (ctx: Context, email: string): Promise<boolean> =>
  (await colleagues(ctx, sql`and lower(v.email) = lower(${email})`)).length > 0

const yourself = refusal('invalid', 'CANNOT_REMOVE_YOURSELF', 'You cannot remove yourself. Ask a colleague to do it.')
const theManager = refusal(
  'invalid',
  'CANNOT_REMOVE_MANAGER',
  'This person speaks for your company towards the programme. Ask your contact there to name another first.',
)

export const removeColleague = command({
  name: 'portal.remove-colleague',
  may: 'visitor',
  summary: 'Remove a colleague from the portal',
  description:
    'The person is out at once, and is told so by mail. Nobody removes themself, and the manager is changed by the programme alone.',
  input: z.strictObject({ id: Reference }),
  output: z.undefined(),
  refuses: [visitorNotFound, yourself, theManager, ...mayManageRefuses],
  example: { id: exampleId },
  async run(ctx, { id }) {
    const { id: own, partnerId } = visitorIn(ctx)
    await holdTeam(ctx)
    const [row] = await colleagues(ctx, sql`and v.id = ${id} for update of v`)
    if (!row) throw visitorNotFound()
    if (id === own) throw yourself()
    if (row.isManager) throw theManager()
    // Of two who remove each other the second is out already, and the last person stays.
    if (!(await colleagues(ctx, sql`and v.id = ${own}`)).length) throw visitorNotFound()
    await seeThatMayManage(ctx)
    await removeAndTell(ctx, row)
    const before = { email: row.email, name: row.name, partnerId }
    return { output: undefined, changes: [{ type: 'visitors.delete', subjectId: id, partnerId, before, after: null }] }
  },
})

async function removeAndTell(ctx: Context, { id, email: to }: Row): Promise<void> {
  const { rows } = await sql<{ language: Language | null }>`
    delete from visitor where organisation_id = ${ctx.organisationId} and id = ${id} returning language`.execute(ctx.db)
  const { email: by, language } = await findOwnAddress(ctx)
  await tellOfRemoval(ctx, {
    to,
    partnerId: visitorIn(ctx).partnerId,
    by,
    language: rows[0]?.language ?? language ?? 'en',
  })
}

/** Whoever removes somebody or becomes the manager waits for the others: both change the partner's row or lock it. */
async function holdTeam(ctx: Context): Promise<void> {
  await sql`
    select from partner where organisation_id = ${ctx.organisationId} and id = ${visitorIn(ctx).partnerId} for no key update`.execute(
    ctx.db,
  )
}
