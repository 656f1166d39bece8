import type { BillingWords } from '../../ui/billing/words.ts'
import { useWords } from '../parts/words.ts'

/** What the form asks, in the visitor's language. */
export function useBillingWords(): BillingWords {
  const { t } = useWords()
  return {
    legalName: t('billing.legalName'),
    taxId: t('billing.taxId'),
    email: t('billing.email'),
    line1: t('billing.line1'),
    line2: t('billing.line2'),
    postalCode: t('billing.postalCode'),
    city: t('billing.city'),
    state: t('billing.state'),
    country: t('billing.country'),
    language: t('billing.language'),
    method: t('billing.method'),
    methods: {
      KEEP: t('billing.methods.KEEP'),
      BANK: t('billing.methods.BANK'),
      PAYPAL: t('billing.methods.PAYPAL'),
      OTHER: t('billing.methods.OTHER'),
    },
    holder: t('billing.holder'),
    iban: t('billing.iban'),
    bic: t('billing.bic'),
    bicHint: t('billing.bicHint'),
    noIban: t('billing.noIban'),
    hasIban: t('billing.hasIban'),
    accountNumber: t('billing.accountNumber'),
    routingNumber: t('billing.routingNumber'),
    paypal: t('billing.paypal'),
    instructions: t('billing.instructions'),
    notSet: t('billing.notSet'),
    now: (account) => t('billing.now', { account }),
    paypalAt: (email) => t('billing.paypalAt', { email }),
    otherWay: t('billing.otherWay'),
    optional: (label) => `${label} (${t('common.optional')})`,
  }
}
