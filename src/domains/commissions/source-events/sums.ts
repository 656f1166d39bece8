import type { Context } from '#/kernel/context.ts'
import { sql } from '#/platform/database/sql.ts'
import type { Before } from '../plans/bands.ts'
import type { EarnedBefore } from '../plans/caps.ts'
import { type Period, periodOf, type PeriodUnit } from '../plans/period.ts'
import type { Commission, Terms } from '../plans/terms.ts'

/** Whose sums: of all partners where no ids are given. */
type Of = { planId: string; currency: string; occurredAt: Date; partnerIds: readonly string[] }

/** What was sold under a plan in the period of its bands. */
export async function soldBefore(ctx: Context, commission: Commission, of: Of): Promise<Before> {
  if (commission.type !== 'TIERED') return { sold: 0n, sales: 0n }
  const { rows } = await sql<{ sold: string; sales: string }>`
    select coalesce(sum(e.amount - r.refunded), 0)::text as sold, count(*) filter (where e.amount > r.refunded)::text as sales
    from commission_plan_result s
    join source_event e on e.organisation_id = s.organisation_id and e.id = s.source_event_id and e.currency = ${of.currency}
    cross join lateral (
      select coalesce(sum(amount), 0) as refunded from source_event where organisation_id = s.organisation_id and original_id = e.id
    ) r
    left join commission_line l on l.organisation_id = s.organisation_id and l.id = s.line_id
    where ${inPeriod(ctx, of, periodOf(of.occurredAt, commission.period))} and s.partner_id = any(${of.partnerIds})
      and l.status is distinct from 'VOIDED'`.execute(ctx.db)
  const [row] = rows
  return { sold: BigInt(row?.sold ?? 0), sales: BigInt(row?.sales ?? 0) }
}

/** What was earned under a plan in the periods of its caps. */
export async function earnedBefore(ctx: Context, caps: Terms['caps'], of: Of): Promise<EarnedBefore> {
  const earned = async (unit: PeriodUnit | undefined, isOfPartner: boolean) =>
    unit ? await sumOfLines(ctx, of, { period: periodOf(of.occurredAt, unit), isOfPartner }) : 0n
  return {
    byPartner: await earned(caps?.perPartner?.period, true),
    byAll: await earned(caps?.perPeriod?.period, false),
  }
}

type Range = { period: Period; isOfPartner: boolean }

async function sumOfLines(ctx: Context, of: Of, { period, isOfPartner }: Range): Promise<bigint> {
  const { rows } = await sql<{ earned: string }>`
    select coalesce(sum(l.amount + r.corrected), 0)::text as earned
    from commission_plan_result s
    join commission_line l on l.organisation_id = s.organisation_id and l.id = s.line_id and l.status <> 'VOIDED' and l.currency = ${of.currency}
    cross join lateral (
      select coalesce(sum(c.amount), 0) as corrected from commission_line c
      where c.organisation_id = s.organisation_id and c.corrects_id = l.id and c.status <> 'VOIDED' and c.currency = ${of.currency}
    ) r
    where ${inPeriod(ctx, of, period)} ${isOfPartner ? sql`and s.partner_id = any(${of.partnerIds})` : sql``}`.execute(
    ctx.db,
  )
  return BigInt(rows[0]?.earned ?? 0)
}

const inPeriod = (ctx: Context, { planId }: Of, { start, next }: Period) =>
  sql`s.organisation_id = ${ctx.organisationId} and s.plan_id = ${planId} and s.occurred_at >= ${start} and s.occurred_at < ${next}`
