import type { Manner } from './manner.ts'

/**
 * How an amount came out of the sale: `4,200.00 x 10%`, where the percentage is exact with four decimals or fewer.
 *
 * Where it is not (the amount was rounded, or is no share at all) the sale stands alone.
 */
export function calculationOf(amount: bigint, source: bigint | null, manner: Manner): string {
  if (source === null) return ''
  const sale = manner.amount(source)
  const millionths = source === 0n ? undefined : wholeQuotient(amount * 1_000_000n, source)
  return millionths === undefined ? sale : `${sale} x ${manner.percent(millionths)}`
}

const wholeQuotient = (a: bigint, b: bigint) => (a % b === 0n ? a / b : undefined)
