import { z } from 'zod'
import { wholeRange } from '#/domains/affiliate/index.ts'
import { findPartnerFamily } from '#/domains/partners/index.ts'
import type { Context } from '#/kernel/context.ts'
import { Currency } from '#/kernel/currency.ts'
import { toDecimal } from '#/kernel/money.ts'
import { Reference } from '#/kernel/text.ts'
import { query } from '#/kernel/verb.ts'
import { planEachTime, type Sql, sql } from '#/platform/database/sql.ts'
import { type Amounts, PayoutReport } from './shape.ts'

export const reportPayouts = query({
  name: 'reports.payouts',
  may: 'commissions:read',
  summary: 'Report payouts by stage and month',
  description:
    'A payout counts in the month in which its period ends, in UTC, as periods are given. `due` is what is still to be paid: the pool of pending lines, and payouts by where they stand. Without `from` and `to`: all there are.',
  input: z.strictObject({
    ...wholeRange,
    partnerId: Reference.optional().meta({
      description: 'Our id or the CRM `externalId`; partners merged into it are included.',
    }),
    currency: Currency.optional(),
  }),
  output: PayoutReport,
  example: { from: '2026-01-01', to: '2026-12-31' },
  async run(ctx, { partnerId, ...given }) {
    const family = partnerId === undefined ? undefined : await findPartnerFamily(ctx, partnerId)
    const { rows } = await statement(ctx, { ...given, family }).execute(ctx.db)
    const [found] = rows
    if (!found) throw new Error('A statement of sums gave no row.')
    return {
      due: found.due.map(({ currency, ...sums }) => ({
        currency,
        ...mapValues(sums, (minor) => toDecimal(BigInt(minor), currency)),
      })),
      stages: found.stages.map((one) => ({ ...one, amounts: one.amounts.map(toAmount) })),
      months: found.months.map(({ month, stages }) => ({
        month,
        stages: stages.map((one) => ({ ...one, amounts: one.amounts.map(toAmount) })),
      })),
    }
  },
})

type Wanted = {
  from?: string | undefined
  to?: string | undefined
  family: string[] | undefined
  currency?: string | undefined
}
type Stored = { currency: string; minor: string }
type Stages = { stage: string; payouts: number; amounts: Stored[] }[]
type Due = { currency: string; pool: string; toApprove: string; toPay: string; stopped: string }
type Found = { due: Due[]; stages: Stages; months: { month: string; stages: Stages }[] }

const toAmount = ({ currency, minor }: Stored): Amounts => ({ value: toDecimal(BigInt(minor), currency), currency })

const mapValues = <K extends string>(of: Record<K, string>, change: (value: string) => string) =>
  Object.fromEntries(Object.entries<string>(of).map(([key, value]) => [key, change(value)])) as Record<K, string>

/** The usual order of stages, in a `case` so that they sort by it. */
const order = sql`array_position(array['DRAFT','PENDING_REVIEW','PENDING_INVOICE','APPROVED','SCHEDULED','PENDING_PAYMENT','PAID','POSTPONED','BLOCKED','FAILED','DECLINED'], stage)`

/** One statement, so that pool and payouts are of one moment. */
function statement({ organisationId }: Context, { from, to, family, currency }: Wanted): Sql<Found> {
  const ofCurrency = currency === undefined ? sql`` : sql`and currency = ${currency}`
  const ofFamily = family === undefined ? sql`` : sql`and partner_id = any(${family})`
  return sql<Found>`${sql.raw(planEachTime)}
    with months as materialized (
      select id, to_char(period_end at time zone 'UTC', 'YYYY-MM') as month from payout_batch where organisation_id = ${organisationId}
        ${from === undefined ? sql`` : sql`and period_end >= ${from}::date::timestamp at time zone 'UTC'`}
        ${to === undefined ? sql`` : sql`and period_end < (${to}::date + 1)::timestamp at time zone 'UTC'`}
    ),
    tally as materialized (
      select m.month, y.stage, y.currency, sum(y.many) as many, sum(y.amount) as amount
      from (
        select batch_id, stage, currency, count(*) as many, sum(amount) as amount from payout
        where organisation_id = ${organisationId} ${ofCurrency} ${ofFamily} group by 1, 2, 3
      ) y join months m on m.id = y.batch_id group by 1, 2, 3
    ),
    stages as (
      select month, stage, sum(many)::int as payouts, json_agg(json_build_object('currency', currency, 'minor', amount::text) order by currency) as amounts
      from (select month, stage, currency, sum(many) as many, sum(amount) as amount from tally group by grouping sets ((month, stage, currency), (stage, currency))) t
      group by 1, 2
    ),
    due as (
      select currency, sum(amount) filter (where place = 'pool') as pool, sum(amount) filter (where place = 'approve') as approve,
        sum(amount) filter (where place = 'pay') as pay, sum(amount) filter (where place = 'stopped') as stopped
      from (
        select currency, 'pool' as place, amount from ledger_balance where organisation_id = ${organisationId} and account = 'PAYABLE' ${ofCurrency} ${ofFamily}
        union all
        select currency, case when stage in ('DRAFT', 'PENDING_REVIEW', 'PENDING_INVOICE') then 'approve'
          when stage in ('APPROVED', 'SCHEDULED', 'PENDING_PAYMENT') then 'pay' else 'stopped' end, amount
        from tally where stage <> 'PAID'
      ) d group by 1 having bool_or(amount <> 0)
    )
    select
      (select coalesce(json_agg(json_build_object('currency', currency, 'pool', coalesce(pool, 0)::text, 'toApprove', coalesce(approve, 0)::text,
        'toPay', coalesce(pay, 0)::text, 'stopped', coalesce(stopped, 0)::text) order by currency), '[]') from due) as due,
      (select coalesce(json_agg(${stage} order by ${order}), '[]') from stages where month is null) as stages,
      (select coalesce(json_agg(json_build_object('month', month, 'stages', of_month) order by month), '[]') from (
        select month, json_agg(${stage} order by ${order}) as of_month from stages where month is not null group by 1) m) as months`
}

const stage = sql`json_build_object('stage', stage, 'payouts', payouts, 'amounts', amounts)`
