import { sql } from 'kysely'
import type { Job } from '#/platform/jobs/job.ts'

/** Forgets sessions, codes and invitations that have ended: they let nobody in any more. */
export const deleteExpiredSignIns: Job = {
  name: 'sign-ins.delete-expired',
  cron: '17 * * * *',
  async run({ db, now }) {
    await sql`delete from account_session where expires_at < ${now()}`.execute(db)
    await sql`delete from account_code where expires_at < ${now()}`.execute(db)
    await sql`delete from invitation where organisation_id in (select id from organisation) and expires_at < ${now()}`.execute(
      db,
    )
  },
}
