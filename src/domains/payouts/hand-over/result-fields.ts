import { z } from 'zod'
import { Currency } from '#/kernel/currency.ts'
import { text } from '#/kernel/text.ts'
import type { Row as RowOf } from '#/platform/imports/rows.ts'
import type { Cells as CellsOf, Subject } from '#/platform/imports/subject.ts'
import { type Stage, stages } from '../payout.ts'
import { cellText } from './cells.ts'

/** What banks say of a payment, by the codes of ISO 20022, and the stage that it means. */
const stageOfCode: Record<string, Stage> = {
  ACCC: 'PAID',
  ACSC: 'PAID',
  ACSP: 'PENDING_PAYMENT',
  ACTC: 'PENDING_PAYMENT',
  ACCP: 'PENDING_PAYMENT',
  PDNG: 'PENDING_PAYMENT',
  RCVD: 'PENDING_PAYMENT',
  CANC: 'FAILED',
  RJCT: 'FAILED',
}

const stageCell = z.string().transform((cell, issues): Stage => {
  const name = cell.toUpperCase().replaceAll(/[\s-]+/g, '_')
  const stage = stages.find((one) => one === name) ?? stageOfCode[name]
  if (stage !== undefined) return stage
  issues.issues.push({ code: 'custom', input: cell, message: `This is no stage. The stages are ${stages.join(', ')}.` })
  return z.NEVER
})

/** Our id, or as payment files write it: `pay-01KN…`. */
const payoutCell = z
  .string()
  .transform((cell) => (/^pay-[0-9a-z]{26}$/i.test(cell) ? `pay_${cell.slice(4).toUpperCase()}` : cell))

const words = (longest: number) => z.string().transform(cellText).pipe(text(1, longest))

const fields = {
  payoutId: {
    headers: ['payout', 'end to end id', 'end to end identification', 'end to end reference'],
    cell: payoutCell,
  },
  stage: { headers: ['status', 'payment status', 'transaction status', 'result'], cell: stageCell },
  reference: { headers: ['payment reference', 'bank reference', 'transaction id'], cell: words(255) },
  reason: { headers: ['status reason', 'failure reason', 'error'], cell: words(500) },
  amount: {
    headers: ['paid amount', 'amount paid'],
    cell: z
      .string()
      .regex(
        /^-?[0-9]{1,38}(\.[0-9]{1,4})?$/,
        'Write an amount such as 1250.00, or leave the column out by map amount=ignore.',
      ),
  },
  currency: { headers: [], cell: Currency },
} as const

export const subject: Subject<typeof fields, 'payoutId' | 'stage'> = {
  fields,
  needs: { payoutId: "the payout's id", stage: 'the stage' },
}
export type Cells = CellsOf<typeof fields, 'payoutId' | 'stage'>
export type Row = RowOf<Cells>
