import type { Rule } from './words.ts'

/** What the quality rules are called, on every page. */
export const ruleNames: Record<Rule['rule'], string> = {
  SELF_REFERRAL_EMAIL: 'No self-referral by e-mail',
  SELF_REFERRAL_DOMAIN: 'No self-referral by domain',
  DISPOSABLE_EMAIL: 'No throw-away e-mails',
  EMAIL_ONCE_PER_CAMPAIGN: 'Each e-mail once per campaign',
  NEW_CUSTOMERS_ONLY: 'New customers only',
  EXCLUDED_DOMAIN: 'No excluded domains',
}
