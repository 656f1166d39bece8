import { linesIn, type NewLine } from '#/domains/commissions/index.ts'
import { mapToFields, submissionsIn } from '#/domains/forms/index.ts'
import type { Context } from '#/kernel/context.ts'
import type { Money } from '#/kernel/money.ts'
import { eventIn } from '#/platform/events.ts'
import { sql, type Sql } from '#/platform/database/sql.ts'
import type { Recorded, Report } from './decide.ts'
import type { Asked, Facts, Known } from './facts.ts'

/** A conversion that was decided on, with the ids that it and its parts will have. */
export type NewConversion = Known & {
  lineId: string | null
  report: Report
  asked: Asked
  facts: Facts
  decided: Recorded
}

/**
 * Writes a conversion with its submission, its held line, the line's entries and their events: one statement, all or none.
 *
 * Undefined where another report of the same click or external id came first, or where its partner may not be credited any more.
 */
export async function writeConversion(ctx: Context, made: NewConversion): Promise<Known | undefined> {
  const line = lineOf(made)
  const lines = line
    ? sql`, ${linesIn(ctx, [line], { event: 'commission-lines.create', when: sql`exists (select from conversion_made)` })}`
    : sql``
  const { rows } = await sql<Known>`
    with conversion_made as (${conversionIn(ctx, made)}),
      submission as (${submissionsIn(ctx, submissionOf(made))}),
      recorded as (${eventOf(ctx, made)})
      ${lines}
    select id as "conversionId", form_submission_id as "formSubmissionId" from conversion_made`.execute(ctx.db)
  return rows[0]
}

function conversionIn(ctx: Context, made: NewConversion): Sql {
  const { conversionId, formSubmissionId, lineId, report, asked, facts, decided } = made
  const { credited, status, sale } = decided
  const [reported] = asked.clicks
  const isClick = credited.type === 'CLICK'
  const now = ctx.now()
  return sql`
    insert into conversion (organisation_id, id, campaign_id, partner_id, link_id, click_id, attributed_click_id, coupon_id, external_id, attributed_by,
      customer_id, email, email_key, amount, currency, form_submission_id, commission_line_id, status, accept_at, explanation, sub1, sub2, sub3, sub4, sub5,
      created_at, updated_at)
    select ${ctx.organisationId}, ${conversionId}, ${facts.campaign.id}, p.id, ${credited.linkId}, ${reported?.clickId ?? null},
      ${isClick ? credited.id : null}, ${credited.type === 'COUPON' ? credited.id : null}, ${asked.externalId ?? null},
      ${decided.explanation.attribution?.by}, ${report.customerId}, ${asked.email}, ${asked.emailKey}, ${minorOf(sale)}, ${sale?.currency ?? null},
      ${formSubmissionId}, ${lineId}, ${status}, ${acceptAt(made, now)}, ${JSON.stringify(decided.explanation)},
      ${sql.join(credited.subIds)}, ${now}, ${now}
    from partner p
    where p.organisation_id = ${ctx.organisationId} and p.id = ${credited.partnerId} and p.status = 'active' and p.merged_into_id is null
      ${isClick ? stillLinked(ctx, credited.linkId) : sql``}
    on conflict do nothing
    returning id, form_submission_id, partner_id`
}

const stillLinked = (ctx: Context, linkId: string | null): Sql => sql`
  and exists (select from affiliate_link l where l.organisation_id = ${ctx.organisationId} and l.id = ${linkId} and l.revoked_at is null)`

const minorOf = (money: Money | null) => money?.minor.toString() ?? null

const dayMs = 24 * 60 * 60 * 1000

function acceptAt({ facts, decided }: NewConversion, now: Date): Date | null {
  const { acceptance } = facts.campaign
  if (decided.status === 'review' || acceptance.type === 'MANUAL') return null
  return new Date(now.getTime() + acceptance.afterDays * dayMs)
}

function submissionOf({ facts, report, asked }: NewConversion): Sql {
  const { campaign } = facts
  const { fields, extra } = mapToFields(
    { fields: campaign.form_fields },
    report.properties,
    campaign.field_mapping,
    asked.email,
  )
  return sql`
    select m.form_submission_id as id, ${campaign.form_id} as form_id, m.partner_id, ${asked.email} as email, ${JSON.stringify(fields)}::json as fields,
      ${extra && JSON.stringify(extra)}::json as extra, 'PENDING' as status
    from conversion_made m`
}

function lineOf({ lineId, facts, decided }: NewConversion): NewLine | undefined {
  if (lineId === null || !decided.amount) return undefined
  const { credited, amount, sale } = decided
  const hasSale = sale?.currency === amount.currency
  return {
    id: lineId,
    partnerId: credited.partnerId,
    amount,
    sourceAmount: hasSale ? sale : null,
    description: facts.campaign.name,
    status: 'HELD',
  }
}

function eventOf(ctx: Context, { report, facts, lineId, decided }: NewConversion): Sql {
  const { status, explanation, credited } = decided
  const after = {
    status,
    campaignId: facts.campaign.id,
    linkId: credited.linkId,
    attributedBy: explanation.attribution?.by,
    reasons: explanation.reasons,
    customerId: report.customerId,
    commissionLineId: lineId,
  }
  return eventIn(ctx, {
    type: 'conversions.record',
    from: sql`conversion_made m`,
    subjectId: sql`m.id`,
    partnerId: sql`m.partner_id`,
    before: sql`null`,
    after: sql`${JSON.stringify(after)}::json`,
  }).insert
}
