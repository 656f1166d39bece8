import type { Context } from '#/kernel/context.ts'
import { invalid, invalidField } from '#/kernel/error.ts'
import { brokenConstraint } from '#/platform/database/failure.ts'
import { sql } from '#/platform/database/sql.ts'
import { normalise } from './normalise.ts'
import { termIssues } from './rules.ts'
import type { Commission, Terms } from './terms.ts'

export type NewVersion = {
  planId: string
  number: number
  name: string
  effectiveFrom: Date
  effectiveTo: Date | null
  terms: Terms
}

/** Terms in their one spelling, where they and the dates hold together. */
export function checked(
  terms: Terms,
  { effectiveFrom, effectiveTo }: Pick<NewVersion, 'effectiveFrom' | 'effectiveTo'>,
) {
  const message = `A plan does not end before it begins, at ${effectiveFrom.toISOString()}.`
  const isBackwards = effectiveTo !== null && effectiveTo < effectiveFrom
  const dates = isBackwards ? [{ path: ['effectiveTo'], code: 'custom', message }] : []
  const issues = [...dates, ...termIssues(terms)]
  if (issues.length) throw invalid(issues)
  return normalise(terms)
}

/** Writes a version, with whom it names, in one statement. */
export async function insertVersion(ctx: Context, version: NewVersion): Promise<void> {
  const { planId, number, name, effectiveFrom, effectiveTo, terms } = version
  await sql`
    with made as (
      insert into commission_plan_version (organisation_id, plan_id, number, name, effective_from, effective_to, is_for_all, sums_partner, sums_plan,
        terms, actor_kind, actor_id, actor_name, created_at)
      values (${ctx.organisationId}, ${planId}, ${number}, ${name}, ${effectiveFrom}, ${effectiveTo}, ${terms.appliesTo === null},
        ${sumsPartner(terms)}, ${terms.caps?.perPeriod != null}, ${JSON.stringify(terms)}, ${ctx.actor.kind}, ${ctx.actor.id}, ${ctx.actor.name}, ${ctx.now()})
    )
    insert into commission_plan_target (organisation_id, plan_id, version, number, role, partner_id, tier_id, category)
    select ${ctx.organisationId}, ${planId}, ${number}, t.number, t.role, t.partner_id, t.tier_id, t.category
    from json_to_recordset(${JSON.stringify(targetsOf(terms))}) as t(number integer, role text, partner_id text, tier_id text, category text)`.execute(
    ctx.db,
  )
}

function sumsPartner({ commission, rates, caps }: Terms): boolean {
  const looksBack = ({ type }: Commission) => type === 'TIERED'
  return looksBack(commission) || rates.some((rate) => looksBack(rate.commission)) || caps?.perPartner != null
}

function targetsOf({ appliesTo, rates }: Terms) {
  const { partnerIds = [], tierIds = [], categories = [] } = appliesTo ?? {}
  const targets = [
    ...partnerIds.map((id) => ({ role: 'APPLIES', partner_id: id })),
    ...tierIds.map((id) => ({ role: 'APPLIES', tier_id: id })),
    ...categories.map((category) => ({ role: 'APPLIES', category })),
    ...rates.map(({ partnerId, tierId, category }) => ({
      role: 'RATE',
      partner_id: partnerId,
      tier_id: tierId,
      category,
    })),
  ]
  return targets.map((target, at) => ({ number: at + 1, ...target }))
}

/** The fault of the field that broke a constraint of plans. */
export function namedFault(error: unknown): never {
  if (brokenConstraint(error, '23505') === 'commission_plan_name_key')
    throw invalidField('name', 'already_taken', 'Another active plan has this name.')
  throw error
}
