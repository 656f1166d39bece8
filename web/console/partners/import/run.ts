import { call, type Given, type Schemas } from '#web/api/client.ts'
import { type Delimiter, type Part } from './file.ts'

export type Report = Schemas['ImportReport']
export type Reading = { map: Record<string, string>; delimiter: Delimiter }
type Query = NonNullable<Given<'POST /api/v1/imports/partners'>['query']>

/** Sends one file, to be tried only or to be brought in. */
export async function send(
  file: File,
  { map, delimiter }: Reading,
  isTrial: boolean,
  signal?: AbortSignal,
): Promise<Report> {
  const body = new FormData()
  body.append('file', file)
  const pairs = Object.entries(map).map(([header, field]) => `${header}=${field}`)
  const query: Query = { delimiter, ...(pairs.length && { map: pairs.join(',') }), ...(isTrial && { dryRun: 'true' }) }
  return (await call('POST /api/v1/imports/partners', { query, body, signal })).data
}

type Watch = { onProgress: (report: Report) => void; isStopped: () => boolean }

/** Brings the parts in, one after the other; the report grows and counts lines as the whole file does. */
export async function bringIn(parts: Part[], reading: Reading, { onProgress, isStopped }: Watch): Promise<Report> {
  let total: Report | undefined
  for (const part of parts) {
    if (total && isStopped()) break
    total = joined(total, await send(part.file, reading, false), part.shift)
    onProgress(total)
  }
  if (!total) throw new Error('The file has no rows.')
  return total
}

function joined(total: Report | undefined, report: Report, shift: number): Report {
  const errors = report.errors.map((error) => ({ ...error, line: error.line + shift }))
  if (!total) return { ...report, errors }
  return {
    ...total,
    rows: total.rows + report.rows,
    created: total.created + report.created,
    updated: total.updated + report.updated,
    unchanged: total.unchanged + report.unchanged,
    refused: total.refused + report.refused,
    errors: [...total.errors, ...errors],
    errorsOmitted: total.errorsOmitted + report.errorsOmitted,
  }
}
