import { z } from 'zod'
import type { Context } from '#/kernel/context.ts'
import { command, type Command } from '#/kernel/verb.ts'
import { takeBatch, type Tally } from './batch.ts'
import { HeaderMap, type Plan, planOf, unreadable } from './columns.ts'
import { emptyRoster } from './roster.ts'
import { linesOf } from './lines.ts'
import { type CsvRecord, recordsOf } from './records.ts'
import { ImportReport } from './report.ts'
import { type Row, rowOf } from './rows.ts'

const isFile = (value: unknown): value is AsyncIterable<Uint8Array> =>
  typeof value === 'object' && value !== null && Symbol.asyncIterator in value

const input = z.strictObject({
  file: z.custom<AsyncIterable<Uint8Array>>(isFile, 'A file is needed.'),
  map: HeaderMap.optional(),
  dryRun: z
    .enum(['true', 'false'])
    .default('false')
    .transform((value) => value === 'true')
    .meta({ description: '`true`: say what would happen, and write nothing.' }),
  delimiter: z.enum([',', ';', '|', '\t']).default(',').meta({ description: 'What stands between cells.' }),
})
type Input = z.output<typeof input>

/** Who looks on while an import runs, and may end it between two batches. */
export type Watch = { onBatch?(soFar: ImportReport): void; signal?: AbortSignal }

/** The import, with somebody who looks on. */
export const watchedImport = (watch: Watch): Command<typeof input, typeof ImportReport> =>
  command({
    name: 'partners.import',
    may: 'partners:write',
    runsOwnTransactions: true,
    summary: 'Import partners from a CSV file',
    description:
      'The first row names the columns; those that are known by no field are ignored. A row makes a partner or changes the one with its domain, or without a domain the one with its name; an empty cell changes nothing. Valid rows are kept in batches as they come; the others are told with their line.',
    input,
    output: ImportReport,
    example: { dryRun: 'true' },
    async run(ctx, given) {
      const output = await importFile(ctx, given, watch)
      const { rows, created, updated, unchanged, refused } = output
      const isChange = !given.dryRun && created + updated > 0
      const change = {
        subjectId: ctx.organisationId,
        before: null,
        after: { rows, created, updated, unchanged, refused },
      }
      return { output, changes: isChange ? [change] : [] }
    },
  })

export const importPartners = watchedImport({})

const batchSize = 500

async function importFile(ctx: Context, { file, map, dryRun, delimiter }: Input, watch: Watch): Promise<ImportReport> {
  const records = recordsOf(linesOf(file), delimiter)
  try {
    const plan = planOf(await headersOf(records), map ?? new Map())
    const report = emptyReport(dryRun, plan.ignored)
    const rehearsal = dryRun ? emptyRoster() : undefined
    for await (const batch of batchesOf(records, plan)) {
      count(report, await takeBatch(ctx, batch, plan, rehearsal))
      watch.onBatch?.(report)
      if (watch.signal?.aborted) break
    }
    return report
  } finally {
    await records.return(undefined)
  }
}

async function headersOf(records: AsyncGenerator<CsvRecord>): Promise<string[]> {
  const { value, done } = await records.next()
  if (done) throw unreadable('The file is empty.')
  if ('fault' in value) throw unreadable(`The first row, which names the columns, cannot be read. ${value.fault}`)
  return value.cells
}

async function* batchesOf(records: AsyncIterable<CsvRecord>, plan: Plan): AsyncGenerator<Row[]> {
  let batch: Row[] = []
  for await (const record of records) {
    if (batch.push(rowOf(record, plan)) < batchSize) continue
    yield batch
    batch = []
  }
  if (batch.length) yield batch
}

const emptyReport = (dryRun: boolean, ignoredColumns: string[]): ImportReport => ({
  rows: 0,
  created: 0,
  updated: 0,
  unchanged: 0,
  refused: 0,
  dryRun,
  ignoredColumns,
  errors: [],
  errorsOmitted: 0,
})

const mostErrors = 10_000

function count(report: ImportReport, { created, updated, unchanged, refused, faults }: Tally): void {
  report.rows += created + updated + unchanged + refused
  report.created += created
  report.updated += updated
  report.unchanged += unchanged
  report.refused += refused
  const listed = faults.slice(0, mostErrors - report.errors.length)
  report.errors.push(...listed)
  report.errorsOmitted += faults.length - listed.length
}
