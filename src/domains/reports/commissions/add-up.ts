import type { Database } from '#/kernel/context.ts'
import { runAlone } from '#/platform/database/alone.ts'
import { type Sql, sql } from '#/platform/database/sql.ts'
import type { Job } from '#/platform/jobs/job.ts'
import { addedFlows, flowsOf } from './flows.ts'

const name = 'reports.add-up'
const entriesAStep = 50_000

/** Adds up what partners earned and were paid since it last did. */
export const addUpCommissions: Job = {
  name,
  cron: '* * * * *',
  resumes: true,
  timeoutSeconds: 3600,
  async run({ db, signal }) {
    for (const { id, timeZone } of await findOthers(db))
      await runAlone(db, name, (inside) => addUpAnew(inside, id, timeZone))
    while (!signal.aborted && (await runAlone(db, name, addUpStep)) === entriesAStep) continue
  },
}

/** One statement takes entries out of the tail and adds them to the days, so a report sees each of them once. */
async function addUpStep(db: Database): Promise<number> {
  const { rows } = await sql<{ taken: number }>`
    with taken as materialized (
      delete from commission_tail t using (
        select organisation_id, transaction_id, number from commission_tail
        where organisation_id in (select organisation_id from commission_figures_zone)
        order by organisation_id, transaction_id, number limit ${sql.raw(String(entriesAStep))}
      ) s where t.organisation_id = s.organisation_id and t.transaction_id = s.transaction_id and t.number = s.number returning t.*
    ),
    flows as (${flowsOf(sql`taken t join commission_figures_zone z on z.organisation_id = t.organisation_id`, sql`z.time_zone`)}),
    ${addedFlows}
    select count(*)::int as taken from taken`.execute(db)
  return rows[0]?.taken ?? 0
}

/** Organisations that were never added up, or that have another time zone since. */
async function findOthers(db: Database): Promise<{ id: string; timeZone: string }[]> {
  const { rows } = await sql<{ id: string; timeZone: string }>`
    select o.id, o.time_zone as "timeZone" from organisation o
    left join commission_figures_zone z on z.organisation_id = o.id where z.time_zone is distinct from o.time_zone`.execute(
    db,
  )
  return rows
}

/** From the journal, which has every amount: in one statement, so that what is in the tail by then is counted by it alone. */
async function addUpAnew(db: Database, id: string, timeZone: string): Promise<void> {
  for (const table of tables) await sql`delete from ${table} where organisation_id = ${id}`.execute(db)
  await sql`
    with gone as (delete from commission_tail where organisation_id = ${id}),
    flows as (${flowsOf(
      sql`(select * from ledger_entry where organisation_id = ${id} and account in ('COMMISSIONS', 'PAID')) t`,
      sql`${timeZone}::text`,
    )}),
    ${addedFlows}
    insert into commission_figures_zone (organisation_id, time_zone) values (${id}, ${timeZone})
    on conflict (organisation_id) do update set time_zone = excluded.time_zone`.execute(db)
}

const tables: Sql[] = [sql`commission_day`, sql`commission_programme_day`, sql`commission_partner_month`]
