import { z } from 'zod'
import { DateTime } from '#/kernel/time.ts'
import type { Calculation } from './evaluate.ts'
import { PeriodUnit } from './period.ts'
import type { RefundCalculation } from './refund.ts'

const amount = z.string()
const percent = z.string()

const planned = {
  occurredAt: DateTime,
  base: amount.meta({ description: 'What was sold.' }),
  currency: z.string(),
  rate: z
    .strictObject({
      rate: z.enum(['PARTNER', 'TIER', 'CATEGORY', 'PLAN']),
      partnerId: z.string().optional(),
      tierId: z.string().optional(),
      category: z.string().optional(),
    })
    .meta({ description: 'Which commission of the plan was chosen, and for whom it is.' }),
  reckoned: amount.meta({ description: 'Rounded once to the minor unit, before caps.' }),
  rounding: z.literal('HALF_EVEN'),
  caps: z.array(
    z.strictObject({
      cap: z.enum(['perLine', 'perPartner', 'perPeriod']),
      period: PeriodUnit.nullable(),
      limit: amount,
      earned: amount.nullable().meta({ description: 'In the period before.' }),
      left: amount,
      isReached: z.boolean(),
    }),
  ),
  amount,
}

const Part = z.union([
  z.strictObject({ from: amount, to: amount.nullable(), base: amount, percent }),
  z.strictObject({ from: amount, to: amount.nullable(), fixed: amount }),
])

const Fixed = z.strictObject({ kind: z.literal('FIXED'), fixed: amount, ...planned })
const Percent = z.strictObject({ kind: z.literal('PERCENT'), percent, ...planned })
const Tiered = z.strictObject({
  kind: z.literal('TIERED'),
  by: z.enum(['AMOUNT', 'COUNT']),
  method: z.enum(['GRADUATED', 'WHOLE']),
  period: PeriodUnit,
  before: z.string().meta({ description: 'What the partner had sold in the period before, or how often.' }),
  parts: z.array(Part),
  ...planned,
})

const Refund = z.strictObject({
  kind: z.literal('REFUND'),
  lineId: z.string(),
  lineAmount: amount,
  lineCurrency: z.string(),
  saleAmount: amount,
  saleCurrency: z.string(),
  refunded: amount.meta({ description: 'Of the sale, this refund included.' }),
  takenBackBefore: amount,
  rounding: z.literal('HALF_EVEN'),
  amount,
}) satisfies z.ZodType<RefundCalculation>

/** `Calculation` as it leaves. */
export const PlanCalculation = z.discriminatedUnion('kind', [Fixed, Percent, Tiered]) satisfies z.ZodType<Calculation>

/** How a line came to its amount: by a plan, or by a refund of what a plan had reckoned. */
export const ShownCalculation = z
  .discriminatedUnion('kind', [Fixed, Percent, Tiered, Refund])
  .meta({ id: 'CommissionReckoning', description: 'How a plan came to an amount, or a refund to what it takes back.' })
