import type { Context } from '#/kernel/context.ts'
import { invalidField } from '#/kernel/error.ts'
import { isAmount } from '#/kernel/money.ts'
import { sql } from '#/platform/database/sql.ts'
import { allOneAtATime } from '#/platform/perform.ts'
import type { NewLine } from '../lines/insert.ts'
import { chooseCommission, evaluate } from '../plans/evaluate.ts'
import { endOf, monthsAfter, periodOf } from '../plans/period.ts'
import { currencyOf } from '../plans/rules.ts'
import { type Candidate, findCandidates } from './candidates.ts'
import type { EventPartner } from './earner.ts'
import type { NewEvent, Reckoning } from './new-event.ts'
import type { Reason } from './source-event.ts'
import { earnedBefore, soldBefore } from './sums.ts'

/** What every plan that applies makes of a sale or renewal. */
export async function reckonSale(
  ctx: Context,
  event: NewEvent,
  partner: EventPartner,
  options: Options = {},
): Promise<Reckoning> {
  const { plans, against } = await findCandidates(ctx, event, partner)
  const reckoning = await reckonBy(ctx, plans, { event, partner, ...options })
  if (against && event.planId !== null) reckoning.skipped.push({ planId: event.planId, reason: against })
  return reckoning
}

type Options = {
  /** Nothing comes of it, so nobody waits for it. */
  isTrial?: boolean
}

/** What these plans make of a sale or renewal. */
export async function reckonBy(
  ctx: Context,
  plans: Candidate[],
  { event, partner, isTrial = false }: Sale & Options,
): Promise<Reckoning> {
  const since = await customerSince(ctx, event, plans)
  const judged = plans.map((plan) => ({ plan, reason: reasonAgainst(plan, event, since) }))
  const applying = judged.filter(({ reason }) => !reason).map(({ plan }) => plan)
  if (!isTrial) await oneOfEachAtATime(ctx, applying, partner)
  const reckoning: Reckoning = {
    lines: [],
    skipped: judged.flatMap(({ plan, reason }) => (reason ? [{ planId: plan.id, reason }] : [])),
    reckonedBy: applying.map(({ id, version }) => ({ planId: id, version })),
    originalId: null,
  }
  for (const plan of applying) {
    const result = await lineOf(ctx, plan, { event, partner })
    if (typeof result === 'string') reckoning.skipped.push({ planId: plan.id, reason: result })
    else reckoning.lines.push(result)
  }
  return reckoning
}

function reasonAgainst({ terms }: Candidate, event: NewEvent, since: Date | undefined): Reason | undefined {
  const currency = currencyOf(terms)
  if (!terms.eventTypes.some((type) => type === event.type)) return 'EVENT_TYPE'
  if (currency !== null && currency !== event.amount.currency) return 'CURRENCY'
  if (terms.recurringMonths === null || event.type !== 'RENEWAL') return undefined
  if (!since) return 'CUSTOMER_UNKNOWN'
  return event.occurredAt < monthsAfter(since, terms.recurringMonths) ? undefined : 'RECURRING_ENDED'
}

/** When the customer of a renewal first bought: its first sale; where none is known its conversion, else its first renewal. */
async function customerSince(ctx: Context, event: NewEvent, plans: Candidate[]): Promise<Date | undefined> {
  const isAsked = event.type === 'RENEWAL' && plans.some(({ terms }) => terms.recurringMonths !== null)
  if (!isAsked) return undefined
  if (event.customerId === null) return event.boundAt ?? undefined
  const { rows } = await sql<{ since: Date | null }>`
    select coalesce(min(occurred_at) filter (where type = 'SALE'), ${event.boundAt ?? null}::timestamptz,
      least(min(occurred_at), ${event.occurredAt}::timestamptz)) as since
    from source_event
    where organisation_id = ${ctx.organisationId} and customer_id = ${event.customerId} and original_id is null`.execute(
    ctx.db,
  )
  return rows[0]?.since ?? event.occurredAt
}

/** Whoever adds to the same sums waits, so that no two events see the same of a cap left. */
async function oneOfEachAtATime(ctx: Context, plans: Candidate[], { id }: EventPartner): Promise<void> {
  const keys = plans.flatMap((plan) => {
    if (plan.sums === 'NOTHING') return []
    return [plan.sums === 'PLAN' ? ['commission plan', plan.id] : ['commission plan', plan.id, id]]
  })
  await allOneAtATime(ctx, keys)
}

type Sale = { event: NewEvent; partner: EventPartner }

async function lineOf(ctx: Context, plan: Candidate, { event, partner }: Sale): Promise<NewLine | Reason> {
  const { terms } = plan
  const chosen = chooseCommission(terms, partner)
  const of = {
    planId: plan.id,
    currency: event.amount.currency,
    occurredAt: event.occurredAt,
    partnerIds: partner.partnerIds,
  }
  const before = await soldBefore(ctx, chosen.commission, of)
  const earned = await earnedBefore(ctx, terms.caps, of)
  const { amount, calculation } = evaluate({
    chosen,
    caps: terms.caps,
    sale: event.amount,
    occurredAt: event.occurredAt,
    before,
    earned,
  })
  if (amount.minor === 0n) return calculation.caps.some(({ isReached }) => isReached) ? 'CAP_REACHED' : 'NOTHING_EARNED'
  if (!isAmount(amount)) throw invalidField('amount', 'custom', 'The commission of this amount is too large.')
  const periodEnd = endOf(periodOf(event.occurredAt, terms.earningPeriod))
  return {
    partnerId: partner.id,
    amount,
    sourceAmount: event.amount,
    description: event.description,
    status: 'PENDING',
    plan: { id: plan.id, version: plan.version, name: plan.name, periodEnd, calculation },
    sourceEventId: event.id,
  }
}
