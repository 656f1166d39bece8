import { z } from 'zod'
import {
  checkAmounts,
  CommissionLine,
  createLine as createLineInPool,
  exampleLine,
  newLineInput,
  toLine,
  toNewLine,
} from '#/domains/commissions/index.ts'
import { partnerNotFound } from '#/domains/partners/index.ts'
import { command } from '#/kernel/verb.ts'

export const createLine = command({
  name: 'commission-lines.create',
  may: 'commissions:write',
  creates: true,
  mayFind: true,
  isOneStatement: true,
  summary: 'Create a commission line',
  input: z.strictObject(newLineInput).superRefine(checkAmounts),
  output: CommissionLine,
  refuses: [partnerNotFound],
  example: exampleLine,
  async run(ctx, input) {
    const { row, isNew } = await createLineInPool(ctx, toNewLine(input))
    return { output: toLine(row), isNew, changes: { recordedInStatement: true } }
  },
})
