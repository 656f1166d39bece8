import { type Sql, sql } from '#/platform/database/sql.ts'

export const groupings = [
  'DAY',
  'WEEK',
  'MONTH',
  'LINK',
  'PARTNER',
  'CAMPAIGN',
  'SUB1',
  'SUB2',
  'SUB3',
  'SUB4',
  'SUB5',
] as const
export type Grouping = (typeof groupings)[number]

/**
 * What rows are grouped by: of `d`, the days of clicks, with their link `l` and its partner `p`, and of `c`, the
 * conversions, with their partner `p`.
 */
type Group = {
  ofClicks: Sql
  ofConversions: Sql
  /** What people call the group of `g.key`. */
  name(organisationId: string): Sql
  /** The position of the sub-id, where it is one. */
  sub?: number
  isOfTime?: boolean
}

const own = sql`coalesce(p.merged_into_id, p.id)`
const nameless = () => sql`null::text`
const called = (table: Sql, column: Sql) => (organisationId: string) =>
  sql`(select n.${column} from ${table} n where n.organisation_id = ${organisationId} and n.id = g.key)`

const bySub = (sub: number): Group => ({
  ofClicks: sql`d.value`,
  ofConversions: sql.raw(`c.sub${sub}`),
  name: nameless,
  sub,
})

const byTime = (key: (day: Sql) => Sql): Group => ({
  ofClicks: key(sql`d.day`),
  ofConversions: key(sql`c.day`),
  name: nameless,
  isOfTime: true,
})

export const groups: Record<Grouping, Group> = {
  DAY: byTime((day) => sql`${day}::text`),
  WEEK: byTime((day) => sql`date_trunc('week', ${day}::timestamp)::date::text`),
  MONTH: byTime((day) => sql`to_char(${day}, 'YYYY-MM')`),
  LINK: { ofClicks: sql`d.link_id`, ofConversions: sql`c.link_id`, name: called(sql`affiliate_link`, sql`code`) },
  PARTNER: { ofClicks: own, ofConversions: own, name: called(sql`partner`, sql`name`) },
  CAMPAIGN: { ofClicks: sql`l.campaign_id`, ofConversions: sql`c.campaign_id`, name: called(sql`campaign`, sql`name`) },
  SUB1: bySub(1),
  SUB2: bySub(2),
  SUB3: bySub(3),
  SUB4: bySub(4),
  SUB5: bySub(5),
}
