import { z } from 'zod'
import type { Context } from '#/kernel/context.ts'
import { invalidField } from '#/kernel/error.ts'
import { Json } from '#/kernel/json.ts'
import { TimeZone } from '#/kernel/time-zone.ts'
import { command, difference, query } from '#/kernel/verb.ts'
import { sql } from '#/platform/database/sql.ts'
import { OrganisationName } from './organisation.ts'

const Organisation = z.strictObject({ id: z.string(), name: z.string(), timeZone: z.string() }).meta({
  id: 'Organisation',
  examples: [{ id: 'org_01KGHDCQE0TSE27719X13KZBKT', name: 'Example Vendor', timeZone: 'Europe/Oslo' }],
})
type Organisation = z.infer<typeof Organisation>

export const getOrganisation = query({
  name: 'organisation.get',
  may: 'any',
  summary: 'Get the organisation',
  description: 'The one that the key acts for.',
  input: z.strictObject({}),
  output: Organisation,
  run: (ctx) => findOrganisation(ctx),
})

export const updateOrganisation = command({
  name: 'organisation.update',
  may: 'admin',
  summary: 'Update the organisation',
  description:
    'Changes the fields that are given and no others. Figures by day follow another time zone within a few minutes; ' +
    'until then they go by the old one, and say so.',
  input: z.strictObject({ name: OrganisationName.optional(), timeZone: TimeZone.optional() }),
  output: Organisation,
  example: { timeZone: 'Europe/Oslo' },
  current: async (ctx) => new Json(JSON.stringify(await findOrganisation(ctx, sql`for no key update`))),
  async run(ctx, { name, timeZone }) {
    const before = await findOrganisation(ctx, sql`for no key update`)
    const after = {
      ...before,
      ...(name !== undefined && { name }),
      ...(timeZone !== undefined && { timeZone: await nameOfZone(ctx, timeZone) }),
    }
    const changed = difference(before, after)
    if (!changed) return { output: before, changes: [] }
    await sql`
      update organisation set name = ${after.name}, time_zone = ${after.timeZone} where id = ${ctx.organisationId}`.execute(
      ctx.db,
    )
    return { output: after, changes: [{ subjectId: ctx.organisationId, ...changed }] }
  },
})

async function findOrganisation(ctx: Context, lock = sql``): Promise<Organisation> {
  const { rows } = await sql<Organisation>`
    select id, name, time_zone as "timeZone" from organisation where id = ${ctx.organisationId} ${lock}`.execute(ctx.db)
  const [organisation] = rows
  if (!organisation) throw new Error(`There is no organisation ${ctx.organisationId}.`)
  return organisation
}

/** As the database writes it, which is to reckon with it. */
async function nameOfZone(ctx: Context, timeZone: string): Promise<string> {
  const { rows } = await sql<{ name: string }>`
    select name from pg_timezone_names where lower(name) = lower(${timeZone})`.execute(ctx.db)
  const [zone] = rows
  if (!zone) throw invalidField('timeZone', 'unknown_time_zone', 'The database does not know this time zone.')
  return zone.name
}
