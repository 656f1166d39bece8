import type { Database } from '#/kernel/context.ts'
import { runAlone } from '#/platform/database/alone.ts'
import { sql } from '#/platform/database/sql.ts'
import type { Job } from '#/platform/jobs/job.ts'
import { asTheyStand, columns, marked } from './conversions.ts'

const name = 'conversions.keep-figures'
const marksAStep = 20_000

/** Reads anew what reports keep of the conversions that changed since it last did. */
export const keepConversions: Job = {
  name,
  cron: '* * * * *',
  resumes: true,
  timeoutSeconds: 3600,
  async run({ db, signal }) {
    while (!signal.aborted && (await runAlone(db, name, keepStep)) === marksAStep) continue
  },
}

/** In one statement: what a mark that it takes away stands for is seen by it, and so is all that came before. */
async function keepStep(db: Database): Promise<number> {
  const { rows } = await sql<{ taken: number }>`
    with taken as materialized (
      delete from conversion_tail t using (
        select organisation_id, mark from conversion_tail order by organisation_id, mark limit ${sql.raw(String(marksAStep))}
      ) s where t.organisation_id = s.organisation_id and t.mark = s.mark returning t.organisation_id, t.subject_id
    ),
    fresh as materialized (${marked(sql`taken`)}),
    kept as (
      insert into conversion_figures (${columns})
      ${asTheyStand(sql`join fresh f on f.organisation_id = v.organisation_id and f.id = v.id`)}
      on conflict (organisation_id, id) do update set campaign_id = excluded.campaign_id, partner_id = excluded.partner_id, link_id = excluded.link_id,
        status = excluded.status, attributed_by = excluded.attributed_by, sub1 = excluded.sub1, sub2 = excluded.sub2, sub3 = excluded.sub3,
        sub4 = excluded.sub4, sub5 = excluded.sub5, currency = excluded.currency, earned = excluded.earned, created_at = excluded.created_at
    )
    select count(*)::int as taken from taken`.execute(db)
  return rows[0]?.taken ?? 0
}
