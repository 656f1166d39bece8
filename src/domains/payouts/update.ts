import { z } from 'zod'
import { command } from '#/kernel/verb.ts'
import { exampleId, Metadata, Payout, payoutNotFound, PoNumber, Stage, toPayout } from './payout.ts'
import { lockedPayout, PayoutInPath } from './queries.ts'
import { changePayout } from './write.ts'

export const updatePayout = command({
  name: 'payouts.update',
  may: 'commissions:write',
  summary: 'Update a payout',
  description:
    'Changes the fields that are given and no others. Into PAID its lines become PAID, out of it APPROVED again; every other stage leaves them. `updatedAt` moves only when a value differs. Send `If-Match` to change only what you have seen.',
  input: z.strictObject({
    id: PayoutInPath,
    stage: Stage.optional(),
    poNumber: PoNumber.optional(),
    metadata: Metadata.optional(),
  }),
  output: Payout,
  refuses: [payoutNotFound],
  example: { id: exampleId, stage: 'APPROVED', poNumber: 'PO-2026-0042' },
  current: lockedPayout,
  async run(ctx, { id, stage, poNumber, metadata }) {
    const { row, changes } = await changePayout(ctx, id, {
      ...(stage !== undefined && { stage }),
      ...(poNumber !== undefined && { poNumber }),
      ...(metadata !== undefined && { metadata }),
    })
    return { output: toPayout(row), changes }
  },
})
