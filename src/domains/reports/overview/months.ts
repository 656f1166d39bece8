import { affiliateReport, findVisitedPartners } from '#/domains/affiliate/index.ts'
import { holds } from '#/kernel/actor.ts'
import type { Context } from '#/kernel/context.ts'
import { sql } from '#/platform/database/sql.ts'
import { commissionReport } from '../commissions/report.ts'
import { earnersIn } from '../commissions/statement.ts'
import type { MonthOverview } from './shape.ts'

/** A month of an organisation's time zone, by its days, both included. */
export type Month = { from: string; to: string }

/** The month of a day, and the one before it. */
export function monthsAt(day: string): [Month, Month] {
  const [year = 0, month = 0] = day.split('-').map(Number)
  const monthOf = (index: number) => ({ from: dayOf(year, index, 1), to: dayOf(year, index + 1, 0) })
  return [monthOf(month - 1), monthOf(month - 2)]
}

const dayOf = (year: number, month: number, day: number) =>
  new Date(Date.UTC(year, month, day)).toISOString().slice(0, 10)

/** Of each month what the actor may see. */
export async function findMonths(ctx: Context, timeZone: string, months: Month[]): Promise<MonthOverview[]> {
  const sees = { visits: holds(ctx.actor, 'affiliate:read'), amounts: holds(ctx.actor, 'commissions:read') }
  const seesPartners = holds(ctx.actor, 'partners:read')
  const range = { from: months.at(-1)?.from, to: months[0]?.to, groupBy: 'MONTH' as const, limit: 1 }
  const visits = sees.visits ? await affiliateReport(ctx, range) : undefined
  const flows = sees.amounts ? await commissionReport(ctx, range) : undefined
  return await Promise.all(
    months.map(async (month) => {
      const key = month.from.slice(0, 7)
      const visited = visits?.rows.find((row) => row.key === key)
      return {
        month: key,
        ...month,
        clicks: visits ? (visited?.clicks ?? 0) : null,
        conversions: visits ? (visited?.conversions ?? noConversions) : null,
        rate: visited?.rate ?? null,
        amounts: flows ? (flows.rows.find((row) => row.key === key)?.amounts ?? []) : null,
        newPartners: seesPartners ? await countNewPartners(ctx, timeZone, month) : null,
        activePartners: seesPartners ? (await findActivePartners(ctx, month)).size : null,
      }
    }),
  )
}

const noConversions = { pending: 0, review: 0, accepted: 0, declined: 0 }

/** Those whose links were clicked, who led to a conversion, or who were granted a commission. */
export async function findActivePartners(ctx: Context, range: Month): Promise<Set<string>> {
  const [visited, earned] = await Promise.all([
    findVisitedPartners(ctx, range),
    earnersIn({ organisationId: ctx.organisationId, ...range }).execute(ctx.db),
  ])
  return new Set([...visited, ...(earned.rows[0]?.ids ?? [])])
}

async function countNewPartners(ctx: Context, timeZone: string, { from, to }: Month): Promise<number> {
  const { rows } = await sql<{ many: number }>`
    select count(*)::int as many from partner
    where organisation_id = ${ctx.organisationId} and merged_into_id is null
      and created_at >= start_of_day(${from}::date, ${timeZone}) and created_at < start_of_day(${to}::date + 1, ${timeZone})`.execute(
    ctx.db,
  )
  return rows[0]?.many ?? 0
}
