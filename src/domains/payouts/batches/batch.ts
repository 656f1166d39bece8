import { z } from 'zod'
import type { Context } from '#/kernel/context.ts'
import { invalidField, refusal } from '#/kernel/error.ts'
import { DateTime } from '#/kernel/time.ts'
import { sql } from '#/platform/database/sql.ts'
import { exampleBatchId } from '../payout.ts'
import type { BatchRow } from '../tables.ts'

const Run = z
  .strictObject({
    status: z.enum(['WAITING', 'RUNNING', 'DONE']),
    currency: z.string(),
    partnersTotal: z
      .int()
      .nullable()
      .meta({ description: 'Partners that had lines waiting when it began; null before.' }),
    partnersDone: z.int(),
    linesDone: z.int().meta({ description: 'Lines that are on its payouts.' }),
    endedAt: DateTime.nullable(),
  })
  .meta({ description: 'How far a run over all partners is. Other batches do not have it.' })

export const PayoutBatch = z
  .strictObject({
    id: z.string(),
    periodStart: DateTime,
    periodEnd: DateTime,
    payoutCount: z.int().min(0),
    createdAt: DateTime,
    updatedAt: DateTime,
    run: Run.optional(),
  })
  .meta({
    id: 'PayoutBatch',
    examples: [
      {
        id: exampleBatchId,
        periodStart: '2026-01-01T00:00:00.000Z',
        periodEnd: '2026-03-31T23:59:59.000Z',
        payoutCount: 2,
        createdAt: '2026-04-01T09:30:00.000Z',
        updatedAt: '2026-04-01T09:30:00.000Z',
      },
    ],
  })
export type PayoutBatch = z.infer<typeof PayoutBatch>

export type BatchRecord = BatchRow & { payout_count: number }

/** The columns of a `BatchRecord`, of a batch `b`. */
export const batchColumns = sql.raw(
  'b.*, (select count(*)::int from payout y where y.organisation_id = b.organisation_id and y.batch_id = b.id) as payout_count',
)

/** A batch as it leaves. */
export const toBatch = (row: BatchRecord): PayoutBatch => ({
  id: row.id,
  periodStart: row.period_start.toISOString(),
  periodEnd: row.period_end.toISOString(),
  payoutCount: row.payout_count,
  createdAt: row.created_at.toISOString(),
  updatedAt: row.updated_at.toISOString(),
  ...(row.run_status && {
    run: {
      status: row.run_status,
      currency: row.currency,
      partnersTotal: row.run_partners_total,
      partnersDone: row.run_partners_done,
      linesDone: Number(row.run_lines_done),
      endedAt: row.run_ended_at && row.run_ended_at.toISOString(),
    },
  }),
})

export const batchNotFound = refusal('not_found', 'PAYOUT_BATCH_NOT_FOUND', 'There is no payout batch with this id.')

export const endsBeforeItBegins = () => invalidField('periodEnd', 'custom', 'A period does not end before it begins.')

type NewBatch = { periodStart: Date; periodEnd: Date; currency: string; isRun?: boolean }

export async function insertBatch(
  ctx: Context,
  { periodStart, periodEnd, currency, isRun }: NewBatch,
): Promise<BatchRow> {
  const { rows } = await sql<BatchRow>`
    insert into payout_batch (organisation_id, id, period_start, period_end, currency, run_status, created_at, updated_at)
    values (${ctx.organisationId}, ${ctx.newId('pbt')}, ${periodStart}, ${periodEnd}, ${currency}, ${isRun ? 'WAITING' : null}, ${ctx.now()}, ${ctx.now()})
    returning *`.execute(ctx.db)
  const [row] = rows
  if (!row) throw new Error('no batch was made')
  return row
}
