import { z } from 'zod'
import { command } from '#/kernel/verb.ts'
import { exampleId, payoutNotFound } from '../payout.ts'
import { findPayout, PayoutInPath } from '../queries.ts'
import { FileInput } from '#/platform/http/file-input.ts'
import { notThatFile, wholeFile } from '#/platform/http/small-file.ts'
import { linkTo } from './link.ts'
import { Statement } from './statement.ts'
import { dropUploaded, keepUploaded } from './store.ts'

const most = { bytes: 10_485_760, said: '10 MiB' }

export const uploadStatement = command({
  name: 'statements.upload',
  may: 'commissions:write',
  // It is one statement, which does not wait for a slow sender.
  runsOwnTransactions: true,
  summary: 'Replace the statement of a payout by a PDF of your own',
  description: 'At most 10 MiB. It is served untouched, whatever changes, until it is deleted or replaced.',
  input: z.strictObject({ id: PayoutInPath, file: FileInput }),
  output: Statement,
  refuses: [payoutNotFound],
  example: { id: exampleId },
  async run(ctx, { id, file }) {
    const payout = await findPayout(ctx, id)
    const pdf = await wholeFile(file, most)
    if (!pdf.subarray(0, 5).equals(Buffer.from('%PDF-')))
      throw notThatFile('This is no PDF: it does not begin with %PDF-.')
    const changes = await keepUploaded(ctx, payout, pdf)
    return { output: { ...linkTo(ctx, payout.id), isUploaded: true }, changes }
  },
})

export const deleteStatement = command({
  name: 'statements.delete-upload',
  may: 'commissions:write',
  isOneStatement: true,
  summary: 'Delete the uploaded statement of a payout',
  description: 'From then on the drawn one is linked again. Without an uploaded one nothing changes.',
  input: z.strictObject({ id: PayoutInPath }),
  output: z.undefined(),
  refuses: [payoutNotFound],
  example: { id: exampleId },
  async run(ctx, { id }) {
    const payout = await findPayout(ctx, id)
    return { output: undefined, changes: await dropUploaded(ctx, payout) }
  },
})
