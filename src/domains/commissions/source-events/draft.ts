import type { Context } from '#/kernel/context.ts'
import { DomainError, invalid, type Issue } from '#/kernel/error.ts'
import { findPlan } from '../plans/queries.ts'
import { resolveTargets } from '../plans/targets.ts'
import type { Terms } from '../plans/terms.ts'
import { checked } from '../plans/versions.ts'
import type { Candidate } from './candidates.ts'
import type { EventPartner } from './earner.ts'
import type { NewEvent, Reckoning } from './new-event.ts'
import { reckonBy, reckonSale } from './sale.ts'
import type { Reason } from './source-event.ts'

export type Draft = Terms & { effectiveFrom?: Date | undefined; effectiveTo?: Date | null | undefined }

type Sale = { event: NewEvent; partner: EventPartner }

/** What a plan that is not saved would make of a sale: a new one, or the next version of the one that the event asks for. */
export async function reckonDraft(ctx: Context, draft: Draft, { event, partner }: Sale): Promise<Reckoning> {
  const { effectiveFrom = event.occurredAt, effectiveTo = null, ...given } = draft
  const terms = await inPlace(async () => checked(await resolveTargets(ctx, given), { effectiveFrom, effectiveTo }))
  const saved = event.planId === null ? undefined : await findPlan(ctx, event.planId)
  if (saved && effectiveFrom > event.occurredAt) return await reckonSale(ctx, event, partner, { isTrial: true })
  const plan: Candidate = {
    id: saved?.id ?? '',
    version: saved ? saved.version + 1 : 0,
    name: saved?.name ?? '',
    terms,
    sums: 'NOTHING',
  }
  const against = reasonOf({ effectiveFrom, effectiveTo }, terms, { event, partner })
  const isTrial = true
  const reckoning = await reckonBy(ctx, against ? [] : [plan], { event, partner, isTrial })
  if (against) reckoning.skipped.push({ planId: plan.id, reason: against })
  return reckoning
}

type Dates = { effectiveFrom: Date; effectiveTo: Date | null }

/** As `findCandidates` decides it of plans that are stored. */
function reasonOf(dates: Dates, { appliesTo }: Terms, { event, partner }: Sale): Reason | undefined {
  const second = Math.floor(event.occurredAt.getTime() / 1000) * 1000
  const isOver = dates.effectiveTo !== null && dates.effectiveTo.getTime() < second
  if (isOver || dates.effectiveFrom > event.occurredAt) return 'NOT_IN_FORCE'
  const isNamed =
    appliesTo === null ||
    appliesTo.partnerIds.some((id) => partner.partnerIds.includes(id)) ||
    appliesTo.tierIds.some((id) => id === partner.tierId) ||
    appliesTo.categories.some((category) => partner.categories.includes(category))
  return isNamed ? undefined : 'NOT_FOR_PARTNER'
}

/** Faults of the draft, at their paths in the body. */
async function inPlace<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run()
  } catch (error) {
    if (!(error instanceof DomainError) || error.kind !== 'invalid' || !Array.isArray(error.details)) throw error
    const issues = error.details as Issue[]
    throw invalid(issues.map((issue) => ({ ...issue, path: ['draft', ...issue.path] })))
  }
}
