import type { LineRow } from '#/domains/commissions/index.ts'
import type { Issue } from '#/kernel/error.ts'
import { toDecimal, tryMoney } from '#/kernel/money.ts'

export type MoneyGiven = {
  amount?: string | undefined
  currency?: string | undefined
  sourceAmount?: string | null | undefined
}
type MoneyChanges = Partial<Pick<LineRow, 'amount' | 'source_amount' | 'currency'>>

/** What a change of a line's amounts or currency comes to: the columns that differ, and why it cannot be. */
export function reckon(line: LineRow, given: MoneyGiven): { changes: MoneyChanges; issues: Issue[] } {
  const currency = given.currency ?? line.currency
  const issues: Issue[] = []
  const minor = (field: 'amount' | 'sourceAmount', sent: string | null | undefined, kept: string | null) => {
    const text = sent === undefined ? kept && plain(kept, line.currency) : sent
    const money = text === null ? null : tryMoney(text, currency)
    if (typeof money !== 'string') return money && money.minor.toString()
    const path = sent === undefined ? ['currency'] : [field]
    issues.push({
      path,
      code: 'custom',
      message: sent === undefined ? `The ${field} of ${text} does not fit: ${money}` : money,
    })
    return kept
  }
  const next = {
    amount: minor('amount', given.amount, line.amount) ?? line.amount,
    source_amount: minor('sourceAmount', given.sourceAmount, line.source_amount),
    currency,
  }
  return { changes: differing(line, next), issues }
}

/** An amount without the zeros that its currency writes at the end: 7.00 USD is 7, which fits JPY. */
function plain(minor: string, currency: string): string {
  const text = toDecimal(BigInt(minor), currency)
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text
}

function differing(line: LineRow, next: Required<MoneyChanges>): MoneyChanges {
  return {
    ...(next.amount !== line.amount && { amount: next.amount }),
    ...(next.source_amount !== line.source_amount && { source_amount: next.source_amount }),
    ...(next.currency !== line.currency && { currency: next.currency }),
  }
}
