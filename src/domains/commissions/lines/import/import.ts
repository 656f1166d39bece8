import { type Command, command } from '#/kernel/verb.ts'
import { imported, importFile, importInput, type Watch } from '#/platform/imports/import.ts'
import { ImportReport } from '#/platform/imports/report.ts'
import { subject } from './fields.ts'
import { lineTaker } from './take.ts'

const input = importInput(subject, 'Vendor no.=partner,Order=idempotencyKey')

/** The import, with somebody who looks on. */
export const watchedLineImport = (watch: Watch): Command<typeof input, typeof ImportReport> =>
  command({
    name: 'commission-lines.import',
    may: 'commissions:write',
    runsOwnTransactions: true,
    summary: 'Import commission lines from a CSV file',
    description:
      'The first row names the columns: `partner` (our id, CRM id or domain), `amount`, `currency`, and where there are such `description`, `sourceAmount` and `idempotencyKey`; others are ignored. Each row makes a line in the pool; one whose key is there already is unchanged. A row without a key gets one of all that stands in it and of how many equal rows came before it: two equal rows of a file are two lines, and the same file again makes none. Give rows a key, or a column that tells them apart, when another file may hold equal ones that are to count again. Valid rows are kept as they come, in steps of 500; the others are told with their line.',
    input,
    output: ImportReport,
    example: { dryRun: 'true' },
    async run(ctx, given) {
      const takeBatch = lineTaker(ctx, { isRehearsal: given.dryRun })
      return imported(ctx, await importFile(given, { subject, watch, takeBatch }))
    },
  })

export const importLines = watchedLineImport({})
