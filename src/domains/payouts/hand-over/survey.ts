import { createHash } from 'node:crypto'
import type { Context } from '#/kernel/context.ts'
import type { Stage } from '../payout.ts'
import type { Debtor } from './pain.ts'
import { type Obstacle, type Payment, paymentOf } from './payment.ts'
import { type HandOverRow, pagesOf } from './rows.ts'
import { isSepaTransfer, type Tally, tallying } from './tally.ts'

/** What a payment file of these payouts would hold, way by way, and what stays out of it. */
export type Survey = {
  ways: WayTally[]
  /** Which payout goes to which account with how much: equal for two files that pay the same. */
  content: string
  /** Those of the chosen stages that cannot be paid: the first of them, and how many they are. */
  leftOut: LeftOut[]
  leftOutCount: number
}
export type WayTally = Tally & { isSepa: boolean }
export type LeftOut = { row: HandOverRow; obstacle: Obstacle }

export const mostLeftOut = 1000

type Order = { batchId: string; stages: readonly Stage[]; debtor: Debtor | undefined }

export async function surveyOf(ctx: Context, order: Order): Promise<Survey> {
  const tallies = new Map<string, { isSepa: boolean; tally: ReturnType<typeof tallying> }>()
  const content = createHash('sha256')
  const leftOut: LeftOut[] = []
  let leftOutCount = 0
  const take = (row: HandOverRow) => {
    const payment = paymentOf(ctx, row)
    if (typeof payment === 'string') {
      leftOutCount += 1
      if (leftOut.length < mostLeftOut) leftOut.push({ row, obstacle: payment })
      return
    }
    const isSepa = isSepaPayment(payment, order.debtor)
    const key = `${payment.currency} ${isSepa}`
    const way = tallies.get(key) ?? { isSepa, tally: tallying(payment.currency) }
    tallies.set(key, way)
    way.tally.add(payment)
    content.update(JSON.stringify([payment.payoutId, payment.minor.toString(), payment.currency, payment.account]))
  }
  for await (const rows of pagesOf(ctx, order)) for (const row of rows) take(row)
  const ways = [...tallies.values()].map(({ isSepa, tally }) => ({ ...tally.end(), isSepa }))
  return { ways, content: content.digest('hex').toUpperCase(), leftOut, leftOutCount }
}

export const isSepaPayment = (payment: Payment, debtor: Debtor | undefined): boolean =>
  debtor !== undefined && isSepaTransfer(payment, debtor.account)
