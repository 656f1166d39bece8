import { firstIdAt } from '#/kernel/id.ts'
import { type Sql, sql } from '#/platform/database/sql.ts'
import { reported } from './conversions.ts'
import { groups } from './groups.ts'
import type { Wanted } from './statement.ts'

/** Conversions by key and by the currency of what they earn. */
export function conversionsBy({ organisationId, groupBy, family, campaignId, linkId, ...range }: Wanted): Sql {
  const { ofConversions, isOfTime } = groups[groupBy]
  const which = sql`${madeOn(range)}
    ${campaignId === undefined ? sql`` : sql`and campaign_id = ${campaignId}`}
    ${linkId === undefined ? sql`` : sql`and link_id = ${linkId}`}
    ${family === undefined ? sql`` : sql`and partner_id = any(${family})`}`
  const raw = groupBy === 'PARTNER' ? sql`c.partner_id` : ofConversions
  const counted = sql`
    select ${raw} as key, c.currency, sum(c.earned) as earned, count(*) as many,
      count(*) filter (where c.status = 'pending') as pending, count(*) filter (where c.status = 'review') as review,
      count(*) filter (where c.status = 'accepted') as accepted, count(*) filter (where c.status = 'declined') as declined,
      count(*) filter (where c.status <> 'declined' and c.attributed_by = 'CLICK') as converted
    from (
      select *${isOfTime ? sql`, (created_at at time zone (select time_zone from asked))::date as day` : sql``}
      from ${reported(organisationId, which)} r
    ) c group by 1, 2`
  if (groupBy !== 'PARTNER') return counted
  return sql`
    select ${ofConversions} as key, c.currency, ${summed(['earned', 'many', ...counts])}
    from (${counted}) c join partner p on p.organisation_id = ${organisationId} and p.id = c.key group by 1, 2`
}

/** What is counted of conversions, by columns. */
export const counts = ['pending', 'review', 'accepted', 'declined', 'converted']

/** Sums of columns, under their own names. */
export const summed = (columns: string[]): Sql => sql.raw(columns.map((name) => `sum(${name}) as ${name}`).join(', '))

/** An id tells the time of its making, and no day of any time zone is further away than this: it says where to look. */
const slackDays = 2
const idAround = (day: string, days: number) => firstIdAt('cnv', new Date(Date.parse(day) + days * 86_400_000))
const startOf = (day: Sql) => sql`(select start_of_day(${day}, time_zone) from asked)`

/**
 * Conditions on the days of `asked`'s time zone, both included. How many the ids leave is known from statistics; the times
 * are compared where the planner does not take them for a further one in two hundred.
 */
export const madeOn = ({ from, to }: { from: string; to: string }): Sql => sql`
  and id >= ${idAround(from, -slackDays)} and id < ${idAround(to, 1 + slackDays)}
  and coalesce(created_at >= ${startOf(sql`${from}::date`)} and created_at < ${startOf(sql`${to}::date + 1`)}, false)`
