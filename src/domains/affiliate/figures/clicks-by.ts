import { type Sql, sql } from '#/platform/database/sql.ts'
import { dayOfClick } from './days.ts'
import { groups } from './groups.ts'
import type { Wanted } from './statement.ts'

/** Parts of a `with`: `clicks` by key, and `all_clicks`, which have those without a key. Days are added up by link before anything is joined. */
export function clicksBy(wanted: Wanted): Sql {
  const { groupBy } = wanted
  const { ofClicks, sub } = groups[groupBy]
  const all =
    groupBy === 'DAY'
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

const ask = (what: string) => sql.raw(`(select ${what} from asked)`)
const asked = { first: ask('first'), ids: ask('ids'), low: ask('low'), high: ask('high'), timeZone: ask('time_zone') }

/** Clicks by day and link, and by sub-id where one is named: what is added up, and what came since. */
function days({ organisationId, from, to, least, linkId }: Wanted, sub?: number): Sql {
  const [table, kept, fresh] =
    sub === undefined
      ? [sql`click_day`, sql``, sql``]
      : [sql`click_sub_day`, sql`, k.value`, sql`, c.${sql.raw(`sub${sub}`)} as value`]
  return sql`
    select k.day, k.link_id, k.clicks${kept} from ${table} k
    where (select is_kept from asked) and k.organisation_id = ${organisationId} and k.day between ${from}::date and ${to}::date
      ${sub === undefined ? sql`` : sql`and k.position = ${sub}`} ${linkId === undefined ? sql`` : sql`and k.link_id = ${linkId}`}
    union all
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
