import { z } from 'zod'
import { checkReason, reasonInput, type reasonTypes } from '#/domains/commissions/index.ts'
import { decideSubmissions } from '#/domains/forms/index.ts'
import { withdrawLine } from '#/domains/payouts/index.ts'
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
} from '../conversion.ts'
import { findConversion, holdConversion } from '../queries.ts'

export const declineConversion = command({
  name: 'conversions.decline',
  may: 'affiliate:manage',
  summary: 'Decline a conversion',
  description:
    'Voids its commission line with all that was taken back of it, off the payout where it is. Where it is paid already, a line below zero takes back what is left, and lowers what the partner is paid next. An accepted one may be declined too. One that is declined is left as it is, with the reason that it has.',
  input: z.strictObject({ id: ConversionInPath, ...reasonInput }).superRefine(checkReason),
  output: Conversion,
  refuses: [conversionNotFound],
  example: { id: exampleId, reasonType: 'CUSTOM', reason: 'The goods came back.' },
  async run(ctx, { id, ...why }) {
    const row = await holdConversion(ctx, id)
    const changes = await decline(ctx, row, why)
    return { output: toConversion(await findConversion(ctx, id)), changes }
  },
})

export type Why = { reasonType: (typeof reasonTypes)[number]; reason?: string | undefined }

/** Declines a locked conversion. */
export async function decline(ctx: Context, was: ConversionRecord, { reasonType, reason = undefined }: Why) {
  if (was.status === 'declined') return []
  const why = { reasonType, reason: reason ?? null }
  const withdrawn = await withdraw(ctx, was, why)
  const step = { action: 'DECLINED' as const, ...why, lineIds: withdrawn.lineIds }
  await writeStatus(ctx, [was.id], { status: 'declined', ...why })
  await keepSteps(ctx, [{ was, now: 'declined', step }])
  await decideSubmissions(ctx, [was.form_submission_id], { status: 'DECLINED', reason: why.reason ?? reasonType })
  const change: Change = {
    type: 'conversions.decline',
    subjectId: was.id,
    partnerId: was.partner_id,
    before: { status: was.status },
    after: { status: 'declined', ...why, lineIds: withdrawn.lineIds },
  }
  return [change, ...withdrawn.changes]
}

async function withdraw(
  ctx: Context,
  row: ConversionRecord,
  { reasonType, reason }: { reasonType: string; reason: string | null },
) {
  if (row.commission_line_id === null) return { lineIds: [], changes: [] }
  return await withdrawLine(ctx, row.commission_line_id, {
    event: 'commission-lines.void',
    reasonType,
    reason,
    description:
      reason === null ? 'Its conversion was declined.' : `Its conversion was declined: ${reason}`.slice(0, 2000),
  })
}
