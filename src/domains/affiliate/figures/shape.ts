import { z } from 'zod'

const tally = {
  clicks: z.int().meta({ description: 'Visits without those of somebody who had come within the hour before.' }),
  conversions: z
    .strictObject({ pending: z.int(), review: z.int(), accepted: z.int(), declined: z.int() })
    .meta({ description: 'By status.' }),
  rate: z.string().nullable().meta({
    description:
      'Conversions by a click that are not declined, for each click: `0.0231` is 2.31 %. Null where nobody clicked.',
  }),
  earned: z.array(z.strictObject({ value: z.string(), currency: z.string() })).meta({
    description:
      'What the conversions’ commission lines that are not void come to, less what was taken back of them, in each currency.',
  }),
}
export type AffiliateTally = z.infer<z.ZodObject<typeof tally>>

const exampleTally = {
  clicks: 1204,
  conversions: { pending: 3, review: 1, accepted: 24, declined: 2 },
  rate: '0.0224',
  earned: [{ value: '1350.00', currency: 'USD' }],
}

export const AffiliateReport = z
  .strictObject({
    from: z.string(),
    to: z.string(),
    timeZone: z.string().meta({ description: 'In which the days are.' }),
    groupBy: z.string(),
    groups: z.int().meta({ description: 'How many groups there are; `rows` has the first.' }),
    totals: z.strictObject(tally).meta({
      description: 'Of all, also of what is in no group: conversions without a link, clicks without that sub-id.',
    }),
    rows: z.array(
      z.strictObject({
        key: z.string().meta({ description: 'A day, an id or a sub-id.' }),
        name: z.string().nullable().meta({ description: 'Name of the partner or campaign, code of the link.' }),
        ...tally,
      }),
    ),
  })
  .meta({
    id: 'AffiliateReport',
    examples: [
      {
        from: '2026-04-01',
        to: '2026-04-30',
        timeZone: 'Europe/Oslo',
        groupBy: 'PARTNER',
        groups: 1,
        totals: exampleTally,
        rows: [{ key: 'ptn_01KGHDCQE0TSE27719X13KZBKT', name: 'Alder & Finch Logistics', ...exampleTally }],
      },
    ],
  })

export type AffiliateReport = z.infer<typeof AffiliateReport>

/** Four decimals, half up. */
export function rateOf(converted: number, clicks: number): string | null {
  if (clicks === 0) return null
  const tenThousandths = (BigInt(converted) * 20_000n + BigInt(clicks)) / (BigInt(clicks) * 2n)
  const digits = tenThousandths.toString().padStart(5, '0')
  return `${digits.slice(0, -4)}.${digits.slice(-4)}`
}
