import { type Command, command } from '#/kernel/verb.ts'
import { imported, importFile, importInput, type Watch } from '#/platform/imports/import.ts'
import { ImportReport } from '#/platform/imports/report.ts'
import { subject } from './result-fields.ts'
import { type Known, takeResults } from './take-results.ts'

const input = importInput(subject, 'Kundenreferenz=payoutId,Ergebnis=stage')

/** The import, with somebody who looks on. */
export const watchedResultImport = (watch: Watch): Command<typeof input, typeof ImportReport> =>
  command({
    name: 'payouts.import-results',
    may: 'commissions:write',
    runsOwnTransactions: true,
    summary: 'Import the results of payments from a CSV file',
    description:
      'What a bank or an ERP says of payouts, a row each: `payoutId` (ours, or the end-to-end id of a payment file), `stage` (ours, or a status of ISO 20022 such as ACSC and RJCT), and, where there are such columns, the `reference` of the payment and the `reason`, which go into the history. Where the file has an `amount` or a `currency`, a row that differs from its payout is refused. The file of `GET /api/v1/exports/payouts` can be imported too. Valid rows are kept as they come, in steps of 500; the others are told with their line. The same file again changes nothing. A payout that is PAID goes back for FAILED alone: other stages for it are refused, so that an old file makes nothing payable twice.',
    input,
    output: ImportReport,
    example: { dryRun: 'true' },
    async run(ctx, given) {
      const rehearsal: Known | undefined = given.dryRun ? new Map() : undefined
      const report = await importFile(given, {
        subject,
        watch,
        takeBatch: (rows, plan) => takeResults(ctx, rows, plan, rehearsal),
      })
      return imported(ctx, report)
    },
  })

export const importResults = watchedResultImport({})
