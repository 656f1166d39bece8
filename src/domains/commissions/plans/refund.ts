import { roundHalfEven, toDecimal } from '#/kernel/money.ts'

/** Minor units: what the line is, the sale behind it, how much of the sale is refunded by now, and what was taken back before. */
export type Refunded = { line: bigint; sale: bigint; refunded: bigint; takenBack: bigint }

/**
 * What to take back of a line: so much of it as is refunded of its sale, less what was taken back before. Never below
 * zero, and never more than what is left of the line.
 */
export function takeBack({ line, sale, refunded, takenBack }: Refunded): bigint {
  const due = roundHalfEven(line * refunded, sale) - takenBack
  const left = line - takenBack
  const most = due < left ? due : left
  return most > 0n ? most : 0n
}

export type RefundCalculation = {
  kind: 'REFUND'
  lineId: string
  lineAmount: string
  lineCurrency: string
  saleAmount: string
  saleCurrency: string
  /** Of the sale, this refund included. */
  refunded: string
  takenBackBefore: string
  rounding: 'HALF_EVEN'
  amount: string
}

type Currencies = { lineId: string; lineCurrency: string; saleCurrency: string }

export function explainRefund(given: Refunded, { lineId, lineCurrency, saleCurrency }: Currencies): RefundCalculation {
  return {
    kind: 'REFUND',
    lineId,
    lineAmount: toDecimal(given.line, lineCurrency),
    lineCurrency,
    saleAmount: toDecimal(given.sale, saleCurrency),
    saleCurrency,
    refunded: toDecimal(given.refunded, saleCurrency),
    takenBackBefore: toDecimal(given.takenBack, lineCurrency),
    rounding: 'HALF_EVEN',
    amount: toDecimal(-takeBack(given), lineCurrency),
  }
}
