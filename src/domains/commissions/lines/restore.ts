import { command } from '#/kernel/verb.ts'
import { sql } from '#/platform/database/sql.ts'
import type { LineRow } from '../tables.ts'
import { nothingLeft } from './claw-back.ts'
import { type HeldLine, holdLine } from './hold.ts'
import { lineNotFound, lineVoided, toLine } from './line.ts'
import { findLine } from './queries.ts'
import { refuseStatus, statusChange, wrongStatus } from './status.ts'
import { writeLine } from './write.ts'

export const restoreLine = command({
  ...statusChange,
  isOneStatement: false,
  name: 'commission-lines.restore',
  summary: 'Restore a commission line',
  description:
    'Takes a VOIDED line back into the pool as PENDING, and forgets the reason; a clawback of a HELD line becomes HELD. One that is in the pool is left as it is.',
  refuses: [lineNotFound, wrongStatus, lineVoided, nothingLeft],
  async run(ctx, { id }) {
    const { corrects_id: correctsId } = await findLine(ctx, id)
    const corrected = correctsId === null ? undefined : await holdLine(ctx, correctsId)
    const { row } = await holdLine(ctx, id)
    const status = corrected?.row.status === 'HELD' ? 'HELD' : 'PENDING'
    if (row.status === status) return { output: toLine(row), changes: [] }
    if (row.status !== 'VOIDED') refuseStatus(row.status, status)
    if (corrected) refuseTooMuch(corrected, row)
    const changes = { status, former_payout_id: null, decline_reason_type: null, decline_reason: null } as const
    const written = await writeLine(ctx, { event: 'commission-lines.restore', id, guard: sql`true`, changes })
    if (!written) throw lineNotFound()
    return { output: toLine(written.row), changes: written.changes }
  },
})

/** A clawback comes back only as far as its line still has what it takes. */
function refuseTooMuch({ row, left }: HeldLine, { amount }: LineRow): void {
  if (row.status === 'VOIDED') throw lineVoided()
  if (left + BigInt(amount) < 0n) throw nothingLeft()
}
