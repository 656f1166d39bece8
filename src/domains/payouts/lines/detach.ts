import { z } from 'zod'
import {
  CommissionLine,
  exampleLineId,
  LineInPath,
  lineNotFound,
  lineVoided,
  toLine,
} from '#/domains/commissions/index.ts'
import { command } from '#/kernel/verb.ts'
import { lineNotAttached, payoutLocked } from '../payout.ts'
import { holdAttachedLine } from './hold.ts'
import { takeOff } from './take-off.ts'

export const detachLine = command({
  name: 'commission-lines.detach',
  may: 'commissions:write',
  summary: 'Detach a commission line',
  description:
    'Takes a line off its payout and puts it back into the pool as PENDING, for a later payout. A payout that is emptied stays as it is, with amount zero.',
  input: z.strictObject({ id: LineInPath }),
  output: CommissionLine,
  refuses: [lineNotFound, lineVoided, lineNotAttached, payoutLocked],
  example: { id: exampleLineId },
  async run(ctx, { id }) {
    const held = await holdAttachedLine(ctx, id)
    const { row, changes } = await takeOff(ctx, held, {
      event: 'commission-lines.detach',
      changes: { status: 'PENDING' },
    })
    return { output: toLine(row), changes }
  },
})
