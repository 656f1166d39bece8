import { z } from 'zod'
import { toDecimal } from '#/kernel/money.ts'
import { query } from '#/kernel/verb.ts'
import { sql } from '#/platform/database/sql.ts'
import { exampleBatchId, Stage, stages } from '../payout.ts'
import { batchNotFound } from './batch.ts'
import { BatchInPath, findBatch } from './queries.ts'

const count = z.int().nonnegative()
const sums = {
  payouts: count,
  lines: count,
  amount: z.string().meta({ description: 'The sum, a decimal string.' }),
}

const BatchTotals = z
  .strictObject({
    batchId: z.string(),
    currency: z.string(),
    ...sums,
    stages: z
      .array(z.strictObject({ stage: Stage, ...sums }))
      .meta({ description: 'Those that its payouts are in, in the order of `stage`.' }),
  })
  .meta({
    id: 'PayoutBatchTotals',
    examples: [
      {
        batchId: exampleBatchId,
        currency: 'USD',
        payouts: 2,
        lines: 5,
        amount: '1750.00',
        stages: [
          { stage: 'APPROVED', payouts: 1, lines: 2, amount: '500.00' },
          { stage: 'PAID', payouts: 1, lines: 3, amount: '1250.00' },
        ],
      },
    ],
  })

type Row = { stage: Stage; payouts: string; lines: string; amount: string }

export const getBatchTotals = query({
  name: 'payout-batches.totals',
  may: 'commissions:read',
  summary: 'Get the totals of a payout batch',
  description: 'How many payouts and lines it has in each stage, and what they come to.',
  input: z.strictObject({ id: BatchInPath }),
  output: BatchTotals,
  refuses: [batchNotFound],
  example: { id: exampleBatchId },
  async run(ctx, { id }) {
    const { id: batchId, currency } = await findBatch(ctx, id)
    const { rows } = await sql<Row>`
      select stage, count(*) as payouts, sum(line_count)::text as lines, sum(amount)::text as amount from payout
      where organisation_id = ${ctx.organisationId} and batch_id = ${batchId}
      group by stage order by array_position(${stages}::text[], stage)`.execute(ctx.db)
    return { batchId, currency, ...totalOf(rows, currency), stages: rows.map((row) => shown(row, currency)) }
  },
})

const shown = ({ stage, ...row }: Row, currency: string) => ({ stage, ...totalOf([row], currency) })

function totalOf(rows: Omit<Row, 'stage'>[], currency: string) {
  const add = (key: 'payouts' | 'lines' | 'amount') => rows.reduce((sum, row) => sum + BigInt(row[key]), 0n)
  return { payouts: Number(add('payouts')), lines: Number(add('lines')), amount: toDecimal(add('amount'), currency) }
}
