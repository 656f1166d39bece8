import type { Context } from '#/kernel/context.ts'
import { sql } from '#/platform/database/sql.ts'
import type { Before } from '../plans/bands.ts'
import type { EarnedBefore } from '../plans/caps.ts'
import { periodOf, type PeriodUnit } from '../plans/period.ts'
import type { Commission, Terms } from '../plans/terms.ts'

type Of = { planId: string; currency: string; occurredAt: Date; partnerIds: readonly string[] }

/** What the partner sold under a plan in the period of its bands. */
export async function soldBefore(ctx: Context, commission: Commission, of: Of): Promise<Before> {
  if (commission.type !== 'TIERED') return { sold: 0n, sales: 0n }
  const { sold, sales } = await sumsOf(ctx, of, { unit: commission.period, isOfPartner: true })
  return { sold: BigInt(sold), sales: BigInt(sales) }
}

/** What was earned under a plan in the periods of its caps: by the partner, and by all. */
export async function earnedBefore(ctx: Context, caps: Terms['caps'], of: Of): Promise<EarnedBefore> {
  const earned = async (unit: PeriodUnit | undefined, isOfPartner: boolean) =>
    unit ? BigInt((await sumsOf(ctx, of, { unit, isOfPartner })).earned) : 0n
  return {
    byPartner: await earned(caps?.perPartner?.period, true),
    byAll: await earned(caps?.perPeriod?.period, false),
  }
}

type Sums = { sold: string; sales: string; earned: string }

async function sumsOf(
  ctx: Context,
  { planId, currency, occurredAt, partnerIds }: Of,
  { unit, isOfPartner }: { unit: PeriodUnit; isOfPartner: boolean },
): Promise<Sums> {
  const { start, next } = periodOf(occurredAt, unit)
  const columns = isOfPartner
    ? sql`coalesce(sum(sold), 0)::text as sold, (count(*) filter (where sold > 0))::text as sales, coalesce(sum(earned), 0)::text as earned`
    : sql`'0' as sold, '0' as sales, coalesce(sum(earned), 0)::text as earned`
  const { rows } = await sql<Sums>`
    select ${columns} from commission_plan_result
    where organisation_id = ${ctx.organisationId} and plan_id = ${planId} and occurred_at >= ${start} and occurred_at < ${next}
      ${isOfPartner ? sql`and partner_id = any(${partnerIds})` : sql``} and currency = ${currency} and not is_voided`.execute(
    ctx.db,
  )
  return rows[0] ?? { sold: '0', sales: '0', earned: '0' }
}
