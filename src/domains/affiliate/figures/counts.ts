import type { Context } from '#/kernel/context.ts'
import { sql } from '#/platform/database/sql.ts'
import { isKept, upTo } from './mark.ts'

export type LinkCounts = { clicks: number; conversions: number }

/** What has come of links: visits, repeated ones left out, and conversions, declined ones left out. One without either is not in the answer. */
export async function countsOfLinks(ctx: Context, linkIds: string[]): Promise<Map<string, LinkCounts>> {
  if (!linkIds.length) return new Map()
  const mark = await sql<{ least: string }>`select ${upTo}::text as least`.execute(ctx.db)
  let least = mark.rows[0]?.least ?? '0'
  for (;;) {
    const rows = await count(ctx, linkIds, least)
    const reached = rows[0]?.upTo ?? least
    if (BigInt(reached) >= BigInt(least)) return new Map(rows.map(({ id, upTo: _upTo, ...counts }) => [id, counts]))
    least = reached
  }
}

/** The tail is looked for from a mark that was read before, so that the planner knows how short it is. */
async function count(ctx: Context, linkIds: string[], least: string) {
  const { rows } = await sql<LinkCounts & { id: string; upTo: string }>`
    with mark as materialized (select ${upTo} as up_to, ${isKept} as is_kept),
    tail as materialized (
      select link_id, count(*) as clicks from click
      where organisation_id = ${ctx.organisationId} and written_in >= ${least}::bigint and written_in >= (select up_to from mark)
        and link_id = any(${linkIds}) and not is_repeat group by link_id
    )
    select l.id, (coalesce(k.clicks, 0) + coalesce(t.clicks, 0))::integer as clicks, v.conversions::integer as conversions, m.up_to::text as "upTo"
    from mark m cross join unnest(${linkIds}::text[]) as l(id) left join tail t on t.link_id = l.id
    cross join lateral (select sum(clicks) as clicks from click_day
      where organisation_id = ${ctx.organisationId} and link_id = l.id and m.is_kept) k
    cross join lateral (select count(*) as conversions from conversion
      where organisation_id = ${ctx.organisationId} and link_id = l.id and status <> 'declined') v`.execute(ctx.db)
  return rows
}
