import type { Context } from '#/kernel/context.ts'
import { sql } from '#/platform/database/sql.ts'
import type { Job } from '#/platform/jobs/job.ts'

const hourMs = 60 * 60 * 1000

/** Forgets sessions, tokens and codes that open nothing any more. */
export const deleteExpiredSessions: Job = {
  name: 'portal-sessions.delete-expired',
  cron: '43 * * * *',
  async run(ctx) {
    const { rows } = await sql<{ id: string }>`select id from organisation order by id`.execute(ctx.db)
    for (const { id } of rows) if (!ctx.signal.aborted) await deleteExpired(ctx.in(id))
  },
}

async function deleteExpired(ctx: Context): Promise<void> {
  const [now, anHourAgo] = [ctx.now(), new Date(ctx.now().getTime() - hourMs)]
  await sql`delete from portal_session where organisation_id = ${ctx.organisationId} and expires_at <= ${now}`.execute(
    ctx.db,
  )
  await sql`delete from portal_token where organisation_id = ${ctx.organisationId} and expires_at <= ${now}`.execute(
    ctx.db,
  )
  await sql`delete from portal_code where organisation_id = ${ctx.organisationId} and created_at <= ${anHourAgo}`.execute(
    ctx.db,
  )
}
