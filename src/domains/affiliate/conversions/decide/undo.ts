import { z } from 'zod'
import {
  holdSale,
  holdWithCorrections,
  lineRefunded,
  type LineRow,
  moveLines,
  wasRefundedUnseen,
  writeLine,
} from '#/domains/commissions/index.ts'
import { decideSubmissions } from '#/domains/forms/index.ts'
import type { Context } from '#/kernel/context.ts'
import { refusal } from '#/kernel/error.ts'
import { type Change, command } from '#/kernel/verb.ts'
import { sql } from '#/platform/database/sql.ts'
import type { ConversionChangeRow, ConversionStatus } from '#/domains/affiliate/tables.ts'
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

export const lineOnPayout = refusal(
  'invalid',
  'CONVERSION_LINE_ON_PAYOUT',
  'The commission line of this conversion is on a payout. Detach it there first; what is paid is taken back by declining.',
)

export const undoDecision = command({
  name: 'conversions.undo',
  may: 'affiliate:manage',
  summary: 'Undo the decision on a conversion',
  description:
    'It waits again as it did before, and its commission line is HELD. From then on only a person accepts it. One that waits is left as it is. Refused where its line is on a payout or paid, and where the sale was refunded while it was declined.',
  input: z.strictObject({ id: ConversionInPath }),
  output: Conversion,
  refuses: [conversionNotFound, lineOnPayout, lineRefunded],
  example: { id: exampleId },
  async run(ctx, { id }) {
    const row = await holdConversion(ctx, id)
    const changes = await undo(ctx, row)
    return { output: toConversion(await findConversion(ctx, id)), changes }
  },
})

/** Undoes the decision on a locked conversion. */
export async function undo(ctx: Context, was: ConversionRecord): Promise<Change[]> {
  if (was.status === 'pending' || was.status === 'review') return []
  const { status, voided } = await beforeDecision(ctx, was)
  const lines = await holdBack(ctx, was, voided)
  const lineIds = lines.map(({ id }) => id)
  await writeStatus(ctx, [was.id], { status, keepsTime: false })
  await keepSteps(ctx, [{ was, now: status, step: { action: 'UNDONE', lineIds } }])
  await decideSubmissions(ctx, [was.form_submission_id], { status: 'PENDING' })
  const [before, after] = [{ status: was.status }, { status, lineIds }]
  return [{ type: 'conversions.undo', subjectId: was.id, partnerId: was.partner_id, before, after }]
}

type Before = { status: ConversionStatus; voided: string[] }

/** How it waited last, and which lines a decline has voided since. */
async function beforeDecision(ctx: Context, { id, explanation }: ConversionRecord): Promise<Before> {
  const { rows } = await sql<Pick<ConversionChangeRow, 'action' | 'from_status' | 'line_ids'>>`
    select action, from_status, line_ids from conversion_change
    where organisation_id = ${ctx.organisationId} and conversion_id = ${id} order by number desc`.execute(ctx.db)
  const waited = rows.find(({ from_status: status }) => status === 'pending' || status === 'review')
  const last = rows.find(({ action }) => action === 'DECLINED' || action === 'ACCEPTED')
  const asRecorded = explanation.status === 'review' ? 'review' : 'pending'
  return { status: waited?.from_status ?? asRecorded, voided: last?.action === 'DECLINED' ? last.line_ids : [] }
}

/** Its line and what was taken back of it, HELD again; what was void before the decision stays so. */
async function holdBack(
  ctx: Context,
  { commission_line_id: lineId }: ConversionRecord,
  voided: string[],
): Promise<LineRow[]> {
  if (lineId === null) return []
  const sale = await saleOf(ctx, lineId)
  await holdSale(ctx, sale)
  const lines = await holdWithCorrections(ctx, [lineId])
  if (lines.some(({ payout_id: payoutId }) => payoutId !== null)) throw lineOnPayout()
  // What a decline took back of a line that was paid goes with it; the other lines that it names were voided by it.
  const tookBack = voided.includes(lineId) ? [] : lines.filter(({ id }) => voided.includes(id))
  const back = lines.filter(
    (line) => !tookBack.includes(line) && (line.status !== 'VOIDED' || voided.includes(line.id)),
  )
  for (const line of back) if (line.status === 'VOIDED' && (await wasRefundedUnseen(ctx, line))) throw lineRefunded()
  for (const { id } of tookBack) await writeLine(ctx, { ...voiding, id, guard: sql`status <> 'VOIDED'` })
  return [...(await moveLines(ctx, back, { event: 'commission-lines.hold', to: 'HELD' })), ...tookBack]
}

const voiding = {
  event: 'commission-lines.void',
  changes: { status: 'VOIDED', decline_reason_type: 'CUSTOM', decline_reason: 'The decision that made it was undone.' },
} as const

async function saleOf(ctx: Context, lineId: string): Promise<string | null> {
  const { rows } = await sql<{ source_event_id: string | null }>`
    select source_event_id from commission_line where organisation_id = ${ctx.organisationId} and id = ${lineId}`.execute(
    ctx.db,
  )
  return rows[0]?.source_event_id ?? null
}
