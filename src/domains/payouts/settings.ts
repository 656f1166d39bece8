import { z } from 'zod'
import type { Context } from '#/kernel/context.ts'
import { Currency } from '#/kernel/currency.ts'
import { Amount, amountIssues, moneyOf, toDecimal } from '#/kernel/money.ts'
import { command, difference, query } from '#/kernel/verb.ts'
import { sql } from '#/platform/database/sql.ts'

const Schedule = z
  .strictObject({
    every: z.enum(['MONTH', 'QUARTER']),
    daysAfter: z.int().min(0).max(180).meta({ description: 'Days after the end of that month or quarter, in UTC.' }),
  })
  .nullable()
  .meta({ description: 'When partners are paid, which is the day that the portal tells them. Null: it tells none.' })

const MinimumPayout = z.strictObject({ currency: Currency, amount: Amount })

const PayoutSettings = z
  .strictObject({
    currency: z.string().meta({ description: 'ISO 4217: of batches that name no other.' }),
    minimumPayouts: z
      .array(z.strictObject({ currency: z.string(), amount: z.string() }))
      .meta({ description: 'The least that a run pays out, by currency; what is less waits for the next one.' }),
    schedule: Schedule,
  })
  .meta({
    id: 'PayoutSettings',
    examples: [
      {
        currency: 'USD',
        minimumPayouts: [{ currency: 'USD', amount: '50.00' }],
        schedule: { every: 'MONTH', daysAfter: 15 },
      },
    ],
  })
type PayoutSettings = z.infer<typeof PayoutSettings>

const defaults: PayoutSettings = { currency: 'USD', minimumPayouts: [], schedule: null }

export const getPayoutSettings = query({
  name: 'payout-settings.get',
  may: 'commissions:read',
  summary: 'Get how payouts are made',
  input: z.strictObject({}),
  output: PayoutSettings,
  run: (ctx) => findSettings(ctx),
})

export const setPayoutSettings = command({
  name: 'payout-settings.set',
  may: 'commissions:write',
  summary: 'Set how payouts are made',
  description: 'What is made already keeps its currency.',
  input: z
    .strictObject({
      currency: Currency,
      minimumPayouts: z.array(MinimumPayout).max(200).default([]),
      schedule: Schedule.default(null),
    })
    .superRefine(checkMinimums),
  output: PayoutSettings,
  example: { currency: 'USD', minimumPayouts: [{ currency: 'USD', amount: '50' }] },
  async run(ctx, input) {
    const before = await findSettings(ctx, sql`for update`)
    const minimumPayouts = input.minimumPayouts.map(({ currency, amount }) => ({
      currency,
      amount: toDecimal(moneyOf(amount, currency).minor, currency),
    }))
    const { currency, schedule } = input
    const output = { currency, minimumPayouts, schedule }
    const differs = difference(before, output)
    if (!differs) return { output, changes: [] }
    await sql`
      insert into payout_setting (organisation_id, currency, minimum_payouts, schedule, updated_at)
      values (${ctx.organisationId}, ${currency}, ${JSON.stringify(minimumPayouts)}, ${schedule && JSON.stringify(schedule)}, ${ctx.now()})
      on conflict (organisation_id) do update
        set currency = excluded.currency, minimum_payouts = excluded.minimum_payouts, schedule = excluded.schedule, updated_at = excluded.updated_at
    `.execute(ctx.db)
    return { output, changes: [{ subjectId: ctx.organisationId, ...differs }] }
  },
})

function checkMinimums(
  { minimumPayouts }: { minimumPayouts: PayoutSettings['minimumPayouts'] },
  context: z.core.$RefinementCtx,
) {
  for (const [at, { currency, amount }] of minimumPayouts.entries()) {
    const place = ['minimumPayouts', at]
    const isNegative = amount.startsWith('-')
    const issues = amountIssues([...place, 'amount'], amount, currency, true)
    if (isNegative) issues.push({ path: [...place, 'amount'], code: 'custom', message: 'A minimum is not below zero.' })
    if (minimumPayouts.findIndex((other) => other.currency === currency) < at)
      issues.push({
        path: [...place, 'currency'],
        code: 'custom',
        message: 'This currency has a minimum above already.',
      })
    for (const { path, message } of issues) context.addIssue({ code: 'custom', path, message })
  }
}

export async function findSettings(ctx: Context, lock = sql``): Promise<PayoutSettings> {
  const { rows } = await sql<PayoutSettings>`
    select currency, minimum_payouts as "minimumPayouts", schedule from payout_setting where organisation_id = ${ctx.organisationId} ${lock}
  `.execute(ctx.db)
  return rows[0] ?? defaults
}

/** The least that a run pays out in a currency, in minor units: never nothing, and never less. */
export async function leastPayout(ctx: Context, currency: string): Promise<bigint> {
  const { minimumPayouts } = await findSettings(ctx)
  const minimum = minimumPayouts.find((one) => one.currency === currency)
  const minor = minimum ? moneyOf(minimum.amount, currency).minor : 0n
  return minor > 0n ? minor : 1n
}
