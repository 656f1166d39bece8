import { recordSale } from '#/domains/commissions/index.ts'
import type { Context } from '#/kernel/context.ts'
import { DomainError } from '#/kernel/error.ts'
import { sql } from '#/platform/database/sql.ts'
import type { CommissionExplained, Explanation } from '../explanation.ts'
import type { NewConversion } from './write.ts'

/** Lets the plan of its campaign reckon a conversion that was just written, in the same transaction: the line is held. */
export async function reckonByPlan(ctx: Context, made: NewConversion): Promise<void> {
  const { conversionId, decided } = made
  const { sale, explanation } = decided
  if (explanation.commission?.type !== 'PLAN' || !sale || sale.minor === 0n) return
  const outcome = await outcomeOf(ctx, made, sale)
  const isUnusable = outcome.result === 'PLAN_SKIPPED' && outcome.skipped === null
  const whole: Explanation = {
    ...explanation,
    ...(isUnusable ? { status: 'review', reasons: [...explanation.reasons, 'PLAN_UNUSABLE'] } : {}),
    commission: { ...explanation.commission, ...outcome },
  }
  await sql`
    update conversion set commission_line_id = ${outcome.lineId}, explanation = ${JSON.stringify(whole)}, status = ${whole.status},
      accept_at = case when ${isUnusable} then null else accept_at end
    where organisation_id = ${ctx.organisationId} and id = ${conversionId}`.execute(ctx.db)
}

type Outcome = Pick<CommissionExplained, 'result' | 'skipped' | 'lineId' | 'amount' | 'currency'>

const none = { result: 'PLAN_SKIPPED' as const, lineId: null, amount: null, currency: null }

/** A plan that is archived or reckons more than an amount can be leaves the conversion to a person: it is not lost. */
async function outcomeOf(
  ctx: Context,
  made: NewConversion,
  sale: NonNullable<NewConversion['decided']['sale']>,
): Promise<Outcome> {
  const { conversionId, report, facts, decided } = made
  const planId = facts.campaign.commission.type === 'PLAN' ? facts.campaign.commission.planId : null
  try {
    const { lines, skipped } = await recordSale(
      ctx,
      {
        sourceId: `conversion:${conversionId}`,
        partnerId: decided.credited.partnerId,
        customerId: report.customerId,
        amount: sale,
        occurredAt: ctx.now(),
        planId,
        description: facts.campaign.name,
      },
      'HELD',
    )
    const [line] = lines
    if (line) return { result: 'LINE', skipped: null, lineId: line.id, amount: line.amount, currency: line.currency }
    return { ...none, skipped: skipped[0]?.reason ?? 'NOTHING_EARNED' }
  } catch (error) {
    if (error instanceof DomainError) return { ...none, skipped: null }
    throw error
  }
}
