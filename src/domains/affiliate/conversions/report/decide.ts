import type { Money } from '#/kernel/money.ts'
import { type Before, judge } from '#/domains/affiliate/quality/rules.ts'
import type { Explanation, Reason, TouchVerdict } from '../explanation.ts'
import type { Candidate } from './candidate.ts'
import { type Credit, credit } from './credit.ts'
import { earn } from './earn.ts'
import type { Facts } from './facts.ts'
import type { Reporter } from './reporter.ts'

/** A report as far as it is known before the database is asked. */
export type Report = {
  by: Reporter
  /** The campaign that the caller means or whose key it has: a click of another is ignored. */
  onlyCampaign: string | null
  isLate: boolean
  coupon: string | undefined
  email: string | null
  customerId: string | null
  properties: { [property: string]: unknown }
}

export type Ignored = { isIgnored: true; explanation: Explanation; credited: Candidate | undefined }
export type Recorded = {
  isIgnored: false
  explanation: Explanation
  credited: Candidate
  status: 'pending' | 'review'
  /** What was sold, and what it earns; of a plan the plan says. */
  sale: Money | null
  amount: Money | null
}

/** What becomes of a report, by all that is known of it. */
export function decide(
  report: Report,
  facts: Facts,
  { now, before }: { now: Date; before: Before | undefined },
): Ignored | Recorded {
  const { campaign } = facts
  const credited = credit(creditable(report, facts), campaign, now)
  const attribution = attributionOf(facts, credited)
  const base = { version: 1 as const, ...report.by, attribution }
  const ignore = (reasons: Reason[], rules: Explanation['rules'] = []): Ignored => ({
    isIgnored: true,
    explanation: { ...base, status: 'ignored', reasons, rules, commission: null },
    credited: credited.credited,
  })
  const against = reasonAgainst(report, facts, credited)
  if (against || !credited.credited) return ignore([against ?? 'TOKEN_INVALID'])
  const rules = judge(campaign.quality_rules, { ...subjectOf(report, credited.credited), before })
  const failed = rules.filter(({ verdict }) => verdict === 'FAIL')
  const rejected = failed.filter(({ action }) => action === 'REJECT')
  if (rejected.length)
    return ignore(
      rejected.map(({ rule }) => rule),
      rules,
    )
  const { sale, amount, explained } = earn(campaign.commission, report.properties)
  const reasons: Reason[] = failed.map(({ rule }) => rule)
  if (explained.result === 'AMOUNT_MISSING') reasons.push('AMOUNT_MISSING')
  const status = reasons.length ? 'review' : 'pending'
  const explanation = { ...base, status, reasons, rules, commission: explained } as const
  return { isIgnored: false, explanation, credited: credited.credited, status, sale, amount }
}

/** A coupon counts where the campaign allows it and is running; a report without a click has no click. */
function creditable({ isLate, coupon }: Report, { campaign, candidates }: Facts): Candidate[] {
  const takesCoupons = coupon !== undefined && campaign.late_binding.coupon && campaign.status === 'ACTIVE'
  const takesEmails = isLate && campaign.late_binding.email
  return candidates.filter(({ type }) =>
    type === 'COUPON' ? takesCoupons : type === 'CONVERSION' ? takesEmails : true,
  )
}

function attributionOf({ campaign }: Facts, { touches, credited }: Credit): Explanation['attribution'] {
  const by = credited ? ({ CLICK: 'CLICK', COUPON: 'COUPON', CONVERSION: 'EMAIL' } as const)[credited.type] : null
  return { by, model: campaign.attribution_model, windowDays: campaign.attribution_window_days, touches }
}

const subjectOf = ({ email, customerId }: Report, { partnerDomain, hasEmail }: Candidate) => ({
  email,
  customerId,
  partnerDomain,
  partnerHasEmail: hasEmail,
})

/** Why nobody can be credited. */
function reasonAgainst(report: Report, facts: Facts, { touches, credited, against }: Credit): Reason | undefined {
  if (report.onlyCampaign !== null && report.onlyCampaign !== facts.campaign.id) return 'OTHER_CAMPAIGN'
  if (credited) return undefined
  if (against) return reasonOf[against]
  return report.isLate ? whyNotLate(report, facts, touches) : 'TOKEN_INVALID'
}

const reasonOf: { [verdict in TouchVerdict]?: Reason } = {
  OUTSIDE_WINDOW: 'CLICK_EXPIRED',
  LINK_REVOKED: 'LINK_REVOKED',
  PARTNER_ARCHIVED: 'PARTNER_ARCHIVED',
  OTHER_CAMPAIGN: 'OTHER_CAMPAIGN',
}

function whyNotLate({ coupon, email }: Report, { campaign }: Facts, touches: Credit['touches']): Reason {
  const { late_binding: allows, status } = campaign
  const [byCoupon, byEmail] = [coupon !== undefined && allows.coupon, email !== null && allows.email]
  if (!byCoupon && !byEmail) return 'LATE_BINDING_OFF'
  if (byCoupon && status !== 'ACTIVE') return 'CAMPAIGN_NOT_ACTIVE'
  if (touches.some(({ verdict }) => verdict === 'PARTNER_ARCHIVED')) return 'PARTNER_ARCHIVED'
  return byCoupon ? 'COUPON_UNKNOWN' : 'EMAIL_UNKNOWN'
}
