import { z } from 'zod'
import { toDecimal } from '#/kernel/money.ts'

export const Flow = z
  .strictObject({
    currency: z.string(),
    earned: z.string().meta({ description: 'Granted to partners, what is still held included.' }),
    reversed: z.string().meta({ description: 'Taken back: declined, voided, refunded, clawed back or lowered.' }),
    net: z.string().meta({ description: '`earned` less `reversed`.' }),
    paid: z.string().meta({ description: 'What payouts that became PAID come to, less those that ceased to be.' }),
  })
  .meta({ id: 'CommissionFlow' })
export type Flow = z.infer<typeof Flow>

/** Minor units as text. */
export type StoredFlow = { currency: string; earned: string; reversed: string; paid: string }

export function toFlow({ currency, earned, reversed, paid }: StoredFlow): Flow {
  const decimal = (minor: bigint) => toDecimal(minor, currency)
  return {
    currency,
    earned: decimal(BigInt(earned)),
    reversed: decimal(BigInt(reversed)),
    net: decimal(BigInt(earned) - BigInt(reversed)),
    paid: decimal(BigInt(paid)),
  }
}

export const exampleFlow: Flow = {
  currency: 'USD',
  earned: '1350.00',
  reversed: '40.50',
  net: '1309.50',
  paid: '980.00',
}

export const CommissionReport = z
  .strictObject({
    from: z.string(),
    to: z.string(),
    timeZone: z.string().meta({ description: 'In which the days are.' }),
    groupBy: z.string(),
    currency: z.string().meta({ description: 'By whose net the groups are ordered, those of time aside.' }),
    groups: z.int().meta({ description: 'How many groups there are; `rows` has the first.' }),
    totals: z.array(Flow),
    rows: z.array(
      z.strictObject({
        key: z.string().nullable().meta({
          description: 'A day, the Monday of a week, a month such as `2026-04`, or an id; null: without one.',
        }),
        name: z.string().nullable().meta({ description: 'Name of the partner, plan or campaign.' }),
        amounts: z.array(Flow),
      }),
    ),
  })
  .meta({
    id: 'CommissionReport',
    examples: [
      {
        from: '2026-04-01',
        to: '2026-04-30',
        timeZone: 'Europe/Oslo',
        groupBy: 'PARTNER',
        currency: 'USD',
        groups: 1,
        totals: [exampleFlow],
        rows: [{ key: 'ptn_01KGHDCQE0TSE27719X13KZBKT', name: 'Larkspur Traders', amounts: [exampleFlow] }],
      },
    ],
  })
export type CommissionReport = z.infer<typeof CommissionReport>
