import { isFreeMail } from '#/kernel/free-mail.ts'
import type { QualityRules } from '../campaigns/terms.ts'
import type { RuleName, RuleResult } from '../conversions/explanation.ts'
import { domainOf, isAtOrBelow, isDisposable } from './domains.ts'

/** What the rules look at. */
export type Subject = {
  email: string | null
  customerId: string | null
  partnerDomain: string | null
  partnerHasEmail: boolean
  /** Known before: undefined where nobody asked, since no rule wants it. */
  before: Before | undefined
}

/** Ids of what the buyer is known from. */
export type Before = { sameEmail: string | null; knownFrom: string | null }

type Look = { fails: boolean; values: RuleResult['values'] } | undefined

/** Each rule of a campaign on one conversion, in a fixed order. */
export function judge(rules: QualityRules, subject: Subject): RuleResult[] {
  const { excludedDomains } = rules
  const domain = subject.email === null ? null : domainOf(subject.email)
  const looks: [RuleName, RuleResult['action'], Look][] = [
    ['SELF_REFERRAL_EMAIL', rules.selfReferralEmail, domain === null ? undefined : ownEmail(subject)],
    ['SELF_REFERRAL_DOMAIN', rules.selfReferralDomain, domain === null ? undefined : ownDomain(domain, subject)],
    ['DISPOSABLE_EMAIL', rules.disposableEmail, domain === null ? undefined : throwAway(domain)],
    ['EMAIL_ONCE_PER_CAMPAIGN', rules.emailOncePerCampaign, domain === null ? undefined : oncePerCampaign(subject)],
    ['NEW_CUSTOMERS_ONLY', rules.newCustomersOnly, newCustomer(subject)],
    [
      'EXCLUDED_DOMAIN',
      excludedDomains.action,
      domain === null ? undefined : excluded(domain, excludedDomains.domains),
    ],
  ]
  return looks.map(([rule, action, look]) => resultOf(rule, action, look))
}

function resultOf(rule: RuleName, action: RuleResult['action'], look: Look): RuleResult {
  if (action === 'OFF' || !look) return { rule, action, verdict: 'NOT_CHECKED', values: {} }
  return { rule, action, verdict: look.fails ? 'FAIL' : 'PASS', values: look.values }
}

const ownEmail = ({ partnerHasEmail }: Subject): Look => ({
  fails: partnerHasEmail,
  values: { isOfThePartner: partnerHasEmail },
})

function ownDomain(domain: string, { partnerDomain }: Subject): Look {
  const own = partnerDomain?.toLowerCase() ?? null
  const fails = own !== null && !isFreeMail(own) && isAtOrBelow(domain, own)
  return { fails, values: { emailDomain: domain, partnerDomain: own } }
}

const throwAway = (domain: string): Look => ({ fails: isDisposable(domain), values: { emailDomain: domain } })

const oncePerCampaign = ({ before }: Subject): Look =>
  before && { fails: before.sameEmail !== null, values: { earlierConversion: before.sameEmail } }

function newCustomer({ email, customerId, before }: Subject): Look {
  if (!before || (email === null && customerId === null)) return undefined
  return { fails: before.knownFrom !== null, values: { knownFrom: before.knownFrom } }
}

function excluded(domain: string, domains: string[]): Look {
  const by = domains.find((one) => isAtOrBelow(domain, one)) ?? null
  return { fails: by !== null, values: { emailDomain: domain, excludedBy: by } }
}
