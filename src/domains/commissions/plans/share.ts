import { percentage, roundHalfEven } from '#/kernel/money.ts'

/** A percentage has six decimals at most, so any share of a minor unit is a whole number of these. */
const perUnit = 10n ** 8n

/** So many percent of an amount of minor units, exactly: in hundred-millionths of a minor unit. */
export function sharesOf(minor: bigint, percent: string): bigint {
  const { numerator, denominator } = percentage(percent)
  return (minor * numerator * perUnit) / denominator
}

/** Shares as whole minor units, half-even. */
export const roundShares = (shares: bigint): bigint => roundHalfEven(shares, perUnit)
