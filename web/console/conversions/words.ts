import type { Schemas } from '../../api/client.ts'
import type { Tone } from '../../ui/status.tsx'

export type Conversion = Schemas['Conversion']
export type Explanation = Schemas['ConversionExplanation']
export type ConversionStatus = Conversion['status']
export type Reason = Conversion['reasons'][number]
export type Rule = Explanation['rules'][number]
export type Touch = NonNullable<Explanation['attribution']>['touches'][number]

export const statuses: Record<ConversionStatus, { label: string; tone: Tone }> = {
  review: { label: 'In review', tone: 'waiting' },
  pending: { label: 'Pending', tone: 'done' },
  accepted: { label: 'Accepted', tone: 'good' },
  declined: { label: 'Declined', tone: 'bad' },
}

/** Why a conversion waits for a person, or was not recorded, in a few words. */
export const reasons: Record<Reason, string> = {
  SELF_REFERRAL_EMAIL: 'The buyer is a person at the partner',
  SELF_REFERRAL_DOMAIN: 'The buyer’s e-mail is at the partner’s domain',
  DISPOSABLE_EMAIL: 'Throw-away e-mail',
  EMAIL_ONCE_PER_CAMPAIGN: 'This e-mail has converted before',
  NEW_CUSTOMERS_ONLY: 'Not a new customer',
  EXCLUDED_DOMAIN: 'The e-mail’s domain is excluded',
  AMOUNT_MISSING: 'No amount was reported',
  PLAN_UNUSABLE: 'The commission plan could not be applied',
  TOKEN_INVALID: 'The click token is not genuine',
  CLICK_EXPIRED: 'The click is too old',
  LINK_REVOKED: 'The link is revoked',
  PARTNER_ARCHIVED: 'The partner is archived',
  OTHER_CAMPAIGN: 'The click is of another campaign',
  CAMPAIGN_NOT_ACTIVE: 'The campaign is not active',
  LATE_BINDING_OFF: 'The campaign asks for a click',
  COUPON_UNKNOWN: 'No such coupon is active',
  EMAIL_UNKNOWN: 'The e-mail is not known',
}

export const attributions: Record<Conversion['attributedBy'], string> = {
  CLICK: 'By a click',
  COUPON: 'By a coupon',
  EMAIL: 'By a known e-mail',
  PERSON: 'By a person',
}

/** What a changed conversion makes stale elsewhere. */
export const touched = ['campaigns', 'links', 'reports', 'form-submissions', 'commission-lines', 'partners']

/** What declining a conversion does. */
export const declining = 'The commission is taken back. What is paid already is taken off the partner’s next payout.'
