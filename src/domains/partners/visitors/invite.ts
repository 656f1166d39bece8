import { z } from 'zod'
import type { Context } from '#/kernel/context.ts'
import { command } from '#/kernel/verb.ts'
import { sql } from '#/platform/database/sql.ts'
import { inviteByLetter } from '../own/letters.ts'
import type { Language } from '../own/profile.ts'
import { findVisitor } from './queries.ts'
import { toVisitor, Visitor, visitorNotFound } from './visitor.ts'

export const inviteVisitor = command({
  name: 'visitors.invite',
  may: 'visitors:write',
  summary: 'Invite a visitor to the portal',
  description:
    'Mails the person where the portal is. The letter opens nothing by itself: one enters by a code that is mailed then.',
  input: z.strictObject({ id: z.string() }),
  output: Visitor,
  refuses: [visitorNotFound],
  example: { id: 'vis_01KHR1BGE0K611YWHF5MJ834PQ' },
  async run(ctx, { id }) {
    const visitor = await findVisitor(ctx, id, true)
    const { partner_id: partnerId, email: to } = visitor
    await inviteByLetter(ctx, { to, partnerId, by: nameOf(ctx), language: await languageOf(ctx, id) })
    return { output: toVisitor(visitor), changes: [{ subjectId: id, partnerId, before: null, after: { email: to } }] }
  },
})

/** The language that the visitor has chosen. */
async function languageOf(ctx: Context, id: string): Promise<Language> {
  const { rows } = await sql<{ language: Language | null }>`
    select language from visitor where organisation_id = ${ctx.organisationId} and id = ${id}`.execute(ctx.db)
  return rows[0]?.language ?? 'en'
}

/** A person signs with their name; a program with none, so that the letter speaks for the organisation. */
const nameOf = ({ actor }: Context) => (actor.kind === 'member' ? actor.name : undefined)
