import type {
  CommissionExplained,
  Explanation,
  Reason,
  RuleName,
  RuleResult,
  Touch,
  TouchVerdict,
} from './explanation.ts'

/** What an explanation says, in sentences for people and in the order in which it was decided. */
export function sentencesOf(explanation: Explanation): string[] {
  const { attribution, rules, commission } = explanation
  return [
    ...(attribution ? attributionIn(attribution) : []),
    ...rules.filter(({ verdict }) => verdict !== 'NOT_CHECKED').map(ruleIn),
    ...(commission ? [commissionIn(commission)] : []),
    outcomeIn(explanation),
  ]
}

type Attribution = NonNullable<Explanation['attribution']>

function attributionIn({ model, windowDays, touches }: Attribution): string[] {
  const which = model === 'LAST_CLICK' ? 'the last click' : 'the first click'
  return [
    `The campaign credits ${which} within ${windowDays} ${windowDays === 1 ? 'day' : 'days'}.`,
    ...touches.map(touchIn),
  ]
}

const touchIn = ({ type, id, partnerId, at, verdict }: Touch): string =>
  `${touchNames[type]} ${id} of partner ${partnerId} at ${at} ${verdicts[verdict]}.`

const touchNames: Record<Touch['type'], string> = { CLICK: 'Click', COUPON: 'Coupon', CONVERSION: 'Earlier conversion' }

const verdicts: Record<TouchVerdict, string> = {
  CREDITED: 'is credited',
  NOT_CHOSEN: 'would have counted, and another came before it by the rule of the campaign',
  AFTER_REPORTED: 'came after the click that was reported',
  OUTSIDE_WINDOW: 'is older than the window of the campaign',
  LINK_REVOKED: 'came through a link that is revoked',
  PARTNER_ARCHIVED: 'is of a partner that is archived',
  OTHER_CAMPAIGN: 'belongs to another campaign',
  COUPON_ENDED: 'is a code that has ended',
}

const ruleNames: Record<RuleName, string> = {
  SELF_REFERRAL_EMAIL: 'No self-referral by e-mail',
  SELF_REFERRAL_DOMAIN: 'No self-referral by domain',
  DISPOSABLE_EMAIL: 'No throw-away e-mail',
  EMAIL_ONCE_PER_CAMPAIGN: 'Each e-mail once per campaign',
  NEW_CUSTOMERS_ONLY: 'New customers only',
  EXCLUDED_DOMAIN: 'No excluded domain',
}

function ruleIn({ rule, action, verdict, values }: RuleResult): string {
  const seen = Object.entries(values).map(([name, value]) => `${name}: ${value ?? 'none'}`)
  const looked = seen.length ? ` (${seen.join(', ')})` : ''
  if (verdict === 'PASS') return `${ruleNames[rule]}: passed${looked}.`
  return `${ruleNames[rule]}: failed${looked}; the campaign ${action === 'REJECT' ? 'rejects such a conversion' : 'asks a person'}.`
}

function commissionIn(commission: CommissionExplained): string {
  const { type, result, amount, currency, lineId } = commission
  if (result === 'LINE') return `It earns ${amount} ${currency}${reckoned(commission)}: commission line ${lineId}.`
  if (result === 'NO_COMMISSION') return 'The campaign pays no commission.'
  if (result === 'PLAN_SKIPPED')
    return `Plan ${commission.planId} made no commission: ${whySkipped(commission.skipped)}.`
  if (result === 'NOTHING_EARNED')
    return `The ${type === 'PERCENT' ? 'percentage' : 'commission'} of this sale comes to nothing.`
  const stood = commission.given === null ? 'nothing' : `“${commission.given}”`
  return `The amount of the sale was looked for in “${commission.property}”, where ${stood} stood: a person must give it.`
}

const whySkipped = (reason: string | null): string =>
  reason === null ? 'it is archived, or its amount is too large' : (skips[reason] ?? reason)

const skips: { [reason: string]: string } = {
  NOT_IN_FORCE: 'it was not in force',
  NOT_FOR_PARTNER: 'it is not for this partner',
  EVENT_TYPE: 'it is not for sales',
  CURRENCY: 'it pays in another currency',
  CAP_REACHED: 'its cap has nothing left',
  NOTHING_EARNED: 'it comes to nothing',
}

function reckoned({ type, percent, sale, planId }: CommissionExplained): string {
  if (type === 'PERCENT') return `, ${percent} % of ${sale?.amount} ${sale?.currency}`
  return type === 'PLAN' ? ` by plan ${planId}` : ''
}

const reasons: Record<Exclude<Reason, RuleName>, string> = {
  AMOUNT_MISSING: 'The amount of the sale is missing or cannot be used.',
  PLAN_UNUSABLE: 'The commission plan of the campaign could not reckon it.',
  TOKEN_INVALID: 'The click token is malformed, was altered, or is none of this organisation.',
  CLICK_EXPIRED: 'The click is older than the window of the campaign.',
  LINK_REVOKED: 'The link of the click is revoked.',
  PARTNER_ARCHIVED: 'The partner is archived.',
  OTHER_CAMPAIGN: 'The click belongs to another campaign than the key or the report.',
  CAMPAIGN_NOT_ACTIVE: 'The campaign is paused or has ended.',
  LATE_BINDING_OFF: 'The campaign does not attribute conversions without a click in this way.',
  COUPON_UNKNOWN: 'The campaign has no such coupon code in force.',
  EMAIL_UNKNOWN: 'No earlier conversion with this e-mail is within the window.',
}

/** A reason code as a sentence. */
export const sentenceOf = (reason: Reason): string =>
  reason in reasons ? reasons[reason as keyof typeof reasons] : `The rule “${ruleNames[reason as RuleName]}” failed.`

function outcomeIn({ status, reasons: why }: Explanation): string {
  const because = why.length ? ` ${why.map(sentenceOf).join(' ')}` : ''
  if (status === 'pending') return 'It was recorded and waits to be accepted.'
  return status === 'review'
    ? `It was recorded and waits for a person.${because}`
    : `No conversion was recorded.${because}`
}
