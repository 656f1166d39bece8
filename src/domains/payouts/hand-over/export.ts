import { stringify } from 'csv-stringify/sync'
import { z } from 'zod'
import type { Context } from '#/kernel/context.ts'
import { toDecimal } from '#/kernel/money.ts'
import { asFile, textStream, type TextStream } from '#/kernel/stream.ts'
import { Reference } from '#/kernel/text.ts'
import { dayOf } from '#/kernel/time.ts'
import { query } from '#/kernel/verb.ts'
import { batchNotFound } from '../batches/batch.ts'
import { exampleBatchId } from '../payout.ts'
import { textCell } from './cells.ts'
import { obstacleOf } from './payment.ts'
import { type Chosen, type HandOverRow, pagesOf, refuseUnlessBatch } from './rows.ts'
import { payableStages, stageList } from './stages.ts'

export const exportPayouts = query({
  name: 'payouts.export',
  may: 'commissions:read',
  summary: 'Export payouts as a CSV file',
  description:
    'One row each, of one batch or of all, of some stages or of all. Numbers of accounts are masked. `obstacle` says why a payout of a payable stage cannot go into a payment file. A text that a spreadsheet might take for a formula has an apostrophe before it, which the import of results takes away again: with `stage` and `reference` filled in, the file can be imported.',
  input: z.strictObject({
    batchId: Reference.optional(),
    stage: stageList().optional(),
    delimiter: z.enum([',', ';', '|', '\t']).default(',').meta({ description: 'What stands between cells.' }),
  }),
  output: z.custom<TextStream>(),
  refuses: [batchNotFound],
  example: { batchId: exampleBatchId, stage: 'APPROVED,SCHEDULED' },
  async run(ctx, { batchId, stage: stages, delimiter }) {
    if (batchId !== undefined) await refuseUnlessBatch(ctx, batchId)
    return textStream(
      csvOf(ctx, { batchId, stages }, delimiter),
      asFile(batchId === undefined ? 'payouts.csv' : `payouts-${batchId}.csv`),
    )
  },
})

async function* csvOf(ctx: Context, chosen: Chosen, delimiter: string): AsyncGenerator<string> {
  yield stringify([Object.keys(columns)], { delimiter })
  for await (const rows of pagesOf(ctx, chosen))
    yield stringify(
      rows.map((row) => Object.values(columns).map((cell) => cell(row))),
      { delimiter },
    )
}

const words = (text: string | null | undefined) => (text ? textCell(text) : '')

const columns: Record<string, (row: HandOverRow) => string> = {
  payoutId: ({ id }) => id,
  batchId: ({ batch_id }) => batch_id,
  partnerId: ({ partner_id }) => partner_id,
  partnerName: ({ partner_name }) => words(partner_name),
  legalName: ({ party }) => words(party?.legalName),
  taxId: ({ party }) => words(party?.taxId),
  periodStart: ({ period_start }) => dayOf(period_start),
  periodEnd: ({ period_end }) => dayOf(period_end),
  amount: ({ amount, currency }) => toDecimal(BigInt(amount), currency),
  currency: ({ currency }) => currency,
  stage: ({ stage }) => stage,
  poNumber: ({ po_number }) => words(po_number),
  method: ({ method }) => method?.type ?? '',
  account: ({ method }) =>
    words(method?.type === 'BANK' ? method.masked : method?.type === 'PAYPAL' ? method.email : ''),
  reference: ({ payment_reference }) => words(payment_reference),
  note: ({ metadata }) => words(metadata),
  obstacle: (row) => (payableStages.some((stage) => stage === row.stage) ? (obstacleOf(row) ?? '') : ''),
}
