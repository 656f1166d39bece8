import { z } from 'zod'
import { Amount, StageTally } from '../overview/shape.ts'

export type Amounts = z.infer<typeof Amount>

const exampleStage = { stage: 'APPROVED', payouts: 4, amounts: [{ value: '1250.00', currency: 'USD' }] }

export const PayoutReport = z
  .strictObject({
    due: z.array(
      z.strictObject({
        currency: z.string(),
        pool: z.string().meta({ description: 'Pending lines on no payout, whatever the time.' }),
        toApprove: z.string().meta({ description: 'On payouts that are DRAFT, PENDING_REVIEW or PENDING_INVOICE.' }),
        toPay: z.string().meta({ description: 'On payouts that are APPROVED, SCHEDULED or PENDING_PAYMENT.' }),
        stopped: z.string().meta({ description: 'On payouts that are POSTPONED, BLOCKED, FAILED or DECLINED.' }),
      }),
    ),
    stages: z.array(StageTally),
    months: z
      .array(z.strictObject({ month: z.string(), stages: z.array(StageTally) }))
      .meta({ description: 'The earliest first; those without payouts are left out.' }),
  })
  .meta({
    id: 'PayoutReport',
    examples: [
      {
        due: [{ currency: 'USD', pool: '500.00', toApprove: '0.00', toPay: '1250.00', stopped: '0.00' }],
        stages: [exampleStage],
        months: [{ month: '2026-03', stages: [exampleStage] }],
      },
    ],
  })
