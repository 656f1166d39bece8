import type { Context } from '#/kernel/context.ts'
import { sql } from '#/platform/database/sql.ts'
import { clicksIn } from './clicks-by.ts'
import { madeOn } from './conversions-by.ts'
import { reported } from './conversions.ts'
import { asOfMark } from './mark.ts'
import type { Range } from './range.ts'
import { findMark } from './report.ts'
import { askedIn } from './statement.ts'

/** The partners whose links were clicked, or who led to a conversion that is not declined, on some days of the organisation's time zone. */
export async function findVisitedPartners(ctx: Context, range: Range): Promise<string[]> {
  const { organisationId } = ctx
  const mark = await findMark(ctx)
  const found = await asOfMark(mark.least, async (least) => {
    const clicks = clicksIn({ organisationId, ...range, least, linkId: undefined, groupBy: 'LINK' }, 'link_id')
    const { rows } = await sql<{ upTo: string; ids: string[] }>`
      with asked as materialized (${askedIn(organisationId)})
      select (select up_to::text from asked) as "upTo", coalesce(array_agg(distinct coalesce(p.merged_into_id, p.id)), '{}') as ids
      from (
        select l.partner_id from (${clicks}) d
        join affiliate_link l on l.organisation_id = (select ${organisationId}::text) and l.id = d.link_id where d.clicks > 0
        union
        select distinct partner_id from ${reported(organisationId, sql`${madeOn(range)} and status <> 'declined'`)} c
      ) a join partner p on p.organisation_id = (select ${organisationId}::text) and p.id = a.partner_id`.execute(
      ctx.db,
    )
    return rows[0] ?? { upTo: least, ids: [] }
  })
  return found.ids
}
