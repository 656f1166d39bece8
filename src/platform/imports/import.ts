import { z } from 'zod'
import type { Context } from '#/kernel/context.ts'
import type { Outcome } from '#/kernel/verb.ts'
import { FileInput } from '../http/file-input.ts'
import { type HeaderMap, headerMap, type Plan, planOf, unreadable } from './columns.ts'
import { linesOf } from './lines.ts'
import { type CsvRecord, recordsOf } from './records.ts'
import type { ImportReport } from './report.ts'
import { type Fault, type Row, rowOf } from './rows.ts'
import type { Cells, Fields, Subject } from './subject.ts'

/** The input of a verb that imports a CSV file. */
export function importInput(subject: Pick<Subject, 'fields'>, mapExample: string) {
  return z.strictObject({
    file: FileInput,
    map: headerMap(subject, mapExample).optional(),
    dryRun: z
      .enum(['true', 'false'])
      .default('false')
      .transform((value) => value === 'true')
      .meta({ description: '`true`: say what would happen, and write nothing.' }),
    delimiter: z.enum([',', ';', '|', '\t']).default(',').meta({ description: 'What stands between cells.' }),
  })
}
type Given = { file: AsyncIterable<Uint8Array>; map?: HeaderMap | undefined; dryRun: boolean; delimiter: string }

/** Who looks on while an import runs, and may end it between two batches. */
export type Watch = { onBatch?(soFar: ImportReport): void; signal?: AbortSignal }

/** What became of the rows of a batch. */
export type Tally = Record<'created' | 'updated' | 'unchanged' | 'refused', number> & { faults: Fault[] }

type Importer<F extends Fields, N extends keyof F & string> = {
  subject: Subject<F, N>
  /** Brings rows in; it keeps all of the valid ones or none. The rows come in the order of the file. */
  takeBatch(rows: Row<Cells<F, N>>[], plan: Plan): Promise<Tally>
  watch?: Watch
}

const batchSize = 500

/** Reads a file row by row, as a stream, and brings its rows in by batches. */
export async function importFile<F extends Fields, N extends keyof F & string>(
  { file, map, dryRun, delimiter }: Given,
  { subject, takeBatch, watch = {} }: Importer<F, N>,
): Promise<ImportReport> {
  const records = recordsOf(linesOf(file), delimiter)
  try {
    const plan = planOf(subject, await headersOf(records), map ?? new Map())
    const report = emptyReport(dryRun, plan)
    for await (const batch of batchesOf(records, (record) => rowOf(subject, record, plan))) {
      count(report, await takeBatch(batch, plan))
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

async function* batchesOf<R>(records: AsyncIterable<CsvRecord>, read: (record: CsvRecord) => R): AsyncGenerator<R[]> {
  let batch: R[] = []
  for await (const record of records) {
    if (batch.push(read(record)) < batchSize) continue
    yield batch
    batch = []
  }
  if (batch.length) yield batch
}

const emptyReport = (dryRun: boolean, { columns, ignored }: Plan): ImportReport => ({
  rows: 0,
  created: 0,
  updated: 0,
  unchanged: 0,
  refused: 0,
  dryRun,
  columns: columns.map(({ header, field }) => ({ header, field })),
  ignoredColumns: ignored,
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

/** What an import's verb gives: its report, and one event of its own where it changed something. */
export function imported(ctx: Context, output: ImportReport): Outcome<ImportReport> {
  const { rows, created, updated, unchanged, refused, dryRun } = output
  const change = { subjectId: ctx.organisationId, before: null, after: { rows, created, updated, unchanged, refused } }
  return { output, changes: !dryRun && created + updated > 0 ? [change] : [] }
}
