import { z } from 'zod'
import type { Context } from '#/kernel/context.ts'
import { Reference } from '#/kernel/text.ts'
import { query } from '#/kernel/verb.ts'
import { sql } from '#/platform/database/sql.ts'
import { batchNotFound } from '../batches/batch.ts'
import { exampleBatchId, exampleId, Stage } from '../payout.ts'
import { tryFindDebtor } from './debtor.ts'
import { Obstacle } from './payment.ts'
import { countOf, defaultStages, showLeftOut } from './payment-file.ts'
import { refuseUnlessBatch } from './rows.ts'
import { payableStages, stageList } from './stages.ts'
import { surveyOf } from './survey.ts'
import { exactSum } from './tally.ts'

const count = z.int().nonnegative()

const PaymentCheck = z
  .strictObject({
    batchId: z.string(),
    isReady: z.boolean().meta({
      description:
        'A payment file can be had without `skip`: there is an account, something to pay, and nothing left out.',
    }),
    hasBankAccount: z.boolean().meta({ description: 'The organisation has an account to pay from.' }),
    included: z.strictObject({ count, sum: z.string().meta({ description: 'Decimal string.' }) }),
    leftOutCount: count,
    leftOut: z
      .array(
        z.strictObject({
          payoutId: z.string(),
          partner: z.strictObject({ id: z.string(), name: z.string().nullable() }),
          amount: z.strictObject({ value: z.string(), currency: z.string() }),
          stage: Stage,
          obstacle: Obstacle,
        }),
      )
      .meta({ description: 'The first 1,000 of them.' }),
    otherStages: z
      .array(z.strictObject({ stage: Stage, count }))
      .meta({ description: 'The payouts of the batch in stages that were not asked for.' }),
  })
  .meta({
    id: 'PaymentCheck',
    examples: [
      {
        batchId: exampleBatchId,
        isReady: false,
        hasBankAccount: true,
        included: { count: 118, sum: '84210.50' },
        leftOutCount: 1,
        leftOut: [
          {
            payoutId: exampleId,
            partner: { id: 'ptn_01KGHDCQE0TSE27719X13KZBKT', name: 'Larkspur Traders' },
            amount: { value: '1250.00', currency: 'USD' },
            stage: 'APPROVED',
            obstacle: 'NO_PAYOUT_METHOD',
          },
        ],
        otherStages: [{ stage: 'PENDING_REVIEW', count: 3 }],
      },
    ],
  })

export const checkPayments = query({
  name: 'payout-batches.check-payments',
  may: 'commissions:read',
  summary: 'Check which payouts of a batch can be paid by bank',
  description:
    'Accounts for every payout of the batch: in the payment file, left out of it and why, or in a stage that was not asked for.',
  input: z.strictObject({ id: Reference, stage: stageList(payableStages).optional() }),
  output: PaymentCheck,
  refuses: [batchNotFound],
  example: { id: exampleBatchId, stage: 'APPROVED' },
  async run(ctx, { id: batchId, stage: stages = defaultStages }) {
    await refuseUnlessBatch(ctx, batchId)
    const debtor = await tryFindDebtor(ctx)
    const survey = await surveyOf(ctx, { batchId, stages, debtor })
    const hasBankAccount = debtor !== undefined
    return {
      batchId,
      isReady: hasBankAccount && survey.ways.length > 0 && survey.leftOutCount === 0,
      hasBankAccount,
      included: { count: countOf(survey), sum: exactSum(survey.ways) },
      leftOutCount: survey.leftOutCount,
      leftOut: survey.leftOut.map(showLeftOut),
      otherStages: await otherStagesOf(ctx, batchId, stages),
    }
  },
})

async function otherStagesOf(ctx: Context, batchId: string, stages: readonly Stage[]) {
  const { rows } = await sql<{ stage: Stage; many: string }>`
    select stage, count(*) as many from payout
    where organisation_id = ${ctx.organisationId} and batch_id = ${batchId} and stage <> all(${[...stages]})
    group by stage order by stage`.execute(ctx.db)
  return rows.map(({ stage, many }) => ({ stage, count: Number(many) }))
}
