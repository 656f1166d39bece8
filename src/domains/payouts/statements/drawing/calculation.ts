import { percentage } from '#/kernel/money.ts'
import type { StatementLine } from '../content.ts'
import type { Manner } from './manner.ts'

type Reckoned = Pick<StatementLine, 'amount' | 'sourceAmount' | 'percent'>

/**
 * How an amount came out of the sale: `4,200.00 x 10%`. The percentage is the plan's; of a line that was entered it is the
 * share that the amount is, where that is exact with four decimals or fewer.
 *
 * Where there is none (bands, a cap, a fixed amount, a share that is not exact) the sale stands alone.
 */
export function calculationOf({ amount, sourceAmount, percent }: Reckoned, manner: Manner): string {
  if (sourceAmount === null) return ''
  const sale = manner.amount(sourceAmount)
  const millionths = percent === undefined ? wholeQuotient(amount * 1_000_000n, sourceAmount) : millionthsOf(percent)
  return millionths === undefined ? sale : `${sale} x ${manner.percent(millionths)}`
}

const wholeQuotient = (a: bigint, b: bigint) => (b !== 0n && a % b === 0n ? a / b : undefined)

function millionthsOf(percent: string | null): bigint | undefined {
  if (percent === null) return undefined
  const { numerator, denominator } = percentage(percent)
  return wholeQuotient(numerator * 1_000_000n, denominator)
}
