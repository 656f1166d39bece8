import { z } from 'zod'
import type { Context } from '#/kernel/context.ts'
import { query } from '#/kernel/verb.ts'
import { db } from '../tables.ts'
import { originOf } from './domain.ts'

export const EmbedDomains = z.strictObject({ domains: z.array(z.string()) }).meta({
  id: 'EmbedDomains',
  examples: [{ domains: ['app.example.com', 'http://localhost:3000'] }],
})

export const getEmbedDomains = query({
  name: 'embed-domains.get',
  may: 'partners:read',
  summary: 'Get the embed domains',
  description: 'The hosts whose pages may show the portal in a frame; where there are none, nobody may.',
  input: z.strictObject({}),
  output: EmbedDomains,
  run: async (ctx) => ({ domains: await findEmbedDomains(ctx) }),
})

/** In alphabetical order. */
export async function findEmbedDomains(ctx: Pick<Context, 'db' | 'organisationId'>): Promise<string[]> {
  const rows = await db(ctx)
    .selectFrom('embed_domain')
    .select('domain')
    .where('organisation_id', '=', ctx.organisationId)
    .orderBy('domain')
    .execute()
  return rows.map(({ domain }) => domain)
}

/** The origins whose pages may frame the portal. */
export async function findFramers(ctx: Pick<Context, 'db' | 'organisationId'>): Promise<string[]> {
  return (await findEmbedDomains(ctx)).map(originOf)
}
