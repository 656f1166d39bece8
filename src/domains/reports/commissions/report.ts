import { z } from 'zod'
import { daysOf, groupingOf, mostDays, mostGroups, rangeInput } from '#/domains/affiliate/index.ts'
import { findPartnerFamily } from '#/domains/partners/index.ts'
import type { Context } from '#/kernel/context.ts'
import { Currency } from '#/kernel/currency.ts'
import { Reference } from '#/kernel/text.ts'
import { query } from '#/kernel/verb.ts'
import { sql } from '#/platform/database/sql.ts'
import { CommissionReport, toFlow } from './shape.ts'
import { flowsReport, groupings, type Wanted } from './statement.ts'

export const reportCommissions = query({
  name: 'reports.commissions',
  may: 'commissions:read',
  summary: 'Report what partners earned and were paid',
  description:
    'Of days in the organisation’s time zone, from the entries of the ledger: each amount is reported on the day of its movement, so an amount that is taken back later changes no earlier day. ' +
    'Amounts are by currency and never folded into one. By time: each day, week (from Monday) or month with anything, the oldest first. ' +
    'Otherwise those with the highest net in `currency` first, which is the currency of payouts unless one is asked for.',
  input: z.strictObject({
    ...rangeInput,
    groupBy: groupingOf(groupings),
    partnerId: Reference.optional().meta({
      description: 'Our id or the CRM `externalId`; partners merged into it are included.',
    }),
    planId: Reference.optional(),
    campaignId: Reference.optional(),
    currency: Currency.optional(),
    limit: mostGroups,
  }),
  output: CommissionReport,
  example: { from: '2026-04-01', to: '2026-04-30', groupBy: 'PARTNER', limit: '10' },
  run: commissionReport,
})

type Asked = Pick<Wanted, 'groupBy' | 'limit'> & {
  from?: string | undefined
  to?: string | undefined
  partnerId?: string | undefined
  planId?: string | undefined
  campaignId?: string | undefined
  currency?: string | undefined
}

/** What `reportCommissions` answers, for code. */
export async function commissionReport(ctx: Context, asked: Asked): Promise<CommissionReport> {
  const { groupBy, partnerId, planId, campaignId, currency, limit, ...given } = asked
  const { from, to } = daysOf(ctx, await findTimeZone(ctx), given)
  const family = partnerId === undefined ? undefined : await findPartnerFamily(ctx, partnerId)
  const isOfTime = groupBy === 'DAY' || groupBy === 'WEEK' || groupBy === 'MONTH'
  const { organisationId } = ctx
  const wanted = { organisationId, from, to, groupBy, family, planId, campaignId, currency }
  const { rows } = await flowsReport({ ...wanted, limit: isOfTime ? mostDays : limit }).execute(ctx.db)
  const found = rows[0]?.found
  if (!found) throw new Error(`There is no organisation ${organisationId}.`)
  return {
    from,
    to,
    groupBy,
    ...found,
    totals: found.totals.map(toFlow),
    rows: found.rows.map((row) => ({ ...row, amounts: row.amounts.map(toFlow) })),
  }
}

/** In which an organisation's amounts are added up. */
export async function findTimeZone(ctx: Context): Promise<string> {
  const { rows } = await sql<{ timeZone: string }>`
    select coalesce(z.time_zone, o.time_zone) as "timeZone"
    from organisation o left join commission_figures_zone z on z.organisation_id = o.id where o.id = ${ctx.organisationId}`.execute(
    ctx.db,
  )
  const [found] = rows
  if (!found) throw new Error(`There is no organisation ${ctx.organisationId}.`)
  return found.timeZone
}
