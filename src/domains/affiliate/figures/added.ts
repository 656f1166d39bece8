import { type Sql, sql } from '#/platform/database/sql.ts'
import { dayOfClick, lastDays } from './days.ts'

const z = { first: sql`z.first`, ids: sql`z.ids`, low: sql`z.low`, high: sql`z.high`, timeZone: sql`z.time_zone` }

/** Parts of a `with` that add clicks `c` to the days and months of a time zone, that of their organisation's figures `o` unless said otherwise. */
export const added = (which: Sql, timeZone = sql`o.time_zone`): Sql => sql`
  zones as materialized (
    select z.time_zone, l.* from (select distinct ${timeZone} as time_zone from click_figures_zone o) z cross join lateral (${lastDays(sql`z.time_zone`, 400)}) l
  ),
  fresh as materialized (
    select c.organisation_id, ${dayOfClick(sql`c.id`, z)} as day, c.link_id, c.is_repeat, c.sub1, c.sub2, c.sub3, c.sub4, c.sub5
    from click c join click_figures_zone o on o.organisation_id = c.organisation_id join zones z on z.time_zone = ${timeZone}
    ${which}
  ),
  fresh_days as materialized (select organisation_id, day, link_id, ${tally} from fresh group by 1, 2, 3),
  fresh_sub_days as materialized (
    select organisation_id, day, link_id, s.position, s.value, ${tally}
    from fresh cross join lateral (values (1, sub1), (2, sub2), (3, sub3), (4, sub4), (5, sub5)) s(position, value)
    where s.value is not null group by 1, 2, 3, 4, 5
  ),
  days as (insert into click_day as d select organisation_id, day, link_id, clicks, repeats from fresh_days
    on conflict (organisation_id, day, link_id) ${summed}),
  months as (insert into click_month as d
    select organisation_id, date_trunc('month', day)::date, link_id, ${sums} from fresh_days group by 1, 2, 3
    on conflict (organisation_id, month, link_id) ${summed}),
  sub_days as (insert into click_sub_day as d select organisation_id, day, link_id, position, value, clicks, repeats from fresh_sub_days
    on conflict (organisation_id, position, day, link_id, value) ${summed}),
  sub_months as (insert into click_sub_month as d
    select organisation_id, date_trunc('month', day)::date, link_id, position, value, ${sums} from fresh_sub_days group by 1, 2, 3, 4, 5
    on conflict (organisation_id, position, month, link_id, value) ${summed})`

const tally = sql`count(*) filter (where not is_repeat) as clicks, count(*) filter (where is_repeat) as repeats`
const sums = sql`sum(clicks), sum(repeats)`
const summed = sql`do update set clicks = d.clicks + excluded.clicks, repeats = d.repeats + excluded.repeats`
