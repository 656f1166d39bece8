import { Currency } from '#/kernel/currency.ts'
import { Amount, isAmount, type Money, moneyOf, percentage, times, toDecimal, tryMoney } from '#/kernel/money.ts'
import type { CampaignCommission } from '#/domains/affiliate/campaigns/terms.ts'
import type { CommissionExplained } from '../explanation.ts'

type Properties = { [property: string]: unknown }

export type Earned = {
  /** What was sold; null where the commission does not go by it. */
  sale: Money | null
  /** Null: no line, or the plan says. */
  amount: Money | null
  explained: CommissionExplained
}

const nothing = {
  property: null,
  given: null,
  sale: null,
  percent: null,
  planId: null,
  skipped: null,
  lineId: null,
  amount: null,
  currency: null,
}

/** What a conversion with these properties earns. Of a plan, as far as it is known before the plan is asked. */
export function earn(commission: CampaignCommission, properties: Properties): Earned {
  if (commission.type === 'NONE' || commission.type === 'FIXED') return earnBySale(commission, null)
  const { property } = commission
  const sale = saleIn(commission, properties)
  if (sale) return earnBySale(commission, sale)
  const given = Object.hasOwn(properties, property) ? shown(properties[property]) : null
  return {
    sale: null,
    amount: null,
    explained: { ...nothing, ...termsOf(commission), given, result: 'AMOUNT_MISSING' },
  }
}

/** What a sale of this amount earns. */
export function earnBySale(commission: CampaignCommission, sale: Money | null): Earned {
  const amount = amountOf(commission, sale)
  const explained: CommissionExplained = {
    ...nothing,
    ...termsOf(commission),
    result: 'NO_COMMISSION',
    sale: sale && decimal(sale),
  }
  if (commission.type === 'NONE') return { sale, amount: null, explained }
  if (commission.type === 'PLAN' && sale?.minor !== 0n)
    return { sale, amount: null, explained: { ...explained, result: 'PLAN_SKIPPED' } }
  if (!amount || amount.minor === 0n)
    return { sale, amount: null, explained: { ...explained, result: 'NOTHING_EARNED' } }
  if (!isAmount(amount)) return { sale: null, amount: null, explained: { ...explained, result: 'AMOUNT_MISSING' } }
  return { sale, amount, explained: { ...explained, ...decimal(amount), result: 'LINE' } }
}

function amountOf(commission: CampaignCommission, sale: Money | null): Money | null {
  if (commission.type === 'FIXED') return moneyOf(commission.amount, commission.currency)
  return commission.type === 'PERCENT' && sale ? times(sale, percentage(commission.percent)) : null
}

const termsOf = (commission: CampaignCommission) => ({
  type: commission.type,
  ...('property' in commission ? { property: commission.property } : {}),
  ...('percent' in commission ? { percent: commission.percent } : {}),
  ...('planId' in commission ? { planId: commission.planId } : {}),
})

const decimal = ({ minor, currency }: Money) => ({ amount: toDecimal(minor, currency), currency })

type BySale = Extract<CampaignCommission, { property: string }>

/** The amount of the sale; undefined where it is missing, below zero, or cannot be read exactly. */
function saleIn({ property, currency, currencyProperty }: BySale, properties: Properties): Money | undefined {
  const text = amountText(own(properties, property))
  const code = currency ?? Currency.safeParse(own(properties, currencyProperty ?? '')).data
  if (text === undefined || code === undefined) return undefined
  const money = Amount.safeParse(text).success ? tryMoney(text, code) : 'no amount'
  return typeof money === 'string' || money.minor < 0n ? undefined : money
}

const own = (properties: Properties, key: string): unknown =>
  Object.hasOwn(properties, key) ? properties[key] : undefined

/** A number of at most 15 digits is the one that was written; of more nobody knows. */
const surelyExact = 15

function amountText(value: unknown): string | undefined {
  if (typeof value === 'string') return value.trim()
  if (typeof value !== 'number') return undefined
  const text = String(value)
  return text.replace(/\D/g, '').replace(/^0+/, '').length <= surelyExact ? text : undefined
}

const longestShown = 100

function shown(value: unknown): string | null {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? null)
  return text === null ? null : text.slice(0, longestShown).toWellFormed()
}
