import { type Command, command } from '#/kernel/verb.ts'
import { imported, importFile, importInput, type Watch } from '#/platform/imports/import.ts'
import { ImportReport } from '#/platform/imports/report.ts'
import { takeBatch } from './batch.ts'
import { subject } from './fields.ts'
import { emptyRoster } from './roster.ts'

const input = importInput(subject, 'Vendor no.=externalId,Segment=categories')

/** The import, with somebody who looks on. */
export const watchedImport = (watch: Watch): Command<typeof input, typeof ImportReport> =>
  command({
    name: 'partners.import',
    may: 'partners:write',
    runsOwnTransactions: true,
    summary: 'Import partners from a CSV file',
    description:
      'The first row names the columns; those that are known by no field are ignored. A row makes a partner or changes the one with its domain, or without a domain the one with its name; an empty cell changes nothing. Valid rows are kept as they come, in steps of 500; the others are told with their line.',
    input,
    output: ImportReport,
    example: { dryRun: 'true' },
    async run(ctx, given) {
      const rehearsal = given.dryRun ? emptyRoster() : undefined
      const report = await importFile(given, {
        subject,
        watch,
        takeBatch: (rows, plan) => takeBatch(ctx, rows, plan, rehearsal),
      })
      return imported(ctx, report)
    },
  })

export const importPartners = watchedImport({})
