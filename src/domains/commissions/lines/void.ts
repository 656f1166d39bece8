import { z } from 'zod'
import { refusal } from '#/kernel/error.ts'
import { command } from '#/kernel/verb.ts'
import { sql } from '#/platform/database/sql.ts'
import { holdLine } from './hold.ts'
import { CommissionLine, exampleId, lineNotFound, toLine } from './line.ts'
import { LineInPath } from './queries.ts'
import { checkReason, reasonInput } from './reason.ts'
import { refuseStatus, wrongStatus } from './status.ts'
import { writeLine } from './write.ts'

export const lineCorrected = refusal(
  'invalid',
  'COMMISSION_LINE_CORRECTED',
  'Some of this commission line was taken back. Void the lines that did so first, or take back the rest.',
)

export const voidLine = command({
  name: 'commission-lines.void',
  may: 'commissions:write',
  summary: 'Void a commission line',
  description:
    'Declines a line that is on no payout: HELD, PENDING or POSTPONED. It stays for the record, in no total. One that is VOIDED is left as it is, with the reason that it has.',
  input: z.strictObject({ id: LineInPath, ...reasonInput }).superRefine(checkReason),
  output: CommissionLine,
  refuses: [lineNotFound, wrongStatus, lineCorrected],
  example: { id: exampleId, reasonType: 'DUPLICATE' },
  async run(ctx, { id, reasonType, reason = null }) {
    const { row, isCorrected } = await holdLine(ctx, id)
    if (row.status === 'VOIDED') return { output: toLine(row), changes: [] }
    if (row.status === 'APPROVED' || row.status === 'PAID') refuseStatus(row.status, 'VOIDED')
    if (isCorrected) throw lineCorrected()
    const changes = { status: 'VOIDED', decline_reason_type: reasonType, decline_reason: reason } as const
    const written = await writeLine(ctx, { event: 'commission-lines.void', id, guard: sql`true`, changes })
    if (!written) throw lineNotFound()
    return { output: toLine(written.row), changes: written.changes }
  },
})
