import { z } from 'zod'
import { DateTime } from '#/kernel/time.ts'

/** Why a touch was credited or was not. */
export const TouchVerdict = z.enum([
  'CREDITED',
  'NOT_CHOSEN',
  'AFTER_REPORTED',
  'OUTSIDE_WINDOW',
  'LINK_REVOKED',
  'PARTNER_ARCHIVED',
  'OTHER_CAMPAIGN',
  'COUPON_ENDED',
])
export type TouchVerdict = z.infer<typeof TouchVerdict>

/** Something that led a customer here: a click, a coupon code that was told, or an earlier conversion with the same e-mail. */
export const Touch = z.strictObject({
  type: z.enum(['CLICK', 'COUPON', 'CONVERSION']),
  knownBy: z.enum(['REPORT', 'EARLIER_TOKEN', 'SAME_VISITOR', 'COUPON_CODE', 'SAME_EMAIL']),
  /** Of the click, coupon or conversion. */
  id: z.string(),
  linkId: z.string().nullable(),
  partnerId: z
    .string()
    .meta({ description: 'The partner as it is now: one that was merged leads to the one it became.' }),
  at: DateTime,
  verdict: TouchVerdict,
})
export type Touch = z.infer<typeof Touch>

export const RuleName = z.enum([
  'SELF_REFERRAL_EMAIL',
  'SELF_REFERRAL_DOMAIN',
  'DISPOSABLE_EMAIL',
  'EMAIL_ONCE_PER_CAMPAIGN',
  'NEW_CUSTOMERS_ONLY',
  'EXCLUDED_DOMAIN',
])
export type RuleName = z.infer<typeof RuleName>

const seen = z.record(z.string(), z.union([z.string(), z.boolean(), z.null()]))

export const RuleResult = z.strictObject({
  rule: RuleName,
  action: z.enum(['OFF', 'REVIEW', 'REJECT']).meta({ description: 'What the campaign does where it fails.' }),
  verdict: z
    .enum(['PASS', 'FAIL', 'NOT_CHECKED'])
    .meta({ description: 'NOT_CHECKED: it is off, or what it looks at is not known.' }),
  values: seen.meta({ description: 'What the rule looked at. Addresses are shortened to their domain.' }),
})
export type RuleResult = z.infer<typeof RuleResult>

/** What became of a report, and why. */
export const Reason = z.enum([
  ...RuleName.options,
  'AMOUNT_MISSING',
  'PLAN_UNUSABLE',
  'TOKEN_INVALID',
  'CLICK_EXPIRED',
  'LINK_REVOKED',
  'PARTNER_ARCHIVED',
  'OTHER_CAMPAIGN',
  'CAMPAIGN_NOT_ACTIVE',
  'LATE_BINDING_OFF',
  'COUPON_UNKNOWN',
  'EMAIL_UNKNOWN',
])
export type Reason = z.infer<typeof Reason>

const amount = { amount: z.string().nullable(), currency: z.string().nullable() }

/** How the commission came to be, or why there is none. */
export const CommissionExplained = z.strictObject({
  type: z.enum(['NONE', 'FIXED', 'PERCENT', 'PLAN']),
  result: z.enum(['LINE', 'NO_COMMISSION', 'AMOUNT_MISSING', 'NOTHING_EARNED', 'PLAN_SKIPPED']),
  property: z.string().nullable().meta({ description: 'Where the amount of the sale was looked for.' }),
  given: z.string().nullable().meta({ description: 'What stood there, where it was no amount that can be used.' }),
  sale: z.strictObject(amount).nullable(),
  percent: z.string().nullable(),
  planId: z.string().nullable(),
  skipped: z.string().nullable().meta({ description: 'Why the plan made no line: a reason of source events.' }),
  lineId: z.string().nullable(),
  ...amount,
})
export type CommissionExplained = z.infer<typeof CommissionExplained>

/**
 * Everything that was considered when a conversion was reported, as it stood then.
 *
 * It is stored with the conversion or the attempt and never changed. Codes only: sentences are made when it is shown, by
 * `sentencesOf`.
 */
export const Explanation = z
  .strictObject({
    version: z.literal(1),
    reportedBy: z.enum(['SERVER', 'SITE']),
    origin: z.string().optional().meta({ description: 'Of SITE: the origin of the page, where its browser told it.' }),
    status: z.enum(['pending', 'review', 'ignored']).meta({ description: 'As it was recorded.' }),
    reasons: z.array(Reason).meta({ description: 'Why it is under review or was ignored.' }),
    attribution: z
      .strictObject({
        by: z.enum(['CLICK', 'COUPON', 'EMAIL']).nullable(),
        model: z.enum(['LAST_CLICK', 'FIRST_CLICK']),
        windowDays: z.int(),
        touches: z.array(Touch).meta({ description: 'In the order of their times.' }),
      })
      .nullable()
      .meta({ description: 'Null where it did not come to that.' }),
    rules: z.array(RuleResult),
    commission: CommissionExplained.nullable(),
  })
  .meta({ id: 'ConversionExplanation' })
export type Explanation = z.infer<typeof Explanation>
