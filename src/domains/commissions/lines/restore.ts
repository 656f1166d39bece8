import type { Context } from '#/kernel/context.ts'
import { refusal } from '#/kernel/error.ts'
import { command } from '#/kernel/verb.ts'
import { brokenConstraint } from '#/platform/database/failure.ts'
import { sql } from '#/platform/database/sql.ts'
import type { LineRow } from '../tables.ts'
import { nothingLeft } from './claw-back.ts'
import { type HeldLine, holdLine } from './hold.ts'
import { lineNotFound, lineVoided, toLine } from './line.ts'
import { findLine } from './queries.ts'
import { refuseStatus, statusChange, wrongStatus } from './status.ts'
import { writeLine } from './write.ts'

export const lineRefunded = refusal(
  'invalid',
  'COMMISSION_LINE_REFUNDED',
  'The sale of this line was refunded while it was void, so it would pay for what went back. Enter a line for what is still earned.',
)

const conversionNotAccepted = refusal(
  'invalid',
  'CONVERSION_NOT_ACCEPTED',
  'The conversion of this line is not accepted. Undo its decision, or accept it: its line goes with it.',
)

/** The database knows of conversions, which come later. */
function refuseWaiting(error: unknown): never {
  throw brokenConstraint(error, '23514') === 'commission_line_waits_for_its_conversion'
    ? conversionNotAccepted()
    : error
}

export const restoreLine = command({
  ...statusChange,
  isOneStatement: false,
  name: 'commission-lines.restore',
  summary: 'Restore a commission line',
  description:
    'Takes a VOIDED line back into the pool as PENDING, and forgets the reason; a clawback of a HELD line becomes HELD. One that is in the pool is left as it is.',
  refuses: [lineNotFound, wrongStatus, lineVoided, nothingLeft, lineRefunded, conversionNotAccepted],
  async run(ctx, { id }) {
    const { corrects_id: correctsId, source_event_id: saleId } = await findLine(ctx, id)
    await holdSale(ctx, saleId)
    const corrected = correctsId === null ? undefined : await holdLine(ctx, correctsId)
    const { row } = await holdLine(ctx, id)
    const status = corrected?.row.status === 'HELD' ? 'HELD' : 'PENDING'
    if (row.status === status) return { output: toLine(row), changes: [] }
    if (row.status !== 'VOIDED') refuseStatus(row.status, status)
    if (corrected) refuseTooMuch(corrected, row)
    if (await wasRefundedUnseen(ctx, row)) throw lineRefunded()
    const changes = { status, former_payout_id: null, decline_reason_type: null, decline_reason: null } as const
    const event = 'commission-lines.restore'
    const written = await writeLine(ctx, { event, id, guard: sql`true`, changes }).catch(refuseWaiting)
    if (!written) throw lineNotFound()
    return { output: toLine(written.row), changes: written.changes }
  },
})

/** A clawback comes back only as far as its line still has what it takes. */
function refuseTooMuch({ row, left }: HeldLine, { amount, currency }: LineRow): void {
  if (row.status === 'VOIDED') throw lineVoided()
  if (row.currency !== currency || left + BigInt(amount) < 0n) throw nothingLeft()
}

/** A refund locks its sale, and then its lines. */
export async function holdSale(ctx: Context, saleId: string | null): Promise<void> {
  if (saleId === null) return
  await sql`
    select from source_event where organisation_id = ${ctx.organisationId} and id = ${saleId} for no key update`.execute(
    ctx.db,
  )
}

/** A refund takes nothing back of a void line: whether one of its sale has left it alone. */
export async function wasRefundedUnseen(ctx: Context, line: LineRow): Promise<boolean> {
  if (line.corrects_id !== null || line.source_event_id === null) return false
  const { rows } = await sql`
    select from source_event r cross join lateral json_array_elements(r.skipped) s
    where r.organisation_id = ${ctx.organisationId} and r.original_id = ${line.source_event_id}
      and s ->> 'planId' = ${line.plan_id} and s ->> 'reason' = 'LINE_VOIDED' limit 1`.execute(ctx.db)
  return rows.length > 0
}
