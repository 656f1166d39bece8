import { z } from 'zod'
import type { Context } from '#/kernel/context.ts'
import { moneyOf, toDecimal } from '#/kernel/money.ts'
import { End, Start } from '#/kernel/time.ts'
import { query } from '#/kernel/verb.ts'
import { sql } from '#/platform/database/sql.ts'
import { isEarnedBy } from '../attach.ts'
import { findSettings } from '../settings.ts'
import { endsBeforeItBegins } from './batch.ts'

const count = z.int().nonnegative()
const sum = z.strictObject({ partners: count, lines: count, amount: z.string() })

const exampleSum = { partners: 12, lines: 36, amount: '8420.50' }
const none = { partners: 0, lines: 0, amount: '0.00' }

const Preview = z
  .strictObject({
    currency: z.string().meta({ description: 'Of a batch that names no other.' }),
    currencies: z
      .array(
        z.strictObject({
          currency: z.string(),
          minimum: z.string().meta({ description: 'The least that is paid out.' }),
          paidOut: sum.meta({ description: 'What a run would put on payouts.' }),
          belowMinimum: sum.meta({ description: 'What would wait for the next run, for it comes to less.' }),
          later: sum.meta({ description: 'Lines of periods that end later.' }),
        }),
      )
      .meta({ description: 'Those in which lines are pending.' }),
  })
  .meta({
    id: 'PayoutBatchPreview',
    examples: [
      {
        currency: 'USD',
        currencies: [
          {
            currency: 'USD',
            minimum: '50.00',
            paidOut: exampleSum,
            belowMinimum: { partners: 1, lines: 1, amount: '20.00' },
            later: none,
          },
        ],
      },
    ],
  })

export const previewBatch = query({
  name: 'payout-batches.preview',
  may: 'commissions:read',
  summary: 'Preview a run over all partners',
  description:
    'What `POST /api/v1/payout-batches` with `allPartners` would pay out at this moment, in each currency, and what it would leave for later. Nothing is made. A partner counts once in each of the sums that it has lines in.',
  input: z.strictObject({ periodStart: Start, periodEnd: End }),
  output: Preview,
  example: { periodStart: '2026-01-01', periodEnd: '2026-03-31' },
  async run(ctx, { periodStart, periodEnd }) {
    if (periodStart > periodEnd) throw endsBeforeItBegins()
    const { currency, minimumPayouts } = await findSettings(ctx)
    const minimums = new Map(minimumPayouts.map((one) => [one.currency, one.amount]))
    const rows = await sumsOf(ctx, periodEnd, minimums)
    return {
      currency,
      currencies: rows.map((row) => ({
        currency: row.currency,
        minimum: minimums.get(row.currency) ?? toDecimal(0n, row.currency),
        paidOut: shown(row.currency, row.paid_partners, row.paid_lines, row.paid_amount),
        belowMinimum: shown(row.currency, row.short_partners, row.short_lines, row.short_amount),
        later: shown(row.currency, row.later_partners, row.later_lines, row.later_amount),
      })),
    }
  },
})

const groups = ['paid', 'short', 'later'] as const
type Group = (typeof groups)[number]
type Row = { currency: string } & Record<`${Group}_${'partners' | 'lines' | 'amount'}`, string>

const shown = (currency: string, partners: string, lines: string, amount: string) => ({
  partners: Number(partners),
  lines: Number(lines),
  amount: toDecimal(BigInt(amount), currency),
})

/** Partner by partner, for each has to come to the minimum by itself; never to nothing, and never to less. */
async function sumsOf(ctx: Context, periodEnd: Date, minimums: Map<string, string>): Promise<Row[]> {
  const leasts = [...minimums].map(([currency, amount]) => ({
    currency,
    least: moneyOf(amount, currency).minor.toString(),
  }))
  const { rows } = await sql<Row>`
    with least as materialized (
      select * from json_to_recordset(${JSON.stringify(leasts)}) as m(currency text, least bigint)
    ), waiting as (
      select l.currency, l.partner_id, count(*) filter (where ${isEarnedBy(periodEnd)}) as lines,
        coalesce(sum(l.amount) filter (where ${isEarnedBy(periodEnd)}), 0) as amount,
        count(*) filter (where not ${isEarnedBy(periodEnd)}) as later_lines, coalesce(sum(l.amount) filter (where not ${isEarnedBy(periodEnd)}), 0) as later_amount
      from commission_line l where l.organisation_id = ${ctx.organisationId} and l.status = 'PENDING' group by l.currency, l.partner_id
    ), judged as (
      select w.*, w.lines > 0 and w.amount >= greatest(coalesce(m.least, 1), 1) as is_paid from waiting w left join least m using (currency)
    )
    select currency, count(*) filter (where is_paid) as paid_partners, coalesce(sum(lines) filter (where is_paid), 0)::text as paid_lines,
      coalesce(sum(amount) filter (where is_paid), 0)::text as paid_amount,
      count(*) filter (where not is_paid and lines > 0) as short_partners, coalesce(sum(lines) filter (where not is_paid), 0)::text as short_lines,
      coalesce(sum(amount) filter (where not is_paid), 0)::text as short_amount,
      count(*) filter (where later_lines > 0) as later_partners, sum(later_lines)::text as later_lines, sum(later_amount)::text as later_amount
    from judged group by currency order by currency`.execute(ctx.db)
  return rows
}
