import type { Database } from '#/kernel/context.ts'
import { sql } from '#/platform/database/sql.ts'
import type { Job } from '#/platform/jobs/job.ts'
import { added } from './added.ts'
import { type Mark, withMark } from './mark.ts'
import { addUpAnew, followZones } from './rebuild.ts'

/** Adds up the clicks that came since it last did. */
export const rollUpClicks: Job = {
  name: 'clicks.roll-up',
  cron: '* * * * *',
  resumes: true,
  timeoutSeconds: 3600,
  async run({ db, signal }) {
    while (!signal.aborted && (await withMark(db, rollUp))) continue
  },
}

/** About so many clicks at once: a transaction that holds rows for long would hold back whoever cleans up after it. */
const clicksAStep = 250_000

/** Whether there are more to add up. */
async function rollUp(db: Database, { upTo, isOfHere }: Mark): Promise<boolean> {
  await sql`
    insert into click_figures_zone (organisation_id, time_zone) select id, time_zone from organisation o
    where not exists (select from click_figures_zone z where z.organisation_id = o.id)
    on conflict do nothing`.execute(db)
  if (!isOfHere) await addUpAnew(db)
  const isMore = isOfHere && (await addUp(db, upTo))
  if (!isMore) await followZones(db)
  return isMore
}

/**
 * Every transaction below the oldest that runs has ended, so what it wrote is seen by this statement, and nothing below it
 * comes later: those clicks are added up, and the mark moves there, in one statement.
 */
async function addUp(db: Database, upTo: string): Promise<boolean> {
  const { rows } = await sql<{ isMore: boolean }>`
    with oldest as materialized (select pg_snapshot_xmin(pg_current_snapshot())::text::bigint as runs),
    step as materialized (
      select written_in + 1 as ends from click where written_in >= ${upTo}::bigint order by written_in offset ${sql.raw(String(clicksAStep))} limit 1
    ),
    bound as materialized (select least(runs, (select ends from step)) as up_to, (select ends from step) < runs as is_more from oldest),
    ${added(sql`where c.written_in >= ${upTo}::bigint and c.written_in < (select up_to from bound)`)}
    update click_figures_mark set up_to = (select up_to from bound) returning (select coalesce(is_more, false) from bound) as "isMore"`.execute(
    db,
  )
  return rows[0]?.isMore ?? false
}
