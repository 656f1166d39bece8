import type { GoodRow, Row } from '#/platform/imports/rows.ts'
import type { Cells, Subject } from '#/platform/imports/subject.ts'
import { Reference } from '#/kernel/text.ts'
import { newLineInput } from '../create.ts'

const { amount, currency, description, sourceAmount, idempotencyKey } = newLineInput

const fields = {
  partner: {
    headers: ['partner id', 'partner domain', 'partner external id', 'partner crm id', 'domain'],
    cell: Reference,
  },
  amount: { headers: ['commission', 'commission amount'], cell: amount },
  currency: { headers: ['currency code'], cell: currency },
  description: { headers: ['memo', 'details'], cell: description },
  sourceAmount: { headers: ['sale', 'sale amount', 'order amount'], cell: sourceAmount },
  idempotencyKey: { headers: ['line key'], cell: idempotencyKey },
} as const

/** A file of commission lines: a row says whose, how much and in what. */
export const subject: Subject<typeof fields, 'partner' | 'amount' | 'currency'> = {
  fields,
  needs: { partner: 'the partner', amount: 'the amount', currency: 'the currency' },
}

type LineCells = Cells<typeof fields, 'partner' | 'amount' | 'currency'>
export type LineCellsRow = GoodRow<LineCells>
export type LineRowOfFile = Row<LineCells>
