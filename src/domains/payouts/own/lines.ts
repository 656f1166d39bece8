import type { LineRow } from '#/domains/commissions/index.ts'
import { findOwnFamily } from '#/domains/partners/index.ts'
import type { Context } from '#/kernel/context.ts'
import { toDecimal } from '#/kernel/money.ts'
import { sql, type Sql } from '#/platform/database/sql.ts'
import { nextPayDay, payDayAfter } from '../pay-day.ts'
import { findSettings, leastPayout } from '../settings.ts'
import { shownStages } from './payouts.ts'

/** A line of the visitor's partner, and the payout that it is on where that is shown. */
export type OwnLineRow = LineRow & {
  shown_payout_id: string | null
  payout_period_end: Date | null
}

export async function ownLines(ctx: Context, which: Sql): Promise<OwnLineRow[]> {
  const { rows } = await sql<OwnLineRow>`
    select l.*, y.id as shown_payout_id, b.period_end as payout_period_end from commission_line l
    left join payout y on y.organisation_id = l.organisation_id and y.id = l.payout_id and y.stage = any(${shownStages})
    left join payout_batch b on b.organisation_id = y.organisation_id and b.id = y.batch_id
    where l.organisation_id = ${ctx.organisationId} and l.partner_id = any(${await findOwnFamily(ctx)}) ${which}`.execute(
    ctx.db,
  )
  return rows
}

type Sum = { value: string; currency: string }
type Balance = { account: 'EARNED' | 'PAYABLE' | 'IN_PAYOUT' | 'PAID'; currency: string; amount: string }

/** What stands on the accounts of the visitor's partner, by currency: what is held, and what was paid ever. */
export async function ownBalances(ctx: Context): Promise<{ held: Sum[]; paid: Sum[] }> {
  const { rows } = await sql<Balance>`
    select account, currency, sum(amount)::text as amount from ledger_balance
    where organisation_id = ${ctx.organisationId} and partner_id = any(${await findOwnFamily(ctx)}) and account in ('EARNED', 'PAID')
    group by account, currency having sum(amount) <> 0 order by currency`.execute(ctx.db)
  const of = (name: string) => rows.filter(({ account }) => account === name).map(toSum)
  return { held: of('EARNED'), paid: of('PAID') }
}

const toSum = ({ currency, amount }: Pick<Balance, 'currency' | 'amount'>): Sum => ({
  value: toDecimal(BigInt(amount), currency),
  currency,
})

/** What lines of the visitor's partner come to that were made from a day on, void ones left out. */
export async function ownEarned(ctx: Context, from: string, timeZone: string): Promise<Sum[]> {
  const { rows } = await sql<{ currency: string; amount: string }>`
    select currency, sum(amount)::text as amount from commission_line
    where organisation_id = ${ctx.organisationId} and partner_id = any(${await findOwnFamily(ctx)}) and status <> 'VOIDED'
      and created_at >= start_of_day(${from}::date, ${timeZone})
    group by currency order by currency`.execute(ctx.db)
  return rows.map(toSum)
}

/** What waits to be paid in one currency, and when. */
export type Due = Sum & { expectedOn: string | null; minimum: string | null; isBelowMinimum: boolean }

/** What is to be paid next in each currency: what waits for a payout or is on one that is being prepared. */
export async function ownDue(ctx: Context): Promise<Due[]> {
  const { rows } = await sql<{ currency: string; earned: Date; amount: string }>`
    select l.currency, date_trunc('month', coalesce(l.period_end, l.created_at) at time zone 'UTC') at time zone 'UTC' as earned, sum(l.amount)::text as amount
    from commission_line l left join payout y on y.organisation_id = l.organisation_id and y.id = l.payout_id
    where l.organisation_id = ${ctx.organisationId} and l.partner_id = any(${await findOwnFamily(ctx)})
      and (l.status = 'PENDING' or l.status = 'APPROVED' and y.stage <> all(${shownStages}))
    group by 1, 2 order by 1, 2`.execute(ctx.db)
  const byCurrency = [...Map.groupBy(rows, ({ currency }) => currency)]
  return await Promise.all(byCurrency.map(([currency, sums]) => dueIn(ctx, currency, sums)))
}

async function dueIn(ctx: Context, currency: string, sums: { earned: Date; amount: string }[]): Promise<Due> {
  const { schedule } = await findSettings(ctx)
  const days = sums.map(({ earned, amount }) => ({
    day: schedule && nextPayDay(schedule, earned, ctx.now()),
    amount: BigInt(amount),
  }))
  const expectedOn = days.map(({ day }) => day).toSorted()[0] ?? null
  const minor = days.filter(({ day }) => day === expectedOn).reduce((sum, { amount }) => sum + amount, 0n)
  const least = await leastPayout(ctx, currency)
  const minimum = least > 1n ? toDecimal(least, currency) : null
  return { value: toDecimal(minor, currency), currency, expectedOn, minimum, isBelowMinimum: minor < least }
}

type PayDays = { ofEarned(earned: Date): string | null; ofPayout(periodEnd: Date): string | null }

/** When what was earned at a moment, and a payout of a period, are expected to be paid; null: the programme tells no day. */
export async function payDaysOf(ctx: Context): Promise<PayDays> {
  const { schedule } = await findSettings(ctx)
  return {
    ofEarned: (earned) => schedule && nextPayDay(schedule, earned, ctx.now()),
    ofPayout: (periodEnd) => schedule && payDayAfter(schedule, periodEnd),
  }
}
