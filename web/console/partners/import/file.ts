import { linesOf } from '#/platform/imports/lines.ts'
import { recordsOf } from '#/platform/imports/records.ts'

export const delimiters = [
  { value: ',', label: 'Comma' },
  { value: ';', label: 'Semicolon' },
  { value: '|', label: 'Bar' },
  { value: '\t', label: 'Tab' },
] as const
export type Delimiter = (typeof delimiters)[number]['value']

/** A CSV file as the server reads it: its rows, and where each begins. */
export type Read = { text: string[]; headers: string[]; first: string[][]; starts: number[] }

const mostShown = 5

async function* bytesOf(file: Blob): AsyncGenerator<Uint8Array> {
  const reader = file.stream().getReader()
  for (let read = await reader.read(); !read.done; read = await reader.read()) yield read.value
}

/** Reads a file by the server's own rules, so that the page and the server see the same rows. */
export async function readFile(file: Blob, delimiter: Delimiter): Promise<Read> {
  const text: string[] = []
  const keep = async function* () {
    for await (const line of linesOf(bytesOf(file))) {
      text.push(line.text)
      yield line
    }
  }
  const read: Read = { text, headers: [], first: [], starts: [] }
  for await (const record of recordsOf(keep(), delimiter)) {
    const isHeader = read.starts.length === 0
    read.starts.push(record.line)
    if (!('cells' in record)) continue
    if (isHeader) read.headers = record.cells
    else if (read.first.length < mostShown) read.first.push(record.cells)
  }
  return read
}

/** The delimiter that cuts the first row into most cells. */
export async function likelyDelimiter(file: Blob): Promise<Delimiter> {
  const [line = ''] = (await file.slice(0, 10_000).text()).split('\n')
  const counted = delimiters.map(({ value }) => ({ value, count: line.split(value).length }))
  return counted.toSorted((a, b) => b.count - a.count)[0]?.value ?? ','
}

/** One step of an import: the header and some rows as a file of its own, and what to add to the lines of its report. */
export type Part = { file: File; rows: number; shift: number }

/** Cuts a file between rows, so that it can be sent step by step. */
export function partsOf({ text, starts }: Read, rowsEach: number): Part[] {
  const [, firstRow = text.length + 1] = starts
  const header = text.slice(0, firstRow - 1)
  const rows = starts.slice(1)
  const parts: Part[] = []
  for (let at = 0; at < rows.length; at += rowsEach) {
    const from = (rows[at] ?? 1) - 1
    const to = (rows[at + rowsEach] ?? text.length + 1) - 1
    const lines = [...header, ...text.slice(from, to)]
    parts.push({
      file: new File([lines.join('\n')], 'part.csv', { type: 'text/csv' }),
      rows: Math.min(rowsEach, rows.length - at),
      shift: from - header.length,
    })
  }
  return parts
}
