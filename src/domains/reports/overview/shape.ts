import { z } from 'zod'
import { exampleFlow, Flow } from '../commissions/shape.ts'

const count = z.int().nullable()

export const MonthOverview = z.strictObject({
  month: z.string().meta({ examples: ['2026-04'] }),
  from: z.string(),
  to: z.string(),
  clicks: count,
  conversions: z
    .strictObject({ pending: z.int(), review: z.int(), accepted: z.int(), declined: z.int() })
    .nullable()
    .meta({ description: 'By status.' }),
  rate: z.string().nullable().meta({ description: 'Conversions by a click that are not declined, for each click.' }),
  amounts: z.array(Flow).nullable(),
  newPartners: count,
  activePartners: count.meta({
    description: 'Those whose links were clicked, who led to a conversion, or who were granted a commission.',
  }),
})
export type MonthOverview = z.infer<typeof MonthOverview>

export const Amount = z.strictObject({ value: z.string(), currency: z.string() })

export const StageTally = z
  .strictObject({ stage: z.string(), payouts: z.int(), amounts: z.array(Amount) })
  .meta({ id: 'StageTally' })
export type StageTally = z.infer<typeof StageTally>

export const Overview = z
  .strictObject({
    timeZone: z.string(),
    thisMonth: MonthOverview,
    lastMonth: MonthOverview,
    balances: z
      .array(
        z.strictObject({
          currency: z.string(),
          held: z.string().meta({ description: 'Earned, and not to be paid yet.' }),
          payable: z.string().meta({ description: 'Waiting for a payout.' }),
          inPayouts: z.string().meta({ description: 'On payouts that are not paid.' }),
          paid: z.string().meta({ description: 'Paid since the beginning.' }),
        }),
      )
      .nullable()
      .meta({ description: 'What the accounts of the ledger hold.' }),
    partners: z
      .strictObject({ active: z.int(), archived: z.int() })
      .nullable()
      .meta({ description: 'By standing, merged ones left out.' }),
    waiting: z
      .strictObject({
        conversionsInReview: count,
        conversionsPending: count,
        submissions: count.meta({ description: 'Neither deals nor records of conversions.' }),
        deals: count,
        billingChanges: count,
        payouts: z.array(StageTally).nullable().meta({ description: 'Those that are neither PAID nor DECLINED.' }),
      })
      .meta({ description: 'What waits for somebody.' }),
  })
  .meta({
    id: 'Overview',
    description: 'What the caller’s scopes do not let it see is null.',
    examples: [
      {
        timeZone: 'Europe/Oslo',
        thisMonth: exampleMonth('2026-04', '30'),
        lastMonth: exampleMonth('2026-03', '31'),
        balances: [{ currency: 'USD', held: '120.00', payable: '500.00', inPayouts: '1250.00', paid: '9800.00' }],
        partners: { active: 42, archived: 3 },
        waiting: {
          conversionsInReview: 2,
          conversionsPending: 14,
          submissions: 1,
          deals: 3,
          billingChanges: 0,
          payouts: [{ stage: 'PENDING_REVIEW', payouts: 4, amounts: [{ value: '1250.00', currency: 'USD' }] }],
        },
      },
    ],
  })
export type Overview = z.infer<typeof Overview>

function exampleMonth(month: string, last: string): MonthOverview {
  return {
    month,
    from: `${month}-01`,
    to: `${month}-${last}`,
    clicks: 1204,
    conversions: { pending: 3, review: 1, accepted: 24, declined: 2 },
    rate: '0.0224',
    amounts: [exampleFlow],
    newPartners: 5,
    activePartners: 18,
  }
}
