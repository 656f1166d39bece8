import { z } from 'zod'
import { PeriodUnit } from './period.ts'
import { termFields, type Terms } from './terms.ts'

const amount = z.string()
const percent = z.string()
const currency = z.string()

const Tiered = z.strictObject({
  type: z.literal('TIERED'),
  by: z.enum(['AMOUNT', 'COUNT']),
  period: PeriodUnit,
  method: z.enum(['GRADUATED', 'WHOLE']),
  currency,
  bands: z.array(z.strictObject({ from: amount, percent: percent.nullable(), amount: amount.nullable() })),
})
const Commission = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('FIXED'), amount, currency }),
  z.strictObject({ type: z.literal('PERCENT'), percent }),
  Tiered,
])
const PeriodCap = z.strictObject({ amount, period: PeriodUnit }).nullable()

/** `termFields` as they leave: every key is there, each value in its one spelling. */
export const shownTerms = {
  eventTypes: z.array(z.enum(['SALE', 'RENEWAL'])),
  appliesTo: z
    .strictObject({ partnerIds: z.array(z.string()), tierIds: z.array(z.string()), categories: z.array(z.string()) })
    .nullable()
    .meta({ description: 'A partner that any of them names. Null: all partners.' }),
  commission: Commission,
  recurringMonths: termFields.recurringMonths,
  rates: z
    .array(
      z.strictObject({
        partnerId: z.string().nullable(),
        tierId: z.string().nullable(),
        category: z.string().nullable(),
        commission: Commission,
      }),
    )
    .meta({ description: 'Other commissions for some: the partner’s own first, then its tier’s, then a category’s.' }),
  caps: z
    .strictObject({ currency, perLine: amount.nullable(), perPartner: PeriodCap, perPeriod: PeriodCap })
    .nullable(),
  earningPeriod: termFields.earningPeriod,
  mayExceedSale: termFields.mayExceedSale,
} satisfies { [Key in keyof Terms]: z.ZodType<Terms[Key]> }
