import { z } from 'zod'
import {
  checkReason,
  CommissionLine,
  exampleLineId,
  lineCorrected,
  LineInPath,
  lineNotFound,
  lineVoided,
  reasonInput,
  toLine,
  wasCorrected,
} from '#/domains/commissions/index.ts'
import { command } from '#/kernel/verb.ts'
import { lineNotAttached, payoutLocked } from '../payout.ts'
import { writePayout } from '../write.ts'
import { holdAttachedLine } from './hold.ts'
import { takeOff } from './take-off.ts'

export const declineLine = command({
  name: 'commission-lines.decline',
  may: 'commissions:write',
  summary: 'Decline a commission line',
  description:
    'Voids a line that is on a payout and takes it off; the server remembers which payout that was. The payout whose last line goes becomes DECLINED.',
  input: z.strictObject({ id: LineInPath, ...reasonInput }).superRefine(checkReason),
  output: CommissionLine,
  refuses: [lineNotFound, lineVoided, lineNotAttached, payoutLocked, lineCorrected],
  example: { id: exampleLineId, reasonType: 'CUSTOM', reason: 'The order was cancelled.' },
  async run(ctx, { id, reasonType, reason }) {
    const held = await holdAttachedLine(ctx, id)
    if (await wasCorrected(ctx, id)) throw lineCorrected()
    const { row, changes } = await takeOff(ctx, held, {
      event: 'commission-lines.decline',
      changes: {
        status: 'VOIDED',
        former_payout_id: held.payout.id,
        decline_reason_type: reasonType,
        decline_reason: reason ?? null,
      },
    })
    const wasLast = held.payout.line_count === '1'
    const emptied =
      wasLast && (await writePayout(ctx, held.payout, { stage: 'DECLINED' }, 'Its last line was declined.'))
    return { output: toLine(row), changes: emptied ? emptied.changes : changes }
  },
})
