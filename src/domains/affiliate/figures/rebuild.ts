import type { Database } from '#/kernel/context.ts'
import { sql } from '#/platform/database/sql.ts'
import { added } from './added.ts'
import { cluster } from './mark.ts'

/**
 * The rows came from another cluster by a dump or an archive. Clicks that name a transaction that is yet to come here count
 * as old ones; then all that are kept are added up as if none had been.
 */
export async function addUpAnew(db: Database): Promise<void> {
  await sql`
    update click set written_in = 0
    where written_in >= pg_snapshot_xmax(pg_current_snapshot())::text::bigint`.execute(db)
  await sql`
    update click_figures_mark set up_to = pg_snapshot_xmin(pg_current_snapshot())::text::bigint, cluster = ${cluster}`.execute(
    db,
  )
  const { rows } = await sql<Zoned>`
    select organisation_id as id, time_zone as "from", time_zone as "to" from click_figures_zone`.execute(db)
  for (const organisation of rows) await addUpIn(db, organisation)
}

/** Adds up anew the clicks of organisations that have another time zone since. */
export async function followZones(db: Database): Promise<void> {
  const { rows } = await sql<Zoned>`
    select z.organisation_id as id, z.time_zone as "from", o.time_zone as "to"
    from click_figures_zone z join organisation o on o.id = z.organisation_id where z.time_zone <> o.time_zone`.execute(
    db,
  )
  for (const organisation of rows) await addUpIn(db, organisation)
}

type Zoned = { id: string; from: string; to: string }

async function addUpIn(db: Database, { id, from, to }: Zoned): Promise<void> {
  const since = await clear(db, id)
  await sql`
    with ${added(
      sql`where c.organisation_id = ${id} and c.written_in < (select up_to from click_figures_mark)
        and (click_time(c.id) at time zone ${from})::date >= ${since}::date`,
      sql`${to}::text`,
    )}
    update click_figures_zone set time_zone = ${to} where organisation_id = ${id}`.execute(db)
}

/**
 * Empties the days whose clicks are all kept, and says from which day on.
 *
 * Clicks leave by whole months. Days from before the first month that is left stay as they were added up, with those
 * that touch it in some time zone.
 */
async function clear(db: Database, organisationId: string): Promise<string> {
  const { rows } = await sql<{ since: string }>`
    with kept as (
      select date_trunc('month', click_time(min(id)) at time zone 'UTC')::date as first from click where organisation_id = ${organisationId}
    )
    select case when first is null then 'infinity'
      when exists (select from click_day where organisation_id = ${organisationId} and day < first - 1) then (first + 2)::text
      else '-infinity' end as since from kept`.execute(db)
  const since = rows[0]?.since ?? 'infinity'
  for (const table of [sql`click_day`, sql`click_sub_day`])
    await sql`delete from ${table} where organisation_id = ${organisationId} and day >= ${since}::date`.execute(db)
  await monthsOfDays(db, organisationId)
  return since
}

/** The months of the days that stay. */
async function monthsOfDays(db: Database, organisationId: string): Promise<void> {
  await sql`delete from click_month where organisation_id = ${organisationId}`.execute(db)
  await sql`delete from click_sub_month where organisation_id = ${organisationId}`.execute(db)
  await sql`
    insert into click_month select organisation_id, date_trunc('month', day)::date, link_id, sum(clicks), sum(repeats)
    from click_day where organisation_id = ${organisationId} group by 1, 2, 3`.execute(db)
  await sql`
    insert into click_sub_month select organisation_id, date_trunc('month', day)::date, link_id, position, value, sum(clicks), sum(repeats)
    from click_sub_day where organisation_id = ${organisationId} group by 1, 2, 3, 4, 5`.execute(db)
}
