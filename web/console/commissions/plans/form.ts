import type { Schemas } from '../../../api/client.ts'

export type Plan = Schemas['CommissionPlan']
export type PlanVersion = Schemas['CommissionPlanVersion']
export type Commission = Plan['commission']
export type Period = 'MONTH' | 'QUARTER' | 'YEAR'

/** A commission as a form holds it: what other types say is kept while one changes one’s mind. */
export type CommissionForm = {
  type: Commission['type']
  percent: string
  amount: string
  by: 'AMOUNT' | 'COUNT'
  period: Period
  method: 'GRADUATED' | 'WHOLE'
  bands: { from: string; pays: 'percent' | 'amount'; value: string }[]
}
type RateForm = { of: 'PARTNER' | 'TIER' | 'CATEGORY'; target: string; commission: CommissionForm }
type PeriodCapForm = { amount: string; period: Period }

export type PlanForm = {
  name: string
  effectiveFrom: string
  effectiveTo: string
  eventTypes: ('SALE' | 'RENEWAL')[]
  appliesTo: { who: 'ALL' | 'SOME'; partnerIds: string[]; tierIds: string[]; categories: string[] }
  currency: string
  commission: CommissionForm
  recurringMonths: string
  rates: RateForm[]
  caps: { perLine: string; perPartner: PeriodCapForm; perPeriod: PeriodCapForm }
  earningPeriod: Period
  mayExceedSale: boolean
}

export const newCommission: CommissionForm = {
  type: 'PERCENT',
  percent: '',
  amount: '',
  by: 'AMOUNT',
  period: 'QUARTER',
  method: 'GRADUATED',
  bands: [
    { from: '0', pays: 'percent', value: '' },
    { from: '', pays: 'percent', value: '' },
  ],
}

export const newPlan: PlanForm = {
  name: '',
  effectiveFrom: '',
  effectiveTo: '',
  eventTypes: ['SALE', 'RENEWAL'],
  appliesTo: { who: 'ALL', partnerIds: [], tierIds: [], categories: [] },
  currency: '',
  commission: newCommission,
  recurringMonths: '',
  rates: [],
  caps: { perLine: '', perPartner: { amount: '', period: 'MONTH' }, perPeriod: { amount: '', period: 'MONTH' } },
  earningPeriod: 'MONTH',
  mayExceedSale: false,
}

/** The form of a plan that is there. Its dates stand empty: a change counts from now on unless one says otherwise. */
export function formOf(plan: Plan): PlanForm {
  const { name, effectiveTo, eventTypes, appliesTo, commission, recurringMonths, rates, caps } = plan
  return {
    ...newPlan,
    name,
    effectiveTo: effectiveTo?.slice(0, 10) ?? '',
    eventTypes,
    appliesTo: appliesTo ? { who: 'SOME', ...appliesTo } : newPlan.appliesTo,
    currency: currencyOf(plan) ?? '',
    commission: commissionForm(commission),
    recurringMonths: recurringMonths === null ? '' : String(recurringMonths),
    rates: rates.map(rateForm),
    caps: {
      perLine: caps?.perLine ?? '',
      perPartner: caps?.perPartner ?? newPlan.caps.perPartner,
      perPeriod: caps?.perPeriod ?? newPlan.caps.perPeriod,
    },
    earningPeriod: plan.earningPeriod,
    mayExceedSale: plan.mayExceedSale,
  }
}

const currencyIn = (commission: Commission) => ('currency' in commission ? commission.currency : undefined)

/** The currency that a plan pays in; none where it pays in that of each sale. */
export function currencyOf({
  commission,
  rates,
  caps,
}: Pick<Plan, 'commission' | 'rates' | 'caps'>): string | undefined {
  return currencyIn(commission) ?? caps?.currency ?? rates.map((rate) => currencyIn(rate.commission)).find(Boolean)
}

function commissionForm(given: Commission): CommissionForm {
  if (given.type === 'FIXED') return { ...newCommission, type: 'FIXED', amount: given.amount }
  if (given.type === 'PERCENT') return { ...newCommission, type: 'PERCENT', percent: given.percent }
  const { by, period, method } = given
  const bands = given.bands.map(({ from, percent, amount }) =>
    percent === null
      ? { from, pays: 'amount' as const, value: amount ?? '' }
      : { from, pays: 'percent' as const, value: percent },
  )
  return { ...newCommission, type: 'TIERED', by, period, method, bands }
}

function rateForm({ partnerId, tierId, category, commission }: Plan['rates'][number]): RateForm {
  const of = partnerId ? 'PARTNER' : tierId ? 'TIER' : 'CATEGORY'
  return { of, target: partnerId ?? tierId ?? category ?? '', commission: commissionForm(commission) }
}

/** Whether anything in the plan is an amount, so that it needs a currency. */
export const needsCurrency = ({ commission, rates, caps }: PlanForm): boolean =>
  [commission, ...rates.map((rate) => rate.commission)].some(({ type }) => type !== 'PERCENT') || hasCaps(caps)

const hasCaps = ({ perLine, perPartner, perPeriod }: PlanForm['caps']) =>
  [perLine, perPartner.amount, perPeriod.amount].some((amount) => amount.trim())

/** What the form says, as the API takes it, but for name and dates. */
export function termsOf(form: PlanForm) {
  const { who, ...appliesTo } = form.appliesTo
  return {
    eventTypes: form.eventTypes,
    appliesTo: who === 'ALL' ? null : appliesTo,
    commission: commissionOf(form.commission, form.currency),
    recurringMonths: form.recurringMonths.trim() ? Number(form.recurringMonths) : null,
    rates: form.rates.map(({ of, target, commission }) => ({
      partnerId: of === 'PARTNER' ? target || null : null,
      tierId: of === 'TIER' ? target || null : null,
      category: of === 'CATEGORY' ? target.trim() || null : null,
      commission: commissionOf(commission, form.currency),
    })),
    caps: capsOf(form),
    earningPeriod: form.earningPeriod,
    mayExceedSale: form.mayExceedSale,
  }
}

function commissionOf(form: CommissionForm, currency: string) {
  const { type, percent, amount, by, period, method, bands } = form
  if (type === 'PERCENT') return { type, percent: percent.trim() }
  if (type === 'FIXED') return { type, amount: amount.trim(), currency }
  return {
    type,
    by,
    period,
    method,
    currency,
    bands: bands.map(({ from, pays, value }) => ({
      from: from.trim(),
      percent: null,
      amount: null,
      [pays]: value.trim(),
    })),
  }
}

function capsOf({ caps, currency }: PlanForm) {
  if (!hasCaps(caps)) return null
  const { perLine, perPartner, perPeriod } = caps
  return {
    currency,
    perLine: perLine.trim() || null,
    perPartner: perPartner.amount.trim() ? perPartner : null,
    perPeriod: perPeriod.amount.trim() ? perPeriod : null,
  }
}

/** What the form itself holds; all else is the API’s to say. */
export const planRules = {
  recurringMonths: (months: string) => (/^\d*$/.test(months.trim()) ? null : 'Write a whole number of months.'),
}

/** Dates of the form, where it names some. */
export const datesOf = ({ effectiveFrom, effectiveTo }: PlanForm) => ({
  ...(effectiveFrom && { effectiveFrom }),
  effectiveTo: effectiveTo || null,
})
