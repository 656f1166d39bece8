import { z } from 'zod'
import type { Context } from '#/kernel/context.ts'
import { query } from '#/kernel/verb.ts'
import { sql } from '#/platform/database/sql.ts'

/** Counting stops here, so that the page of a large programme is as fast as that of a small one. */
const most = 1000

const Used = z.array(z.strictObject({ id: z.string(), partners: z.int().max(most) }))
type Used = z.infer<typeof Used>

const Usage = z.strictObject({ tiers: Used, phases: Used, experienceTemplates: Used }).meta({
  id: 'ProgrammeUsage',
  examples: [
    {
      tiers: [{ id: 'tier_01KH0VS1E0PAXJFYQ6DVG8KF31', partners: 12 }],
      phases: [{ id: 'phase_01KH0VS1E0PAXJFYQ6DVG8KF31', partners: 3 }],
      experienceTemplates: [{ id: 'exp_01KH0VS1E0PAXJFYQ6DVG8KF31', partners: 7 }],
    },
  ],
})

export const getProgrammeUsage = query({
  name: 'programme.usage',
  may: 'partners:read',
  summary: 'Count the partners in each tier, phase and template',
  description: `Archived partners included, merged ones not. Counting stops at ${most}.`,
  input: z.strictObject({}),
  output: Usage,
  run: async (ctx) => ({
    tiers: await used(ctx, 'tier', 'tier_id'),
    phases: await used(ctx, 'phase', 'phase_id'),
    experienceTemplates: await used(ctx, 'experience_template', 'experience_template_id'),
  }),
})

async function used(ctx: Context, table: string, column: string): Promise<Used> {
  const { rows } = await sql<Used[number]>`
    select t.id, (select count(*)::int from (
      select from partner p where p.organisation_id = ${ctx.organisationId} and p.${sql.raw(column)} = t.id
        and p.merged_into_id is null limit ${sql.lit(most)}) n) as partners
    from ${sql.raw(table)} t where t.organisation_id = ${ctx.organisationId} order by t.id`.execute(ctx.db)
  return rows
}
