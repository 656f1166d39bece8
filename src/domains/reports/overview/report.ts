import { z } from 'zod'
import { holds } from '#/kernel/actor.ts'
import type { Context } from '#/kernel/context.ts'
import { toDecimal } from '#/kernel/money.ts'
import { dayIn } from '#/kernel/time-zone.ts'
import { query } from '#/kernel/verb.ts'
import { sql } from '#/platform/database/sql.ts'
import { findTimeZone } from '../commissions/report.ts'
import { findMonths, monthsAt } from './months.ts'
import { Overview } from './shape.ts'
import { findWaiting } from './waiting.ts'

export const reportOverview = query({
  name: 'reports.overview',
  may: 'partners:read',
  orMay: 'commissions:read',
  summary: 'Report how the programme stands',
  description:
    'This month and the one before in the organisation’s time zone, what the ledger holds, and what waits for somebody. Each part asks for its own scope and is null without it: ' +
    '`affiliate:read` for clicks and conversions, `commissions:read` for amounts and payouts, `partners:read` for partners, `forms:read` for submissions and deals, `clients:read` for billing changes.',
  input: z.strictObject({}),
  output: Overview,
  example: {},
  async run(ctx) {
    const timeZone = await findTimeZone(ctx)
    const [months, balances, partners, waiting] = await Promise.all([
      findMonths(ctx, timeZone, monthsAt(dayIn(timeZone, ctx.now()))),
      holds(ctx.actor, 'commissions:read') ? findBalances(ctx) : null,
      holds(ctx.actor, 'partners:read') ? countPartners(ctx) : null,
      findWaiting(ctx),
    ])
    const [thisMonth, lastMonth] = months
    if (!thisMonth || !lastMonth) throw new Error('Two months were asked for.')
    return { timeZone, thisMonth, lastMonth, balances, partners, waiting }
  },
})

type Sums = { currency: string; earned: string; payable: string; inPayout: string; paid: string }

async function findBalances(ctx: Context): Promise<Overview['balances']> {
  const of = (account: string) => sql`coalesce(sum(amount) filter (where account = ${sql.lit(account)}), 0)::text`
  const { rows } = await sql<Sums>`
    select currency, ${of('EARNED')} as earned, ${of('PAYABLE')} as payable, ${of('IN_PAYOUT')} as "inPayout", ${of('PAID')} as paid
    from ledger_balance where organisation_id = ${ctx.organisationId} group by currency order by currency`.execute(
    ctx.db,
  )
  return rows.map(({ currency, earned, payable, inPayout, paid }) => {
    const decimal = (minor: string) => toDecimal(BigInt(minor), currency)
    return {
      currency,
      held: decimal(earned),
      payable: decimal(payable),
      inPayouts: decimal(inPayout),
      paid: decimal(paid),
    }
  })
}

async function countPartners(ctx: Context): Promise<Overview['partners']> {
  const { rows } = await sql<{ active: number; archived: number }>`
    select count(*) filter (where status = 'active')::int as active, count(*) filter (where status <> 'active')::int as archived
    from partner where organisation_id = ${ctx.organisationId} and merged_into_id is null`.execute(ctx.db)
  return rows[0] ?? { active: 0, archived: 0 }
}
