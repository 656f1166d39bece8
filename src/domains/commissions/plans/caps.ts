import { type Money, money, moneyOf, smaller, toDecimal } from '#/kernel/money.ts'
import type { PeriodUnit } from './period.ts'
import type { Caps } from './terms.ts'

/** What was earned under the plan in the caps' periods, net of what was taken back, in minor units. */
export type EarnedBefore = { byPartner: bigint; byAll: bigint }

/** A cap as it stood: what it allows, what was earned before, and what it left. */
export type CappedBy = {
  cap: 'perLine' | 'perPartner' | 'perPeriod'
  period: PeriodUnit | null
  limit: string
  earned: string | null
  left: string
  isReached: boolean
}

/** So much of an amount as the caps leave: that of the line first, then the partner's, then that of all. */
export function withinCaps(
  reckoned: Money,
  caps: Caps | null,
  { byPartner, byAll }: EarnedBefore,
): { amount: Money; cappedBy: CappedBy[] } {
  const cappedBy: CappedBy[] = []
  let amount = reckoned
  const lower = (cap: CappedBy['cap'], limit: string, { period = null, earned = null }: Sum = {}) => {
    const left = leftOf(moneyOf(limit, amount.currency), earned)
    const shown = earned === null ? null : toDecimal(earned, left.currency)
    const isReached = amount.minor > left.minor
    cappedBy.push({ cap, period, limit, earned: shown, left: toDecimal(left.minor, left.currency), isReached })
    amount = smaller(amount, left)
  }
  if (caps?.perLine) lower('perLine', caps.perLine)
  if (caps?.perPartner)
    lower('perPartner', caps.perPartner.amount, { period: caps.perPartner.period, earned: byPartner })
  if (caps?.perPeriod) lower('perPeriod', caps.perPeriod.amount, { period: caps.perPeriod.period, earned: byAll })
  return { amount, cappedBy }
}

type Sum = { period?: PeriodUnit | null; earned?: bigint | null }

function leftOf({ minor, currency }: Money, earned: bigint | null): Money {
  const left = minor - (earned ?? 0n)
  return money(left < 0n ? 0n : left, currency)
}
