import { type Command, command } from '#/kernel/verb.ts'
import { imported, importFile, importInput, type Watch } from '#/platform/imports/import.ts'
import { ImportReport } from '#/platform/imports/report.ts'
import { subject } from './fields.ts'
import { takeBatch } from './take.ts'

const input = importInput(subject, 'Referral URL=url,Short name=code')

/** The import, with somebody who looks on. */
export const watchedLegacyImport = (watch: Watch): Command<typeof input, typeof ImportReport> =>
  command({
    name: 'legacy-links.import',
    may: 'affiliate:manage',
    runsOwnTransactions: true,
    summary: 'Import addresses of an earlier tool from a CSV file',
    description:
      'The first row names the columns: `url`, and the link that it leads to from now on, by its `code` or alias, else by `partnerId` (our id, the CRM `externalId` or the domain) and `campaignId`. An address that is known is led to the link of its row. One that another organisation of the installation has brought in is refused. Valid rows are kept as they come, in steps of 500; the others are told with their line.',
    input,
    output: ImportReport,
    example: { dryRun: 'true' },
    async run(ctx, given) {
      const rehearsal = given.dryRun ? new Map<string, string>() : undefined
      const report = await importFile(given, { subject, watch, takeBatch: (rows) => takeBatch(ctx, rows, rehearsal) })
      return imported(ctx, report)
    },
  })

export const importLegacyLinks = watchedLegacyImport({})
