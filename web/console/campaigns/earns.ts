import type { Schemas } from '../../api/client.ts'
import { moneyText } from '../../ui/money.tsx'
import type { Commission } from './words.ts'

type Plan = Schemas['CommissionPlan']

/** What a campaign pays, in a few words. */
export function earnsText(commission: Commission): string {
  if (commission.type === 'NONE') return 'No commission'
  if (commission.type === 'FIXED') return `${moneyOf(commission.amount, commission.currency)} a conversion`
  if (commission.type === 'PERCENT') return `${commission.percent} % of the sale`
  return 'By a commission plan'
}

/** What a conversion of 100.00 earns, as a sentence for whoever sets it. */
export function exampleText(commission: Commission, plan?: Plan): string {
  if (commission.type === 'NONE')
    return 'A conversion earns nothing. It is still recorded, and counted for its partner.'
  if (commission.type === 'FIXED')
    return `Every conversion earns ${moneyOf(commission.amount, commission.currency)}, whatever the sale.`
  if (commission.type === 'PERCENT') return percentText(commission.percent, commission.currency)
  if (!plan) return 'A conversion earns what the plan says.'
  if (plan.commission.type === 'FIXED')
    return `A conversion earns ${moneyOf(plan.commission.amount, plan.commission.currency)} by this plan, whatever the sale.`
  if (plan.commission.type === 'PERCENT') return percentText(plan.commission.percent, commission.currency)
  const { currency } = plan.commission
  return `What a conversion of ${moneyOf('100', currency)} earns depends on what the partner has sold before: the plan has ${plan.commission.bands.length} bands.`
}

function percentText(percent: string, currency: string | null): string {
  if (!isDecimal(percent)) return 'Write a percentage.'
  const [sale, share] = [moneyOf('100', currency ?? 'EUR'), moneyOf(percent, currency ?? 'EUR')]
  if (currency) return `A conversion of ${sale} earns ${share}.`
  return `A conversion of ${sale} earns ${share}; other currencies earn the same share in theirs.`
}

const isDecimal = (text: string) => /^\d+(\.\d+)?$/.test(text)

/** An amount with all the decimals of its currency; what is no amount yet stays as it is typed. */
function moneyOf(value: string, currency: string): string {
  if (!isDecimal(value) || !/^[A-Z]{3}$/.test(currency)) return `${value} ${currency}`
  const digits =
    new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
  const [whole = '0', fraction = ''] = value.split('.')
  const kept = fraction.padEnd(digits, '0')
  return moneyText({ value: kept ? `${whole}.${kept}` : whole, currency })
}
