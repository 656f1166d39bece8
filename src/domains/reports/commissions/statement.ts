import { monthsOf, type Range } from '#/domains/affiliate/index.ts'
import { planEachTime, type Sql, sql } from '#/platform/database/sql.ts'
import { flowsOf } from './flows.ts'
import type { StoredFlow } from './shape.ts'

export const groupings = ['DAY', 'WEEK', 'MONTH', 'PARTNER', 'PLAN', 'CAMPAIGN'] as const
export type Grouping = (typeof groupings)[number]

export type Wanted = {
  organisationId: string
  /** Days, both included. */
  from: string
  to: string
  groupBy: Grouping
  family: string[] | undefined
  planId: string | undefined
  campaignId: string | undefined
  currency: string | undefined
  limit: number
}

export type Found = {
  timeZone: string
  currency: string
  groups: number
  totals: StoredFlow[]
  rows: { key: string | null; name: string | null; amounts: StoredFlow[] }[]
}

/** What the flows `f` are grouped by, with their partner `p`; and what people call the group of `g.key`. */
const groups: Record<Grouping, { key: Sql; name?: Sql }> = {
  DAY: { key: sql`f.day::text` },
  WEEK: { key: sql`date_trunc('week', f.day::timestamp)::date::text` },
  MONTH: { key: sql`to_char(f.day, 'YYYY-MM')` },
  PARTNER: { key: sql`coalesce(p.merged_into_id, p.id)`, name: sql`partner` },
  PLAN: { key: sql`nullif(f.plan_id, '')`, name: sql`commission_plan` },
  CAMPAIGN: { key: sql`nullif(f.campaign_id, '')`, name: sql`campaign` },
}

/** One statement, so that what is added up and what is not yet are of one moment. */
export function flowsReport(wanted: Wanted): Sql<{ found: Found }> {
  const { organisationId, groupBy, limit } = wanted
  const { key, name } = groups[groupBy]
  const order = name === undefined ? sql`key` : sql`weight desc nulls last, key nulls last`
  return sql<{ found: Found }>`${sql.raw(planEachTime)}
    with asked as materialized (${askedIn(wanted)}),
    flows as (${flowsIn(wanted)}),
    sums as materialized (
      select ${key} as key, f.currency, sum(f.earned) as earned, sum(f.reversed) as reversed, sum(f.paid) as paid
      from flows f ${groupBy === 'PARTNER' ? sql`join partner p on p.organisation_id = ${unknown(organisationId)} and p.id = f.partner_id` : sql``}
      group by 1, 2 ${groupBy === 'PARTNER' ? sql`having sum(f.earned) <> 0 or sum(f.reversed) <> 0 or sum(f.paid) <> 0` : sql``}
    ),
    keyed as (select key, max(earned - reversed) filter (where currency = (select currency from asked)) as weight from sums group by 1),
    shown as (select key, row_number() over (order by ${order}) as place from keyed order by ${order} limit ${limit})
    select json_build_object('timeZone', time_zone, 'currency', currency, 'groups', (select count(*) from keyed),
      'totals', (select coalesce(json_agg(${flow} order by currency), '[]') from (
        select currency, sum(earned) as earned, sum(reversed) as reversed, sum(paid) as paid from sums group by 1) s),
      'rows', (select coalesce(json_agg(json_build_object('key', g.key, 'name', ${nameOf(organisationId, name)}, 'amounts', g.amounts) order by g.place), '[]')
        from (
          select g.key, g.place, json_agg(${flow} order by s.currency) as amounts
          from shown g join sums s on coalesce(s.key, '') = coalesce(g.key, '') group by 1, 2
        ) g)) as found
    from asked`
}

/** In a subselect: by its statistics one that is not in them yet counts as empty, and each partner would be looked for among all. */
const unknown = (organisationId: string): Sql => sql`(select ${organisationId}::text)`

const flow = sql`json_build_object('currency', s.currency, 'earned', s.earned::text, 'reversed', s.reversed::text, 'paid', s.paid::text)`

const nameOf = (organisationId: string, table: Sql | undefined): Sql =>
  table === undefined
    ? sql`null::text`
    : sql`(select n.name from ${table} n where n.organisation_id = ${organisationId} and n.id = g.key)`

const askedIn = ({ organisationId, currency }: Wanted): Sql => sql`
  select coalesce(z.time_zone, o.time_zone) as time_zone,
    coalesce(${currency}::text, (select currency from payout_setting where organisation_id = ${organisationId}), 'USD') as currency
  from organisation o left join commission_figures_zone z on z.organisation_id = o.id where o.id = ${organisationId}`

