import { z } from 'zod'
import type { Context } from '#/kernel/context.ts'
import { invalidField, refusal } from '#/kernel/error.ts'
import { toDecimal } from '#/kernel/money.ts'
import { asFile, textStream, type TextStream } from '#/kernel/stream.ts'
import { Reference } from '#/kernel/text.ts'
import { dayOf } from '#/kernel/time.ts'
import { query } from '#/kernel/verb.ts'
import { batchNotFound } from '../batches/batch.ts'
import { exampleBatchId, type Stage } from '../payout.ts'
import { noBankAccount, tryFindDebtor } from './debtor.ts'
import { closing, type Debtor, opening, transfer, wayClosing, wayOpening } from './pain.ts'
import { paymentOf } from './payment.ts'
import { pagesOf, refuseUnlessBatch } from './rows.ts'
import { payableStages, stageList } from './stages.ts'
import { isSepaPayment, type LeftOut, type Survey, surveyOf, type WayTally } from './survey.ts'
import { controlSum, exactSum, tallying } from './tally.ts'

export const payoutsNotPayable = refusal(
  'invalid',
  'PAYOUTS_NOT_PAYABLE',
  'Some of these payouts cannot be paid by bank. See `details`, and set them right or leave them out by `skip=true`.',
)
export const nothingToPay = refusal(
  'invalid',
  'NO_PAYABLE_PAYOUTS',
  'No payout of these stages can be paid by bank, and a payment file needs one. Approve payouts first, or ask for other stages by `stage`; the payment check says where each stands.',
)

export const defaultStages: readonly Stage[] = ['APPROVED']

export const exportPaymentFile = query({
  name: 'payouts.export-payment-file',
  may: 'commissions:read',
  summary: 'Export payouts as a payment file for a bank',
  description:
    'ISO 20022, `pain.001.001.09`: one credit transfer for each payout of the batch in these stages, `APPROVED` unless said otherwise. Where one of them cannot be paid by bank, none is: 422 `PAYOUTS_NOT_PAYABLE` names each with its `obstacle`, the first 1,000 of them; with `skip=true` they stay out, and the headers `x-payouts-included`, `x-payouts-left-out` and `x-control-sum` tell of it. The message id follows from what is paid to whom, so a bank refuses the same payments twice. Names are written in the letters that banks take: marks go, `&` becomes `+`, and what has no stand-in a full stop. A file that payouts change under ends in the middle and is no XML: get it again.',
  input: z.strictObject({
    batchId: Reference,
    stage: stageList(payableStages).optional(),
    executionDate: z.iso
      .date('Write a day as 2026-04-30.')
      .optional()
      .meta({ description: 'When the bank is to pay: today (UTC) unless said otherwise, and no day before.' }),
    skip: z
      .enum(['true', 'false'])
      .optional()
      .meta({ description: '`true`: leave out what cannot be paid instead of refusing.' }),
  }),
  output: z.custom<TextStream>(),
  refuses: [batchNotFound, noBankAccount, payoutsNotPayable, nothingToPay],
  example: { batchId: exampleBatchId, stage: 'APPROVED' },
  async run(ctx, { batchId, stage: stages = defaultStages, executionDate = dayOf(ctx.now()), skip }) {
    if (executionDate < dayOf(ctx.now()))
      throw invalidField('executionDate', 'custom', 'This day has passed. No bank pays on it.')
    await refuseUnlessBatch(ctx, batchId)
    const debtor = await tryFindDebtor(ctx)
    if (!debtor) throw noBankAccount()
    const survey = await surveyOf(ctx, { batchId, stages, debtor })
    if (survey.leftOutCount && skip !== 'true') throw payoutsNotPayable({ details: detailsOf(survey) })
    if (!survey.ways.length) throw nothingToPay()
    const file = { batchId, stages, debtor, survey, executionDate }
    return textStream(xmlOf(ctx, file), { ...asFile(`${messageIdOf(file)}.xml`), ...told(survey) })
  },
})

const detailsOf = ({ leftOut, leftOutCount }: Survey) => ({ count: leftOutCount, payouts: leftOut.map(showLeftOut) })

/** A payout that stays out, as answers name it. */
export const showLeftOut = ({ row, obstacle }: LeftOut) => ({
  payoutId: row.id,
  partner: { id: row.partner_id, name: row.partner_name },
  amount: { value: toDecimal(BigInt(row.amount), row.currency), currency: row.currency },
  stage: row.stage,
  obstacle,
})

export const countOf = ({ ways }: Survey) => ways.reduce((sum, { count }) => sum + count, 0)

const told = (survey: Survey) => ({
  'x-payouts-included': String(countOf(survey)),
  'x-payouts-left-out': String(survey.leftOutCount),
  'x-control-sum': exactSum(survey.ways),
})

type File = { batchId: string; stages: readonly Stage[]; debtor: Debtor; survey: Survey; executionDate: string }

/** 35 characters, which is all that the standard has: the batch, and a mark of what is paid to whom. */
export const messageIdOf = ({ batchId, survey }: Pick<File, 'batchId' | 'survey'>): string =>
  `${batchId.replace(/^.*_/, '').slice(0, 26)}-${survey.content.slice(0, 8)}`

async function* xmlOf(ctx: Context, file: File): AsyncGenerator<string> {
  const { survey, debtor } = file
  const sum = controlSum(survey.ways)
  const createdAt = ctx.now().toISOString()
  yield opening({ messageId: messageIdOf(file), createdAt, count: countOf(survey), sum, debtor })
  for (const way of survey.ways) yield* transfersOf(ctx, file, way)
  yield closing
}

/** The transfers of one way. They are read again and not kept: where they differ from what was counted, the file ends. */
async function* transfersOf(ctx: Context, file: File, way: WayTally): AsyncGenerator<string> {
  const { debtor, executionDate, survey } = file
  const { count, currency, isSepa, mark } = way
  const id = `${survey.content.slice(0, 20)}-${currency}-${isSepa ? 'SEPA' : 'OTHER'}`
  yield wayOpening({ id, isSepa, count, sum: controlSum([way]), executionDate, debtor })
  const tally = tallying(currency)
  for await (const rows of pagesOf(ctx, file)) {
    const payments = rows.flatMap((row) => {
      const payment = paymentOf(ctx, row)
      const isOfWay = typeof payment !== 'string' && payment.currency === currency
      return isOfWay && isSepaPayment(payment, debtor) === isSepa ? [payment] : []
    })
    for (const payment of payments) tally.add(payment)
    if (payments.length) yield payments.map(transfer).join('')
  }
  if (tally.end().mark !== mark) throw new Error('Payouts changed while their payment file was being sent.')
  yield wayClosing
}
