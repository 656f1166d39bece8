import { z } from 'zod'
import { examplePartnerId } from '#/domains/partners/index.ts'
import { Currency } from '#/kernel/currency.ts'
import { Amount, Percentage } from '#/kernel/money.ts'
import { Reference, text } from '#/kernel/text.ts'
import { PeriodUnit } from './period.ts'

const orNull = <T>(given: T | null | undefined): T | null => given ?? null
const percent = Percentage.nullish().transform(orNull)
const amount = Amount.nullish().transform(orNull)

const Fixed = z.strictObject({ type: z.literal('FIXED'), amount: Amount, currency: Currency }).meta({
  description: 'So much for each event.',
})
const Percent = z.strictObject({ type: z.literal('PERCENT'), percent: Percentage }).meta({
  description: 'So much of each event’s amount, in its currency.',
})
const Band = z
  .strictObject({
    from: z
      .string()
      .max(20)
      .meta({ description: 'Where the band begins: an amount of `currency`, or a whole number of events.' }),
    percent,
    amount,
  })
  .meta({ description: 'A percentage of the event’s amount, or a fixed amount for the event.' })
export type Band = z.output<typeof Band>
const Tiered = z
  .strictObject({
    type: z.literal('TIERED'),
    by: z
      .enum(['AMOUNT', 'COUNT'])
      .meta({ description: 'What moves a partner up: what it sold in the period, or how often.' }),
    period: PeriodUnit,
    method: z.enum(['GRADUATED', 'WHOLE']).meta({
      description:
        'GRADUATED: each part of the partner’s sales is paid by the band it lies in. WHOLE: the band that the sales of the period reach, this one included, counts for this event’s whole amount.',
    }),
    currency: Currency,
    bands: z.array(Band).min(1).max(50).meta({ description: 'Ascending, from zero.' }),
  })
  .meta({ description: 'By what the partner has sold under this plan in the period, net of refunds.' })
export type Tiered = z.output<typeof Tiered>

export const Commission = z.discriminatedUnion('type', [Fixed, Percent, Tiered])
export type Commission = z.output<typeof Commission>

const partnerId = Reference.meta({ description: 'Our id of a partner, or its CRM `externalId`.' })
const category = text(1, 100)

const distinct = (all: string[]) => [...new Set(all)]
const AppliesTo = z
  .strictObject({
    partnerIds: z.array(partnerId).max(1000).default([]).transform(distinct),
    tierIds: z.array(Reference).max(100).default([]).transform(distinct),
    categories: z.array(category).max(100).default([]).transform(distinct),
  })
  .meta({ description: 'A partner that any of them names. Null: all partners.' })

const Rate = z
  .strictObject({
    partnerId: partnerId.nullish().transform(orNull),
    tierId: Reference.nullish().transform(orNull),
    category: category.nullish().transform(orNull),
    commission: Commission,
  })
  .meta({ description: 'Exactly one of `partnerId`, `tierId` and `category`, and its commission.' })
export type Rate = z.output<typeof Rate>

const PeriodCap = z.strictObject({ amount: Amount, period: PeriodUnit }).nullish().transform(orNull)
const Caps = z
  .strictObject({
    currency: Currency,
    perLine: amount.meta({ description: 'The most that one event earns.' }),
    perPartner: PeriodCap.meta({ description: 'The most that a partner earns in a period, net of refunds.' }),
    perPeriod: PeriodCap.meta({ description: 'The most that all partners together earn in a period.' }),
  })
  .meta({ description: 'The most that is earned. An event that passes a cap earns what is left of it.' })
export type Caps = z.output<typeof Caps>

const types = ['SALE', 'RENEWAL'] as const

/** What a version of a plan says, apart from its name and its dates. */
export const termFields = {
  eventTypes: z
    .array(z.enum(types))
    .min(1)
    .transform((given) => types.filter((type) => given.includes(type))),
  appliesTo: AppliesTo.nullable(),
  commission: Commission,
  recurringMonths: z.int().min(1).max(1200).nullable().meta({
    description: 'A customer’s renewals earn for so many months from its first sale. Null: without end.',
  }),
  rates: z.array(Rate).max(500).meta({
    description:
      'Other commissions for some: the partner’s own rate first, then its tier’s, then that of a category (of several, the first in this list), then `commission`.',
  }),
  caps: Caps.nullable(),
  earningPeriod: PeriodUnit.meta({ description: 'Gives a line its `periodEnd`.' }),
  mayExceedSale: z.boolean().meta({ description: 'Whether percentages may be above 100.' }),
}
export type Terms = z.output<z.ZodObject<typeof termFields>>

/** `termFields` with what holds where a new plan says nothing. */
export const newTermFields = {
  ...termFields,
  eventTypes: termFields.eventTypes.default([...types]),
  appliesTo: termFields.appliesTo.default(null),
  recurringMonths: termFields.recurringMonths.default(null),
  rates: termFields.rates.default([]),
  caps: termFields.caps.default(null),
  earningPeriod: termFields.earningPeriod.default('MONTH'),
  mayExceedSale: termFields.mayExceedSale.default(false),
}

export const exampleTerms = {
  eventTypes: ['SALE', 'RENEWAL'],
  appliesTo: { partnerIds: [], tierIds: [], categories: ['Reseller'] },
  commission: {
    type: 'TIERED',
    by: 'AMOUNT',
    period: 'QUARTER',
    method: 'GRADUATED',
    currency: 'USD',
    bands: [
      { from: '0.00', percent: '10', amount: null },
      { from: '10000.00', percent: '12.5', amount: null },
    ],
  },
  recurringMonths: 12,
  rates: [
    { partnerId: examplePartnerId, tierId: null, category: null, commission: { type: 'PERCENT', percent: '15' } },
  ],
  caps: { currency: 'USD', perLine: '1000.00', perPartner: { amount: '5000.00', period: 'MONTH' }, perPeriod: null },
  earningPeriod: 'MONTH',
  mayExceedSale: false,
}
