import { z } from 'zod'
import type { Context } from '#/kernel/context.ts'
import { fromCursor, page, pageInput, toPage } from '#/kernel/page.ts'
import { Reference } from '#/kernel/text.ts'
import { query } from '#/kernel/verb.ts'
import { sql } from '#/platform/database/sql.ts'
import { exampleBatchId } from '../payout.ts'
import { batchColumns, batchNotFound, type BatchRecord, PayoutBatch, toBatch } from './batch.ts'

export const BatchInPath = Reference.meta({ examples: [exampleBatchId] })

export const getBatch = query({
  name: 'payout-batches.get',
  may: 'commissions:read',
  summary: 'Get a payout batch',
  description: 'Its payouts are at `GET /api/v1/payouts?batchId=…`. A run over all partners also tells how far it is.',
  input: z.strictObject({ id: BatchInPath }),
  output: PayoutBatch,
  refuses: [batchNotFound],
  example: { id: exampleBatchId },
  run: async (ctx, { id }) => toBatch(await findBatch(ctx, id)),
})

export async function findBatch(ctx: Context, id: string): Promise<BatchRecord> {
  const { rows } = await sql<BatchRecord>`
    select ${batchColumns} from payout_batch b where b.organisation_id = ${ctx.organisationId} and b.id = ${id}`.execute(
    ctx.db,
  )
  const [row] = rows
  if (!row) throw batchNotFound()
  return row
}

const order = 'payout-batches'

export const listBatches = query({
  name: 'payout-batches.list',
  may: 'commissions:read',
  summary: 'List payout batches',
  description: 'Newest first.',
  input: z.strictObject(pageInput),
  output: page(PayoutBatch),
  example: { limit: '25' },
  async run(ctx, { limit, cursor }) {
    const [after] = fromCursor(ctx, order, cursor) ?? []
    const { rows } = await sql<BatchRecord>`
      select ${batchColumns} from payout_batch b
      where b.organisation_id = ${ctx.organisationId} ${after === undefined ? sql`` : sql`and b.id < ${after}`}
      order by b.id desc limit ${limit + 1}`.execute(ctx.db)
    return toPage(ctx, rows, { limit, order, position: ({ id }) => [id], item: toBatch })
  },
})
