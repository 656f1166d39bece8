import { sql } from 'kysely'
import type { Context } from '#/kernel/context.ts'
import { dayOf } from '#/kernel/time.ts'
import type { Change } from '#/kernel/verb.ts'
import { recordEvents } from '#/platform/events.ts'
import type { Job } from '#/platform/jobs/job.ts'
import { inTransaction } from '#/platform/perform.ts'
import { db } from './tables.ts'

const batchSize = 100

/** Deletes the clients whose day of deletion has come. One that is being restored meanwhile is left for the next run. */
export const deleteExpiredClients: Job = {
  name: 'clients.delete-expired',
  cron: '7 * * * *',
  async run(ctx) {
    const { rows } = await sql<{ id: string }>`
      select distinct organisation_id as id from client where scheduled_deletion <= ${dayOf(ctx.now())}::date order by id
    `.execute(ctx.db)
    for (const { id } of rows) {
      let deleted = 0
      for (let last = batchSize; last === batchSize && !ctx.signal.aborted; deleted += last) {
        last = await inTransaction(ctx.in(id), deleteBatch)
      }
      ctx.log.info({ organisationId: id, deleted }, 'expired clients were deleted')
    }
  },
}

async function deleteBatch(ctx: Context): Promise<number> {
  const expired = await db(ctx)
    .selectFrom('client')
    .select(['id', 'partner_id', 'name', 'scheduled_deletion'])
    .where('organisation_id', '=', ctx.organisationId)
    .where('status', '=', 'ARCHIVED')
    .where('scheduled_deletion', '<=', dayOf(ctx.now()))
    .orderBy('scheduled_deletion')
    .limit(batchSize)
    .forUpdate()
    .skipLocked()
    .execute()
  if (!expired.length) return 0
  const ids = expired.map(({ id }) => id)
  const keys = await revokeKeys(ctx, ids)
  await db(ctx).deleteFrom('client').where('organisation_id', '=', ctx.organisationId).where('id', 'in', ids).execute()
  const deleted = expired.map(({ id, partner_id, name, scheduled_deletion }) => ({
    subjectId: id,
    partnerId: partner_id,
    before: { name, scheduledDeletion: scheduled_deletion },
    after: null,
  }))
  await recordEvents(ctx, 'clients.delete', [...keys, ...deleted])
  return ids.length
}

/** The keys of the clients go with them; every node is told, so that none goes on to take them. */
async function revokeKeys(ctx: Context, clientIds: string[]): Promise<Change[]> {
  const keys = await db(ctx)
    .updateTable('api_key')
    .set({ revoked_at: ctx.now() })
    .where('organisation_id', '=', ctx.organisationId)
    .where('client_id', 'in', clientIds)
    .where('revoked_at', 'is', null)
    .returning(['id', 'partner_id', 'name'])
    .execute()
  for (const { id } of keys) await ctx.announce('api_key_changed', id)
  return keys.map(({ id, partner_id, name }) => ({
    type: 'api-keys.revoke',
    subjectId: id,
    partnerId: partner_id,
    before: { name },
    after: null,
  }))
}
