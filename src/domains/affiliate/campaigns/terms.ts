import { z } from 'zod'
import { Currency } from '#/kernel/currency.ts'
import { Amount, amountIssues, percentage, Percentage } from '#/kernel/money.ts'
import { Reference, token } from '#/kernel/text.ts'

const property = token(100).meta({ description: 'A key of the conversion’s `properties`.' })
const currency = Currency.nullish()
  .transform((given) => given ?? null)
  .meta({ description: 'The currency of the amount. Null: `currencyProperty` names where it stands.' })
const currencyProperty = property
  .nullish()
  .transform((given) => given ?? null)
  .meta({ description: 'Without `currency`, the property that has it: `currency` unless said otherwise.' })

const amountIn = { property: property.default('amount'), currency, currencyProperty }

const None = z.strictObject({ type: z.literal('NONE') })
const Fixed = z
  .strictObject({ type: z.literal('FIXED'), amount: Amount, currency: Currency })
  .superRefine((given, context) => {
    for (const issue of amountIssues(['amount'], given.amount, given.currency))
      context.addIssue({ code: 'custom', path: issue.path, message: issue.message })
    if (given.amount.startsWith('-'))
      context.addIssue({ code: 'custom', path: ['amount'], message: 'A conversion earns an amount above zero.' })
  })
const Share = Percentage.refine((given) => {
  const { numerator, denominator } = percentage(given)
  return numerator <= denominator
}, 'A conversion earns at most 100 percent of its amount.')
const Percent = z.strictObject({ type: z.literal('PERCENT'), percent: Share, ...amountIn })
const Plan = z.strictObject({ type: z.literal('PLAN'), planId: Reference, ...amountIn })

/** What a conversion of a campaign earns: nothing, a fixed amount, a share of a property, or what a commission plan says. */
export const CampaignCommission = z.discriminatedUnion('type', [None, Fixed, Percent, Plan]).transform((given) => {
  const isUnsaid = 'property' in given && !given.currency && !given.currencyProperty
  return isUnsaid ? { ...given, currencyProperty: 'currency' } : given
})
export type CampaignCommission = z.output<typeof CampaignCommission>

const Action = z.enum(['OFF', 'REVIEW', 'REJECT']).meta({
  description: 'REVIEW: the conversion is recorded and waits for a person. REJECT: it is not recorded.',
})

/** What a campaign does about conversions that look wrong. */
export const QualityRules = z.strictObject({
  selfReferralEmail: Action.default('REVIEW').meta({
    description: 'The buyer’s e-mail is that of a person at the partner, or the partner’s own.',
  }),
  selfReferralDomain: Action.default('REVIEW').meta({ description: 'The buyer’s e-mail is at the partner’s domain.' }),
  disposableEmail: Action.default('REVIEW').meta({
    description: 'The e-mail is of a service for throw-away addresses.',
  }),
  emailOncePerCampaign: Action.default('OFF').meta({
    description: 'The e-mail has converted in this campaign before.',
  }),
  newCustomersOnly: Action.default('OFF').meta({
    description:
      'The customer or e-mail is known: from an earlier conversion of any campaign, an earlier sale, or a client.',
  }),
  excludedDomains: z
    .strictObject({ action: Action, domains: z.array(token(253).toLowerCase()).max(1000) })
    .default({ action: 'OFF', domains: [] })
    .meta({ description: 'The e-mail is at one of these domains or below one.' }),
})
export type QualityRules = z.output<typeof QualityRules>

/** How a conversion that a server reports without a click finds its partner. */
export const LateBinding = z.strictObject({
  coupon: z.boolean().default(true).meta({ description: 'By a coupon code of this campaign.' }),
  email: z.boolean().default(false).meta({
    description: 'By an earlier conversion with the same e-mail, within the attribution window.',
  }),
})
export type LateBinding = z.output<typeof LateBinding>

/** Who accepts conversions: a person, or time. One that a rule has put under review always waits for a person. */
export const Acceptance = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('MANUAL') }),
  z.strictObject({
    type: z.literal('AUTOMATIC'),
    afterDays: z
      .int()
      .min(0)
      .max(365)
      .meta({ description: 'Such as the days in which a customer may return the goods.' }),
  }),
])
export type Acceptance = z.output<typeof Acceptance>
