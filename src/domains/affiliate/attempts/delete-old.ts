import type { Context } from '#/kernel/context.ts'
import { sql } from '#/platform/database/sql.ts'
import type { Job } from '#/platform/jobs/job.ts'

export const keptDays = 30
const dayMs = 24 * 60 * 60 * 1000
const batchSize = 1000

/** Forgets the reports that made no conversion after their days. */
export const deleteOldAttempts: Job = {
  name: 'conversion-attempts.delete-old',
  cron: '17 * * * *',
  async run(ctx) {
    const before = new Date(ctx.now().getTime() - keptDays * dayMs)
    const { rows } = await sql<{ id: string }>`
      select o.id from organisation o where exists (
        select from conversion_attempt a where a.organisation_id = o.id and a.created_at < ${before}) order by o.id`.execute(
      ctx.db,
    )
    for (const { id } of rows) {
      let deleted = 0
      for (let last = batchSize; last === batchSize && !ctx.signal.aborted; deleted += last)
        last = await deleteBatch(ctx.in(id), before)
      ctx.log.info({ organisationId: id, deleted }, 'old conversion attempts were deleted')
    }
  },
}

async function deleteBatch(ctx: Context, before: Date): Promise<number> {
  const { rows } = await sql`
    with old as (
      select id from conversion_attempt where organisation_id = ${ctx.organisationId} and created_at < ${before}
      order by created_at limit ${sql.lit(batchSize)} for update skip locked
    )
    delete from conversion_attempt a using old where a.organisation_id = ${ctx.organisationId} and a.id = old.id returning 1`.execute(
    ctx.db,
  )
  return rows.length
}
