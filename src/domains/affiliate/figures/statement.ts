import { type Sql, sql } from '#/platform/database/sql.ts'
import { clicksBy } from './clicks-by.ts'
import { conversionsBy, counts, summed } from './conversions-by.ts'
import { lastDays } from './days.ts'
import { type Grouping, groups } from './groups.ts'
import { isKept, upTo } from './mark.ts'

export type Wanted = {
  organisationId: string
  /** Days, both included. */
  from: string
  to: string
  groupBy: Grouping
  family: string[] | undefined
  campaignId: string | undefined
  linkId: string | undefined
  limit: number
  /** A mark that was read before: the tail is looked for from here, so that the planner knows how short it is. */
  least: string
}

/** `earned` in minor units; numbers of clicks and conversions are far below what a double holds. */
export type Tally = {
  clicks: number
  pending: number
  review: number
  accepted: number
  declined: number
  converted: number
  earned: { currency: string; minor: string }[] | null
}

export type Found = {
  timeZone: string
  upTo: string
  groups: number
  total: Tally
  rows: (Tally & { key: string; name: string | null })[]
}

/** What is asked about: up to where clicks are added up, in which time zone, and the last days there. */
export const askedIn = (organisationId: string): Sql => sql`
  select z.*, l.* from (
    select ${upTo} as up_to, ${isKept} as is_kept, coalesce(z.time_zone, o.time_zone) as time_zone
    from organisation o left join click_figures_zone z on z.organisation_id = o.id where o.id = ${organisationId}
  ) z cross join lateral (${lastDays(sql`z.time_zone`, 30)}) l`

/** One statement, so that what is added up, what is not yet, the conversions and their lines are of one moment. */
export function figures(wanted: Wanted): Sql<{ found: Found }> {
  const { organisationId, groupBy, limit } = wanted
  const group = groups[groupBy]
  const order = group.isOfTime ? sql`key` : sql`clicks desc, conversions desc, key`
  return sql<{ found: Found }>`
    with asked as materialized (${askedIn(organisationId)}),
    ${clicksBy(wanted)},
    conversions as materialized (${conversionsBy(wanted)}),
    keyed as (
      select key, sum(clicks) as clicks, sum(conversions) as conversions from (
        select key, clicks, 0 as conversions from clicks union all select key, 0, many from conversions
      ) both_of where key is not null group by key
    ),
    shown as (select * from keyed order by ${order} limit ${limit}),
    earned as (select currency, ${summed(['earned', ...counts])} from conversions group by currency),
    earned_by_key as (select key, ${tallied} from conversions where key in (select key from shown) group by key)
    select json_build_object('timeZone', time_zone, 'upTo', up_to::text, 'groups', (select count(*) from keyed),
      'total', (select ${tally(sql`(select sum(clicks) from all_clicks)`)} from (select ${tallied} from earned) t),
      'rows', (select coalesce(json_agg(${tally(sql`g.clicks`)}::jsonb
        || jsonb_build_object('key', g.key, 'name', ${group.name(organisationId)}) order by ${order}), '[]')
        from shown g left join earned_by_key t using (key))) as found
    from asked`
}

/** Of conversions of one row a currency. */
const tallied = sql`
  ${summed(counts)},
  json_agg(json_build_object('currency', currency, 'minor', earned::text) order by currency) filter (where currency is not null) as earned`

const tally = (clicks: Sql): Sql => sql`
  json_build_object('clicks', coalesce(${clicks}, 0), ${sql.raw(counts.map((name) => `'${name}', coalesce(t.${name}, 0)`).join(', '))}, 'earned', t.earned)`
