import { type Sql, sql } from '#/platform/database/sql.ts'

/**
 * The last days of a time zone, to find those of clicks quickly: `first`, the ids that they begin with, `low` the first of
 * them and `high` that of the day after tomorrow.
 */
export const lastDays = (timeZone: Sql, many: number): Sql => sql`
  select (now() at time zone ${timeZone})::date - ${many}::integer as first, array_agg(d.id order by d.id) as ids, min(d.id) as low, max(d.id) as high
  from (
    select click_id_at(start_of_day(day::date, ${timeZone})) collate "C" as id
    from generate_series((now() at time zone ${timeZone})::date - ${many}::integer * interval '1 day', (now() at time zone ${timeZone})::date + interval '2 days', interval '1 day') day
  ) d`

type Days = { [name in 'first' | 'ids' | 'low' | 'high' | 'timeZone']: Sql }

/** The day of a click: among the last ones by a look, any other by the time in its id, which takes twenty times as long. */
export const dayOfClick = (id: Sql, { first, ids, low, high, timeZone }: Days): Sql => sql`
  case when ${id} >= ${low} and ${id} < ${high} then ${first} + width_bucket(${id}, ${ids}) - 1
    else (click_time(${id}) at time zone ${timeZone})::date end`
