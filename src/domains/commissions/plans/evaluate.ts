import { type Money, money, moneyOf, toDecimal } from '#/kernel/money.ts'
import { type Before, type Reckoned, reckonTiered } from './bands.ts'
import { type CappedBy, type EarnedBefore, withinCaps } from './caps.ts'
import { roundShares, sharesOf } from './share.ts'
import type { Caps, Commission, Rate, Terms } from './terms.ts'

/** Whom an event is for, as rates see it. */
export type Earner = { partnerIds: readonly string[]; tierId: string | null; categories: readonly string[] }

/** Which commission was chosen, and why. */
export type Chosen = {
  commission: Commission
  because: { rate: 'PARTNER' | 'TIER' | 'CATEGORY' | 'PLAN'; partnerId?: string; tierId?: string; category?: string }
}

/** The partner's own rate, else its tier's, else that of a category (of several, the first of the plan), else the plan's. */
export function chooseCommission({ rates, commission }: Terms, earner: Earner): Chosen {
  const find = (fits: (rate: Rate) => boolean) => rates.find(fits)
  const own = find(({ partnerId }) => partnerId !== null && earner.partnerIds.includes(partnerId))
  if (own) return { commission: own.commission, because: { rate: 'PARTNER', partnerId: own.partnerId ?? '' } }
  const tier = find(({ tierId }) => tierId !== null && tierId === earner.tierId)
  if (tier) return { commission: tier.commission, because: { rate: 'TIER', tierId: tier.tierId ?? '' } }
  const labelled = find(({ category }) => category !== null && earner.categories.includes(category))
  if (labelled)
    return { commission: labelled.commission, because: { rate: 'CATEGORY', category: labelled.category ?? '' } }
  return { commission, because: { rate: 'PLAN' } }
}

/** How an amount came to be: with the terms of its version, all that a reader needs in order to reckon it anew. */
export type Calculation = Reckoned['shown'] & {
  /** Its period is the one that the bands and caps look at. */
  occurredAt: string
  base: string
  currency: string
  rate: Chosen['because']
  /** The exact sum of the parts, rounded once to the minor unit, before caps. */
  reckoned: string
  rounding: 'HALF_EVEN'
  caps: CappedBy[]
  amount: string
}

type Basis = {
  chosen: Chosen
  caps: Caps | null
  sale: Money
  occurredAt: Date
  before: Before
  earned: EarnedBefore
}

/** What a sale earns, exactly, and why. Its currency is the plan's, where the plan has one. */
export function evaluate(basis: Basis): { amount: Money; calculation: Calculation } {
  const { chosen, caps, sale, occurredAt, before, earned } = basis
  const { shares, shown } = reckon(chosen.commission, sale, before)
  const reckoned = money(roundShares(shares), sale.currency)
  const { amount, cappedBy } = withinCaps(reckoned, caps, earned)
  const calculation: Calculation = {
    ...shown,
    occurredAt: occurredAt.toISOString(),
    base: toDecimal(sale.minor, sale.currency),
    currency: sale.currency,
    rate: chosen.because,
    reckoned: toDecimal(reckoned.minor, reckoned.currency),
    rounding: 'HALF_EVEN',
    caps: cappedBy,
    amount: toDecimal(amount.minor, amount.currency),
  }
  return { amount, calculation }
}

function reckon(commission: Commission, sale: Money, before: Before): Reckoned {
  if (commission.type === 'TIERED') return reckonTiered(commission, sale, before)
  if (commission.type === 'PERCENT')
    return {
      shares: sharesOf(sale.minor, commission.percent),
      shown: { kind: 'PERCENT', percent: commission.percent },
    }
  const fixed = moneyOf(commission.amount, commission.currency)
  return { shares: sharesOf(fixed.minor, '100'), shown: { kind: 'FIXED', fixed: commission.amount } }
}