/** What is added up, and what came since. */
const flowsIn = (wanted: Wanted): Sql => sql`
  ${addedUp(wanted)}
  union all
  ${fresh(wanted)}`

const fresh = (wanted: Wanted): Sql => sql`
  select day, partner_id, plan_id, campaign_id, currency, earned, reversed, paid from (${flowsOf(
    sql`(select * from commission_tail where organisation_id = ${wanted.organisationId}) t`,
    sql`(select time_zone from asked)`,
  )}) t ${which(wanted)}`

/** The partners who were granted anything on some days. No grant is negative, so the currencies may be added to each other here. */
export function earnersIn(range: Pick<Wanted, 'organisationId' | 'from' | 'to'>): Sql<{ ids: string[] }> {
  const none = { family: undefined, planId: undefined, campaignId: undefined, currency: undefined }
  const wanted: Wanted = { ...range, ...none, groupBy: 'PARTNER', limit: 0 }
  const added = partsOfPartners(wanted).map(
    ({ rows, sign }) => sql`select partner_id, ${sign}sum(earned) as earned from ${rows} group by 1`,
  )
  return sql<{ ids: string[] }>`${sql.raw(planEachTime)}
    with asked as materialized (${askedIn(wanted)}),
    earned as (${sql.join([...added, sql`select partner_id, earned from (${fresh(wanted)}) t`], sql` union all `)})
    select coalesce(array_agg(distinct coalesce(p.merged_into_id, p.id)), '{}') as ids
    from (select partner_id from earned group by 1 having sum(earned) > 0) f
    join partner p on p.organisation_id = ${unknown(wanted.organisationId)} and p.id = f.partner_id`
}

/**
 * Of the smallest tables that know the answer: partners have months, all of them together have days. What is asked by partner
 * is summed at once, while the planner can tell from the columns how few groups there will be.
 */
function addedUp(wanted: Wanted): Sql {
  const { organisationId, groupBy, family } = wanted
  if (groupBy === 'PARTNER')
    return sql.join(
      partsOfPartners(wanted).map(
        ({ rows, sign }) => sql`
          select null::date as day, partner_id, null as plan_id, null as campaign_id, currency,
            ${sign}sum(earned) as earned, ${sign}sum(reversed) as reversed, ${sign}sum(paid) as paid
          from ${rows} group by partner_id, currency`,
      ),
      sql` union all `,
    )
  const table = family === undefined ? sql`commission_programme_day` : sql`commission_day`
  return sql`
    select day, ${family === undefined ? sql`null as partner_id` : sql`partner_id`}, plan_id, campaign_id, currency, earned, reversed, paid
    from ${table} ${which(wanted)} and organisation_id = ${organisationId}`
}

/** The rows of partners that together are those of the days: to be added, or where a sign says so to be taken off. */
function partsOfPartners(wanted: Wanted): { rows: Sql; sign: Sql }[] {
  const { organisationId, family, planId, campaignId } = wanted
  const own = sql`organisation_id = ${organisationId}`
  const days = (sign: Sql) => (range: Range) => ({
    rows: sql`commission_day ${which({ ...wanted, ...range })} and ${own}`,
    sign,
  })
  const isOfAll = family === undefined && planId === undefined && campaignId === undefined
  const months = isOfAll ? monthsOf(wanted) : undefined
  if (!months) return [days(sql``)(wanted)]
  const { first, end, plus, minus } = months
  const whole = sql`commission_partner_month where ${own} and month >= ${first}::date and month < ${end}::date ${ofCurrency(wanted)}`
  return [{ rows: whole, sign: sql`` }, ...plus.map(days(sql``)), ...minus.map(days(sql`-`))]
}

const which = (wanted: Wanted): Sql => sql`
  where day between ${wanted.from}::date and ${wanted.to}::date ${ofCurrency(wanted)}
    ${wanted.family === undefined ? sql`` : sql`and partner_id = any(${wanted.family})`}
    ${wanted.planId === undefined ? sql`` : sql`and plan_id = ${wanted.planId} and plan_id <> ''`}
    ${wanted.campaignId === undefined ? sql`` : sql`and campaign_id = ${wanted.campaignId} and campaign_id <> ''`}`

const ofCurrency = ({ currency }: Wanted): Sql => (currency === undefined ? sql`` : sql`and currency = ${currency}`)
