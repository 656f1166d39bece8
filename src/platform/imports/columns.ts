import { z } from 'zod'
import { invalidField } from '#/kernel/error.ts'
import type { Fields, Subject } from './subject.ts'

/** How the columns of a file are read. */
export type Plan = { columns: { header: string; index: number; field: string }[]; width: number; ignored: string[] }

/** The caller's own reading of headers: `Header=field`; `ignore` leaves a column out. */
export type HeaderMap = Map<string, string>

/** Case, spaces, `_` and `-` make no difference between headers. */
const folded = (header: string) =>
  header
    .normalize('NFC')
    .toLowerCase()
    .replaceAll(/[\s_-]+/g, '')

/** The schema of a `HeaderMap`, as text such as `Vendor no.=externalId,Segment=categories`. */
export function headerMap({ fields }: Pick<Subject, 'fields'>, example: string) {
  const targets = [...Object.keys(fields), 'ignore']
  return z
    .string()
    .transform((sent, context): HeaderMap => {
      const map: HeaderMap = new Map()
      for (const pair of sent.split(',')) {
        const [, header, field = ''] = /^\s*(.*\S)\s*=\s*([^=]*?)\s*$/s.exec(pair) ?? []
        if (header === undefined) context.addIssue('Write Header=field, and between several a comma.')
        else if (targets.includes(field)) map.set(header, field)
        else context.addIssue(`There is no field ${field}. The fields are ${targets.join(', ')}.`)
      }
      return map
    })
    .meta({
      description: `Reads headers otherwise than by their names: \`Header=field,Header=field\`. Fields: ${targets.join(', ')}; \`ignore\` leaves a column out.`,
      examples: [example],
    })
}

const knownIn = (fields: Fields) =>
  new Map(
    Object.entries(fields).flatMap(([field, { headers }]) =>
      [field, ...headers].map((header) => [folded(header), field] as const),
    ),
  )

const mostColumns = 500
const longestHeader = 255

/** Finds out which column fills which field, or refuses a header row that leaves it open. */
export function planOf({ fields, needs }: Subject, headers: string[], map: HeaderMap): Plan {
  refuseOddHeaders(headers)
  const known = knownIn(fields)
  const own = ownColumns(headers, map)
  const claimed = new Set(own.values())
  const found = headers.map((header, index) => {
    const byName = known.get(folded(header))
    return {
      header,
      index,
      field: own.get(index) ?? (byName !== undefined && !claimed.has(byName) ? byName : 'ignore'),
    }
  })
  const columns = found.filter(({ field }) => field !== 'ignore')
  refuseDoubles(columns)
  for (const [needed, words] of Object.entries(needs))
    if (!columns.some(({ field }) => field === needed)) throw columnMissing(headers, needed, words)
  return {
    columns,
    width: headers.length,
    ignored: found.flatMap(({ header, field }) => (field === 'ignore' ? [header] : [])),
  }
}

function refuseOddHeaders(headers: string[]): void {
  if (headers.some((header) => /[\0\uFFFD]/.test(header)))
    throw unreadable('The file is not UTF-8 text. Save it as CSV in UTF-8.')
  if (headers.length > mostColumns || headers.some((header) => header.length > longestHeader)) {
    throw unreadable(
      `The header row has more than ${mostColumns} columns, or a name of more than ${longestHeader} characters.`,
    )
  }
}

function ownColumns(headers: string[], map: HeaderMap) {
  const own = new Map<number, string>()
  for (const [header, field] of map) {
    const indexes = headers.flatMap((one, index) => (folded(one) === folded(header) ? [index] : []))
    if (!indexes.length)
      throw invalidField('map', 'custom', `The file has no column ${header}. It has ${listed(headers)}.`)
    for (const index of indexes) own.set(index, field)
  }
  return own
}

function refuseDoubles(columns: Plan['columns']): void {
  for (const [field, [first, second]] of Map.groupBy(columns, (column) => column.field)) {
    if (!first || !second) continue
    const way =
      first.header === second.header ? 'Rename one of them.' : `Say which one is: map ${second.header}=${field}.`
    throw unreadable(`The columns ${first.header} and ${second.header} would both be the ${field}. ${way}`)
  }
}

function columnMissing(headers: string[], field: string, words: string) {
  const hint = headers.length === 1 ? 'Is another delimiter needed?' : `Say which one is: map Header=${field}.`
  return unreadable(`No column is known to be ${words}. The columns are ${listed(headers)}. ${hint}`)
}

const listed = (headers: string[]) =>
  headers.length > 30 ? `${headers.slice(0, 30).join(', ')} and ${headers.length - 30} more` : headers.join(', ')

export const unreadable = (message: string) => invalidField('file', 'custom', message)
