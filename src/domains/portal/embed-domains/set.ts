import { z } from 'zod'
import type { Context } from '#/kernel/context.ts'
import { command, difference } from '#/kernel/verb.ts'
import { oneAtATime } from '#/platform/perform.ts'
import { db } from '../tables.ts'
import { EmbedDomain } from './domain.ts'
import { EmbedDomains, findEmbedDomains } from './queries.ts'

const most = 100

export const setEmbedDomains = command({
  name: 'embed-domains.set',
  may: 'partners:write',
  summary: 'Set the embed domains',
  description:
    'Replaces the hosts whose pages may show the portal in a frame, 100 at most. Each subdomain is listed; a scheme is only needed for `http://localhost`. It counts from the next page that is opened.',
  input: z.strictObject({ domains: z.array(EmbedDomain).max(most) }),
  output: EmbedDomains,
  example: { domains: ['app.example.com', 'http://localhost:3000'] },
  async run(ctx, input) {
    const wanted = [...new Set(input.domains)].sort()
    await oneAtATime(ctx, 'embed domains')
    const before = await findEmbedDomains(ctx)
    const output = { domains: wanted }
    const changed = difference({ domains: before }, output)
    if (!changed) return { output, changes: [] }
    await replace(ctx, wanted)
    return { output, changes: [{ subjectId: ctx.organisationId, ...changed }] }
  },
})

async function replace(ctx: Context, domains: string[]): Promise<void> {
  await db(ctx).deleteFrom('embed_domain').where('organisation_id', '=', ctx.organisationId).execute()
  if (!domains.length) return
  const rows = domains.map((domain) => ({ organisation_id: ctx.organisationId, domain, created_at: ctx.now() }))
  await db(ctx).insertInto('embed_domain').values(rows).execute()
}
