import { type Sql, sql } from '#/platform/database/sql.ts'
import { dayOfClick } from './days.ts'
import { groups } from './groups.ts'
import { type Range, monthsOf } from './range.ts'
import type { Wanted } from './statement.ts'

/**
 * Parts of a `with`: `clicks` by key, and `all_clicks`, which have those without a key. What is read is summed at once by
 * the one column that the key needs, and only the sums are joined.
 */
export function clicksBy(wanted: Wanted): Sql {
  const { organisationId, groupBy, family, campaignId } = wanted
  const { ofClicks, sub, isOfTime } = groups[groupBy]
  const isOfSome = family !== undefined || campaignId !== undefined
  const of = { ...wanted, links: isOfSome ? sql`(select id from asked_links)` : undefined }
  const by = sub === undefined ? (isOfTime ? 'day' : 'link_id') : 'value'
  const hasOwner = groupBy === 'PARTNER' || groupBy === 'CAMPAIGN'
  return sql`
    ${isOfSome ? sql`asked_links as materialized (${linksOf(wanted)}),` : sql``}
    clicks as materialized (
      select ${ofClicks} as key, sum(d.clicks) as clicks from (${clicksIn(of, by, sub)}) d ${hasOwner ? ownersOf(organisationId) : sql``}
      where d.visits > 0 group by 1
    ),
    all_clicks as (select clicks from ${sub === undefined ? sql`clicks` : sql`(${clicksIn(of, 'day')}) d`})`
}

const linksOf = ({ organisationId, family, campaignId }: Wanted): Sql => sql`
  select id from affiliate_link where organisation_id = ${organisationId}
    ${campaignId === undefined ? sql`` : sql`and campaign_id = ${campaignId}`}
    ${family === undefined ? sql`` : sql`and partner_id = any(${family})`}`

const ownersOf = (organisationId: string): Sql => sql`
  join affiliate_link l on l.organisation_id = ${organisationId} and l.id = d.link_id
  join partner p on p.organisation_id = l.organisation_id and p.id = l.partner_id`

type Of = Pick<Wanted, 'organisationId' | 'from' | 'to' | 'least' | 'linkId' | 'groupBy'> & {
  /** Their ids, where only some are asked about. */
  links?: Sql | undefined
}
/** `value` is that of a sub-id. */
type Column = 'day' | 'link_id' | 'value'

/**
 * Clicks, and with repeats visits, by a column: what is added up, and what came since. Whole months stand for their days where
 * they do.
 */
export function clicksIn(of: Of, by: Column, sub?: number): Sql {
  const days = (range: Range, sign = sql``) =>
    addedUp(of, { unit: 'day', by, sub, sign }, sql`k.day between ${range.from}::date and ${range.to}::date`)
  const months = of.groupBy === 'DAY' || of.groupBy === 'WEEK' ? undefined : monthsOf(of)
  const added = months
    ? [
        addedUp(
          of,
          { unit: 'month', by, sub, sign: sql`` },
          sql`k.month >= ${months.first}::date and k.month < ${months.end}::date`,
        ),
        ...months.plus.map((range) => days(range)),
        ...months.minus.map((range) => days(range, sql`-`)),
      ]
    : [days(of)]
  return sql`
    select key as ${sql.raw(by)}, sum(clicks) as clicks, sum(visits) as visits
    from (${sql.join([...added, since(of, by, sub)], sql` union all `)}) k group by 1`
}

type Table = { unit: 'day' | 'month'; by: Column; sub: number | undefined; sign: Sql }

function addedUp(of: Of, { unit, by, sub, sign }: Table, which: Sql): Sql {
  const table = sql.raw(`click_${sub === undefined ? '' : 'sub_'}${unit}`)
  return sql`
    select ${keyOf(of, sql.raw(`k.${by === 'day' ? unit : by}`), by)} as key,
      ${sign}sum(k.clicks) as clicks, ${sign}sum(k.clicks + k.repeats) as visits
    from ${table} k where (select is_kept from asked) and ${ofLinks(of, sql`k`)} and ${which}
      ${sub === undefined ? sql`` : sql`and k.position = ${sub}`}
    group by 1`
}

/** Months are of one day each, so that days can be taken off them. */
const keyOf = ({ groupBy }: Of, column: Sql, by: Column): Sql =>
  by === 'day' && groupBy === 'MONTH' ? sql`date_trunc('month', ${column}::timestamp)::date` : column

const ofLinks = ({ organisationId, linkId, links }: Of, table: Sql): Sql => sql`
  ${table}.organisation_id = ${organisationId} ${linkId === undefined ? sql`` : sql`and ${table}.link_id = ${linkId}`}
    ${links === undefined ? sql`` : sql`and ${table}.link_id in ${links}`}`

const ask = (what: string) => sql.raw(`(select ${what} from asked)`)
const asked = { first: ask('first'), ids: ask('ids'), low: ask('low'), high: ask('high'), timeZone: ask('time_zone') }

/** By the ids that the days begin with: only where days are told apart must each click say its own. */
function since(of: Of, by: Column, sub: number | undefined): Sql {
  const idAt = (day: Sql) => sql`(select click_id_at(start_of_day(${day}, time_zone)) collate "C" from asked)`
  const key = { day: dayOfClick(sql`c.id`, asked), link_id: sql`c.link_id`, value: sql.raw(`c.sub${sub}`) }[by]
  return sql`
    select ${keyOf(of, key, by)} as key, count(*) filter (where not c.is_repeat) as clicks, count(*) as visits
    from click c where ${ofLinks(of, sql`c`)} and c.written_in >= ${of.least}::bigint and c.written_in >= (select up_to from asked)
      and c.id >= ${idAt(sql`${of.from}::date`)} and c.id < ${idAt(sql`${of.to}::date + 1`)}
      ${sub === undefined ? sql`` : sql`and c.sub${sql.raw(String(sub))} is not null`}
    group by 1`
}
