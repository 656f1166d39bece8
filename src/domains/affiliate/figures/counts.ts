import type { Context } from '#/kernel/context.ts'
import { sql } from '#/platform/database/sql.ts'

export type LinkCounts = { clicks: number; conversions: number }

/** What has come of links: visits, repeated ones left out, and conversions, declined ones left out. One without either is not in the answer. */
export async function countsOfLinks(ctx: Context, linkIds: string[]): Promise<Map<string, LinkCounts>> {
  if (!linkIds.length) return new Map()
  const { rows } = await sql<LinkCounts & { id: string }>`
    select l.id, k.clicks::integer as clicks, v.conversions::integer as conversions
    from unnest(${linkIds}::text[]) as l(id)
    cross join lateral (select count(*) as clicks from click
      where organisation_id = ${ctx.organisationId} and link_id = l.id and not is_repeat) k
    cross join lateral (select count(*) as conversions from conversion
      where organisation_id = ${ctx.organisationId} and link_id = l.id and status <> 'declined') v`.execute(ctx.db)
  return new Map(rows.map(({ id, ...counts }) => [id, counts]))
}
