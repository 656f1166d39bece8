import { z } from 'zod'
import type { Context } from '#/kernel/context.ts'
import { command, difference, query } from '#/kernel/verb.ts'
import { sql } from '#/platform/database/sql.ts'
import { visitorFields } from '../visitors/visitor.ts'
import { visitorIn } from './visitor.ts'

export const Language = z.enum(['en', 'de', 'fr', 'nl', 'es'])
export type Language = z.infer<typeof Language>

const Profile = z
  .strictObject({
    id: z.string(),
    email: z.string(),
    name: z.string().nullable(),
    language: Language.nullable().meta({ description: 'Of the pages and letters; null: nobody has chosen.' }),
  })
  .meta({
    id: 'PortalProfile',
    examples: [
      { id: 'vis_01KHR1BGE0K611YWHF5MJ834PQ', email: 'robin@larkspur.example.com', name: 'Robin', language: 'de' },
    ],
  })
type Profile = z.infer<typeof Profile>

export const getOwnProfile = query({
  name: 'portal.profile',
  may: 'visitor',
  summary: 'Get one’s own profile',
  input: z.strictObject({}),
  output: Profile,
  run: (ctx) => findProfile(ctx),
})

export const updateOwnProfile = command({
  name: 'portal.update-profile',
  may: 'visitor',
  summary: 'Change one’s own name and language',
  description: 'Changes the keys that are given. The e-mail address is one’s identity: the programme changes it.',
  input: z.strictObject({ name: visitorFields.name.optional(), language: Language.nullable().optional() }),
  output: Profile,
  example: { language: 'de' },
  async run(ctx, given) {
    const { id, partnerId } = visitorIn(ctx)
    const was = await findProfile(ctx, { lock: true })
    const changed = difference(was, given)
    if (!changed) return { output: was, changes: [] }
    const { name, language } = { ...was, ...given }
    await sql`
      update visitor set name = ${name}, language = ${language}, updated_at = ${ctx.now()}
      where organisation_id = ${ctx.organisationId} and id = ${id}`.execute(ctx.db)
    return {
      output: { ...was, name, language },
      changes: [{ type: 'visitors.update', subjectId: id, partnerId, ...changed }],
    }
  },
})

async function findProfile(ctx: Context, { lock = false } = {}): Promise<Profile> {
  const { rows } = await sql<Profile>`
    select id, email, name, language from visitor where organisation_id = ${ctx.organisationId} and id = ${visitorIn(ctx).id}
    ${lock ? sql.raw('for no key update') : sql``}`.execute(ctx.db)
  const [row] = rows
  if (!row) throw new Error('The visitor was there a moment ago.')
  return row
}

export type OwnAddress = { email: string; language: Language | null }

/** The e-mail address of the visitor who acts, and the language that was chosen. */
export async function findOwnAddress(ctx: Context): Promise<OwnAddress> {
  return await findProfile(ctx)
}
