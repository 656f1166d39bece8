import { z } from 'zod'
import {
  CommissionLine,
  exampleLineId,
  LineInPath,
  lineNotFound,
  lineVoided,
  toLine,
} from '#/domains/commissions/index.ts'
import { text } from '#/kernel/text.ts'
import { command } from '#/kernel/verb.ts'
import { lineNotAttached, payoutLocked } from '../payout.ts'
import { writePayout } from '../write.ts'
import { holdAttachedLine } from './hold.ts'
import { takeOff } from './take-off.ts'

const reasonTypes = ['DUPLICATE', 'INELIGIBLE', 'ALREADY_PAID', 'DISPUTED', 'OUTSIDE_POLICY', 'CUSTOM'] as const

export const declineLine = command({
  name: 'commission-lines.decline',
  may: 'commissions:write',
  summary: 'Decline a commission line',
  description:
    'Voids a line that is on a payout and takes it off; the server remembers which payout that was. The payout whose last line goes becomes DECLINED.',
  input: z
    .strictObject({
      id: LineInPath,
      reasonType: z.enum(reasonTypes),
      reason: text(1, 2000).optional().meta({ description: 'Required with CUSTOM.' }),
    })
    .superRefine(({ reasonType, reason }, context) => {
      if (reasonType !== 'CUSTOM' || reason !== undefined) return
      const message = 'With CUSTOM, say the reason.'
      context.addIssue({ code: 'invalid_type', expected: 'string', input: reason, path: ['reason'], message })
    }),
  output: CommissionLine,
  refuses: [lineNotFound, lineVoided, lineNotAttached, payoutLocked],
  example: { id: exampleLineId, reasonType: 'CUSTOM', reason: 'The order was cancelled.' },
  async run(ctx, { id, reasonType, reason }) {
    const held = await holdAttachedLine(ctx, id)
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
