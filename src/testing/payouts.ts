import { newId } from '#/kernel/id.ts'
import { runSql } from './sql.ts'
import type { Server } from './world.ts'

type Wanted = {
  partnerId: string
  currency?: string
  stage?: string
  periodStart?: string
  periodEnd?: string
  batchId?: string
}

/** Puts an empty payout where it stands in no request's way: on a batch of its own unless one is named. */
export async function putPayout(server: Server, organisationId: string, wanted: Wanted): Promise<string> {
  const { partnerId, currency = 'USD', stage = 'DRAFT' } = wanted
  const { periodStart = '2026-01-01T00:00:00.000Z', periodEnd = '2026-03-31T23:59:59.000Z' } = wanted
  const now = new Date()
  const [id, batchId] = [newId('pay', now), wanted.batchId ?? newId('pbt', now)]
  await runSql(
    server,
    `with batch as (
      insert into payout_batch (organisation_id, id, period_start, period_end, currency, created_at, updated_at)
      values ($1, $2, $3, $4, $5, $6, $6) on conflict do nothing
    ), made as (
      insert into payout (organisation_id, id, batch_id, partner_id, currency, stage, created_at, updated_at) values ($1, $7, $2, $8, $5, $9, $6, $6)
    )
    insert into payout_stage_change (organisation_id, payout_id, number, to_stage, actor_kind, actor_id, actor_name, created_at)
    values ($1, $7, 1, $9, 'operator', 'operator', 'The tests', $6)`,
    [organisationId, batchId, periodStart, periodEnd, currency, now, id, partnerId, stage],
  )
  return id
}
