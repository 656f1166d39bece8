import { z } from 'zod'
import { holdWithCorrections, moveLines } from '#/domains/commissions/index.ts'
import { decideSubmissions } from '#/domains/forms/index.ts'
import type { Context } from '#/kernel/context.ts'
import { type Change, command } from '#/kernel/verb.ts'
import { keepSteps, writeStatus } from '../change.ts'
import {
  Conversion,
  ConversionInPath,
  conversionNotFound,
  type ConversionRecord,
  exampleId,
  toConversion,
  wrongStatus,
} from '../conversion.ts'
import { findConversion, holdConversion } from '../queries.ts'
import { amountInput, amountMissing, checkSale, earnLate } from './late-amount.ts'

export const acceptConversion = command({
  name: 'conversions.accept',
  may: 'affiliate:manage',
  summary: 'Accept a conversion',
  description:
    'Its HELD commission line becomes PENDING, with all that was taken back of it, and waits for a payout. One that has no line because the report gave no amount takes `amount` and `currency`, and earns by what its campaign pays. One that is accepted is left as it is.',
  input: z.strictObject({ id: ConversionInPath, ...amountInput }).superRefine(checkSale),
  output: Conversion,
  refuses: [conversionNotFound, wrongStatus, amountMissing],
  example: { id: exampleId },
  async run(ctx, { id, ...sale }) {
    const row = await holdConversion(ctx, id)
    const changes = await accept(ctx, row, sale)
    return { output: toConversion(await findConversion(ctx, id)), changes }
  },
})

type Sale = { amount?: string | undefined; currency?: string | undefined }

/** Accepts a locked conversion. */
export async function accept(ctx: Context, row: ConversionRecord, sale: Sale = {}): Promise<Change[]> {
  if (row.status === 'accepted') return []
  if (row.status === 'declined') throw wrongStatus()
  return await acceptAll(ctx, [await earnLate(ctx, row, sale)])
}

/** Accepts locked conversions that wait, in a few statements for all of them. */
export async function acceptAll(ctx: Context, rows: ConversionRecord[]): Promise<Change[]> {
  const lines = await holdWithCorrections(
    ctx,
    rows.flatMap((row) => row.commission_line_id ?? []),
  )
  const held = lines.filter(({ status }) => status === 'HELD')
  const moved = await moveLines(ctx, held, { event: 'commission-lines.release', to: 'PENDING' })
  const lineIdsOf = (row: ConversionRecord) =>
    moved.filter(({ id, corrects_id: corrects }) => [id, corrects].includes(row.commission_line_id)).map(({ id }) => id)
  const steps = rows.map((was) => ({
    was,
    now: 'accepted' as const,
    step: { action: 'ACCEPTED' as const, lineIds: lineIdsOf(was) },
  }))
  await writeStatus(
    ctx,
    rows.map(({ id }) => id),
    { status: 'accepted' },
  )
  await keepSteps(ctx, steps)
  await decideSubmissions(
    ctx,
    rows.map((row) => row.form_submission_id),
    { status: 'ACCEPTED' },
  )
  return steps.map(({ was, step }) => ({
    type: 'conversions.accept',
    subjectId: was.id,
    partnerId: was.partner_id,
    before: { status: was.status },
    after: { status: 'accepted', lineIds: step.lineIds },
  }))
}
