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
  run: ({ db }) => withMark(db, rollUp),
}

async function rollUp(db: Database, { upTo, isOfHere }: Mark): Promise<void> {
  await sql`
    insert into click_figures_zone (organisation_id, time_zone) select id, time_zone from organisation o
    where not exists (select from click_figures_zone z where z.organisation_id = o.id)
    on conflict do nothing`.execute(db)
  if (isOfHere) await addUp(db, upTo)
  else await addUpAnew(db)
  await followZones(db)
}

/**
 * Every transaction below the oldest that runs has ended, so what it wrote is seen by this statement, and nothing below it
 * comes later: those clicks are added up, and the mark moves there, in one statement.
 */
async function addUp(db: Database, upTo: string): Promise<void> {
  await sql`
    with bound as materialized (select pg_snapshot_xmin(pg_current_snapshot())::text::bigint as up_to),
    ${added(sql`where c.written_in >= ${upTo}::bigint and c.written_in < (select up_to from bound)`)}
    update click_figures_mark set up_to = (select up_to from bound)`.execute(db)
}
