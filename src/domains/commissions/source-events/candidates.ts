import type { Context } from '#/kernel/context.ts'
import { invalidField } from '#/kernel/error.ts'
import { sql } from '#/platform/database/sql.ts'
import type { Terms } from '../plans/terms.ts'
import type { EventPartner } from './earner.ts'
import type { NewEvent } from './new-event.ts'

/** A plan in the version in force when an event occurred. */
export type Candidate = {
  id: string
  version: number
  name: string
  terms: Terms
  /** Whether any of its versions looks at what was sold or earned before. */
  sums: 'PLAN' | 'PARTNER' | 'NOTHING'
}

type Row = {
  id: string
  is_archived: boolean
  number: number | null
  name: string
  terms: Terms
  is_in_force: boolean
  is_for_partner: boolean
  sums: Candidate['sums']
}

type Found = { plans: Candidate[]; against?: 'NOT_IN_FORCE' | 'NOT_FOR_PARTNER' }

/** The plans in force for the partner when the event occurred; or the one that it asks for, and else what is against it. */
export async function findCandidates(ctx: Context, event: NewEvent, partner: EventPartner): Promise<Found> {
  const { rows } = await plansFor(ctx, event, partner).execute(ctx.db)
  if (event.planId === null) return { plans: rows.map(toCandidate) }
  const [asked] = rows
  if (!asked) throw invalidField('planId', 'unknown_reference', 'No commission plan has this id.')
  if (asked.is_archived) throw invalidField('planId', 'custom', 'This plan is archived. Restore it first.')
  if (!asked.is_in_force) return { plans: [], against: 'NOT_IN_FORCE' }
  return asked.is_for_partner ? { plans: [toCandidate(asked)] } : { plans: [], against: 'NOT_FOR_PARTNER' }
}

const toCandidate = ({ id, number, name, terms, sums }: Row): Candidate => ({
  id,
  version: number ?? 0,
  name,
  terms,
  sums,
})

const plansFor = (
  ctx: Context,
  { occurredAt, planId }: NewEvent,
  { partnerIds, tierId, categories }: EventPartner,
) => sql<Row>`
  select p.id, p.archived_at is not null as is_archived, v.number, v.name, v.terms,
    coalesce(v.effective_to >= date_trunc('second', ${occurredAt}::timestamptz), v.number is not null) as is_in_force,
    coalesce(f.is_for_partner, false) as is_for_partner, s.sums
  from commission_plan p
  left join lateral (
    select * from commission_plan_version v where v.organisation_id = p.organisation_id and v.plan_id = p.id and v.effective_from <= ${occurredAt}
    order by v.number desc limit 1
  ) v on true
  cross join lateral (
    select v.is_for_all or exists (
      select from commission_plan_target t
      where t.organisation_id = p.organisation_id and t.plan_id = p.id and t.version = v.number and t.role = 'APPLIES'
        and (t.partner_id = any(${partnerIds}) or t.tier_id = ${tierId} or t.category = any(${categories}))
    ) as is_for_partner
  ) f
  cross join lateral (
    select case when bool_or(w.sums_plan) then 'PLAN' when bool_or(w.sums_partner) then 'PARTNER' else 'NOTHING' end as sums
    from commission_plan_version w where w.organisation_id = p.organisation_id and w.plan_id = p.id
  ) s
  where p.organisation_id = ${ctx.organisationId}
    and ${
      planId === null
        ? sql`p.archived_at is null and f.is_for_partner and (v.effective_to is null or v.effective_to >= date_trunc('second', ${occurredAt}::timestamptz))`
        : sql`p.id = ${planId}`
    }
  order by p.id`
