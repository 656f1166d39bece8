import type { Context } from '#/kernel/context.ts'
import type { Job } from '#/platform/jobs/job.ts'
import { sql } from '#/platform/database/sql.ts'
import { recordEvents } from '#/platform/events.ts'
import { inTransaction } from '#/platform/perform.ts'
import { findConversions } from '../queries.ts'
import { acceptAll } from './accept.ts'

const atOnce = 200

/** Accepts the conversions whose time has come. Those under review wait for a person. */
export const acceptDueConversions: Job = {
  name: 'conversions.accept-due',
  cron: '* * * * *',
  resumes: true,
  async run(ctx) {
    const { rows } = await sql<{ id: string }>`
      select id from organisation o where exists (
        select from conversion v where v.organisation_id = o.id and v.status = 'pending' and v.accept_at <= ${ctx.now()})
      order by id`.execute(ctx.db)
    for (const { id } of rows) {
      const own = ctx.in(id)
      while (!ctx.signal.aborted && (await inTransaction(own, acceptSome))) continue
    }
  },
}

/** One batch, which other nodes leave to this one; whether there may be more. */
async function acceptSome(ctx: Context): Promise<boolean> {
  const { rows } = await sql<{ id: string }>`
    select id from conversion v
    where v.organisation_id = ${ctx.organisationId} and v.status = 'pending' and v.accept_at <= ${ctx.now()}
    order by v.accept_at, v.id limit ${atOnce} for no key update skip locked`.execute(ctx.db)
  if (!rows.length) return false
  const due = await findConversions(
    ctx,
    rows.map(({ id }) => id),
  )
  await recordEvents(ctx, 'conversions.accept', await acceptAll(ctx, [...due.values()]))
  return rows.length === atOnce
}
