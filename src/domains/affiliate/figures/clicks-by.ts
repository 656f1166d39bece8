import { type Sql, sql } from '#/platform/database/sql.ts'
import { dayOfClick } from './days.ts'
import { groups } from './groups.ts'
import { dayAfter, wholeMonths } from './range.ts'
import type { Wanted } from './statement.ts'

/** Parts of a `with`: `clicks` by key, and `all_clicks`, which have those without a key. Days are added up by link before anything is joined. */
export function clicksBy(wanted: Wanted): Sql {
  const { groupBy } = wanted
  const { ofClicks, sub, isOfTime } = groups[groupBy]
  const all = isOfTime
    ? days(wanted)
    : sql`select k.link_id, sum(k.clicks) as clicks from (${days(wanted)}) k group by 1`
  if (sub === undefined)
    return sql`
      clicks as materialized (select ${ofClicks} as key, sum(d.clicks) as clicks from (${all}) d ${linksOf(wanted)} group by 1),
      all_clicks as (select clicks from clicks)`
  const ofSub = sql`select k.link_id, k.value, sum(k.clicks) as clicks from (${days(wanted, sub)}) k where k.value is not null group by 1, 2`
  return sql`
    all_clicks as (select d.clicks from (${all}) d ${linksOf(wanted)}),
    clicks as materialized (select ${ofClicks} as key, sum(d.clicks) as clicks from (${ofSub}) d ${linksOf(wanted)} group by 1)`
}

type Of = Pick<Wanted, 'organisationId' | 'from' | 'to' | 'least' | 'linkId' | 'groupBy'>

const ask = (what: string) => sql.raw(`(select ${what} from asked)`)
const asked = { first: ask('first'), ids: ask('ids'), low: ask('low'), high: ask('high'), timeZone: ask('time_zone') }

/** Clicks by day and link, and by sub-id where one is named: what is added up, and what came since. Whole months stand for their days where they do. */
export function days(wanted: Of, sub?: number): Sql {
  const { organisationId, from, to, least, linkId, groupBy } = wanted
  const months = groupBy === 'DAY' || groupBy === 'WEEK' ? undefined : wholeMonths(wanted)
  const [table, fresh] = sub === undefined ? [sql``, sql``] : [sql`sub_`, sql`, c.${sql.raw(`sub${sub}`)} as value`]
  const added = (unit: Sql, which: Sql) => sql`
    select k.${unit} as day, k.link_id, k.clicks${sub === undefined ? sql`` : sql`, k.value`} from click_${table}${unit} k
    where (select is_kept from asked) and k.organisation_id = ${organisationId} and ${which}
      ${sub === undefined ? sql`` : sql`and k.position = ${sub}`} ${linkId === undefined ? sql`` : sql`and k.link_id = ${linkId}`}
    union all`
  return sql`
    ${added(sql`day`, sql`k.day between ${from}::date and ${months ? dayAfter(months.first, -1) : to}::date`)}
    ${months ? added(sql`month`, sql`k.month >= ${months.first}::date and k.month < ${months.end}::date`) : sql``}
    ${months ? added(sql`day`, sql`k.day between ${months.end}::date and ${to}::date`) : sql``}
    select * from (
      select ${dayOfClick(sql`c.id`, asked)} as day, c.link_id, (not c.is_repeat)::int::bigint as clicks${fresh}
      from click c where c.organisation_id = ${organisationId} and c.written_in >= ${least}::bigint and c.written_in >= (select up_to from asked)
        ${linkId === undefined ? sql`` : sql`and c.link_id = ${linkId}`}
    ) tail where day between ${from}::date and ${to}::date`
}

/** The links of the days, where the question is about what they belong to. */
function linksOf({ organisationId, groupBy, family, campaignId }: Wanted): Sql {
  const isAsked = family !== undefined || campaignId !== undefined || groupBy === 'PARTNER' || groupBy === 'CAMPAIGN'
  if (!isAsked) return sql``
  return sql`
    join affiliate_link l on l.organisation_id = ${organisationId} and l.id = d.link_id
      ${campaignId === undefined ? sql`` : sql`and l.campaign_id = ${campaignId}`}
      ${family === undefined ? sql`` : sql`and l.partner_id = any(${family})`}
    join partner p on p.organisation_id = l.organisation_id and p.id = l.partner_id`
}
