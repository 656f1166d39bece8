import { sql as select } from 'kysely'
import type { Context } from '#/kernel/context.ts'
import type { Change } from '#/kernel/verb.ts'
import { movedAt } from '#/platform/database/moved-at.ts'
import { sql } from '#/platform/database/sql.ts'
import { recordEvents } from '#/platform/events.ts'
import type { Job } from '#/platform/jobs/job.ts'
import { inTransaction } from '#/platform/perform.ts'

const batchSize = 100

/**
 * Says of deals whose protection is over that it is. To others their customer is free from that moment on, whether this has
 * run or not.
 */
export const expireDeals: Job = {
  name: 'deals.expire',
  cron: '*/5 * * * *',
  async run(ctx) {
    const { rows } = await select<{ id: string }>`
      select distinct organisation_id as id from deal where stage = 'OPEN' and status = 'APPROVED' and protected_until <= ${ctx.now()} order by id
    `.execute(ctx.db)
    for (const { id } of rows) {
      let expired = 0
      for (let last = batchSize; last === batchSize && !ctx.signal.aborted; expired += last)
        last = await inTransaction(ctx.in(id), expireBatch)
      ctx.log.info({ organisationId: id, expired }, 'the protection of deals has expired')
    }
  },
}

/** One that is being changed meanwhile is left for the next run. */
async function expireBatch(ctx: Context): Promise<number> {
  const { rows } = await sql<{ id: string; partnerId: string; protectedUntil: Date }>`
    update deal set status = 'EXPIRED', updated_at = ${movedAt(ctx, 'updated_at')}
    where organisation_id = ${ctx.organisationId} and id in (
      select id from deal where organisation_id = ${ctx.organisationId} and stage = 'OPEN' and status = 'APPROVED' and protected_until <= ${ctx.now()}
      order by protected_until limit ${batchSize} for update skip locked)
    returning id, partner_id as "partnerId", protected_until as "protectedUntil"`.execute(ctx.db)
  const changes = rows.map(({ id, partnerId, protectedUntil }): Change => {
    const [before, after] = [{ status: 'APPROVED' }, { status: 'EXPIRED', protectedUntil }]
    return { subjectId: id, partnerId, before, after }
  })
  await recordEvents(ctx, 'deals.expire', changes)
  return rows.length
}
