import { roundHalfEven } from '#/kernel/money.ts'
import { type Books, minorOf, type ModelSale } from './books.ts'
import type { Command } from './books-commands.ts'
import type { Step } from './books-line-steps.ts'

/** What every sale earns. */
export const percent = 10n
const invalid = 'VALIDATION_ERROR'

export function sell(books: Books, { partner, amount, currency }: Extract<Command, { do: 'sale' }>): Step {
  const sourceId = `sale-${books.sales.length}`
  const minor = minorOf(amount, currency) ?? 0n
  const partnerId = books.partnerId(partner % books.partners.length)
  return {
    method: 'POST',
    path: '/source-events',
    body: { sourceId, type: 'SALE', partnerId, amount, currency },
    expected: minor > 0n ? 201 : invalid,
    effect({ lines: [made] }) {
      const sale: ModelSale = { sourceId, partnerId, amount: minor, currency, refunds: 0, refunded: 0n }
      const earned = roundHalfEven(minor * percent, 100n)
      if (made) {
        const root = books.root(partner % books.partners.length)
        sale.line = {
          id: made.id,
          partner: root,
          payout: null,
          amount: earned,
          currency,
          status: 'PENDING',
          source: minor,
        }
        books.lines.push(sale.line)
      }
      if (Boolean(made) !== earned > 0n) throw new Error(`A sale of ${amount} ${currency} earns ${earned}.`)
      books.sales.push(sale)
    },
  }
}

export function refund(books: Books, { sale: at, amount }: Extract<Command, { do: 'refund' }>): Step | undefined {
  const sale = books.sales[at % books.sales.length]
  if (!sale) return undefined
  const { sourceId, partnerId, currency } = sale
  const minor = minorOf(amount, currency) ?? 0n
  return {
    method: 'POST',
    path: '/source-events',
    body: {
      sourceId: `${sourceId}-${sale.refunds}`,
      type: 'REFUND',
      originalSourceId: sourceId,
      partnerId,
      amount,
      currency,
    },
    expected: minor > 0n && sale.refunded + minor <= sale.amount ? 201 : invalid,
    effect({ lines: [made] }) {
      sale.refunds += 1
      sale.refunded += minor
      const taken = takenBy(books, sale)
      if (Boolean(made) !== taken > 0n) throw new Error(`The refund of ${amount} ${currency} takes ${taken} back.`)
      const { line } = sale
      if (!made || !line) return
      const source = line.currency === currency ? -minor : null
      const placed = { partner: books.root(line.partner), payout: null, status: 'PENDING' } as const
      books.lines.push({ id: made.id, ...placed, amount: -taken, currency: line.currency, corrects: line, source })
    },
  }
}

/** So much of the line as is refunded of its sale, less all that was ever taken back, and never more than it has. */
function takenBy(books: Books, { line, amount, refunded }: ModelSale): bigint {
  if (!line || line.status === 'VOIDED') return 0n
  const before = books.lines
    .filter((other) => other.corrects === line && other.currency === line.currency)
    .reduce((sum, other) => sum - other.amount, 0n)
  const due = roundHalfEven(line.amount * refunded, amount) - before
  const left = line.amount - before
  const most = due < left ? due : left
  return most > 0n ? most : 0n
}
