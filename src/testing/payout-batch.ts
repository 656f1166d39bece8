import { newId } from '#/kernel/id.ts'
import { runSql } from './sql.ts'
import type { Server, World } from './world.ts'

/** A payout as a test wants it; the amount in minor units. */
export type SeededPayout = {
  partnerId: string
  amount: string
  currency?: string
  stage?: string
  poNumber?: string
  note?: string
  reference?: string
}

/** A batch of the first quarter of 2026 with payouts as they are wanted, past the product: without lines. */
export async function seedBatch(server: Server, { organisation }: World, payouts: SeededPayout[]) {
  const now = new Date('2026-04-04T09:30:00.000Z')
  const batchId = newId('pbt', now)
  const ids = payouts.map(() => newId('pay', now))
  await runSql(
    server,
    `insert into payout_batch (organisation_id, id, period_start, period_end, currency, created_at, updated_at)
     values ($1, $2, '2026-01-01', '2026-03-31 23:59:59Z', $3, $4, $4)`,
    [organisation.id, batchId, payouts[0]?.currency ?? 'EUR', now],
  )
  const rows = payouts.map(({ currency = 'EUR', stage = 'APPROVED', ...payout }, at) => ({
    id: ids[at],
    currency,
    stage,
    ...payout,
  }))
  await runSql(
    server,
    `insert into payout (organisation_id, id, batch_id, partner_id, currency, amount, stage, po_number, metadata, payment_reference, created_at, updated_at)
     select $1, g.id, $2, g."partnerId", g.currency, g.amount, g.stage, g."poNumber", g.note, g.reference, $3, $3
     from json_to_recordset($4) as g(id text, "partnerId" text, currency text, amount numeric, stage text, "poNumber" text, note text, reference text)`,
    [organisation.id, batchId, now, JSON.stringify(rows)],
  )
  return { batchId, ids }
}
