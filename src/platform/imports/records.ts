import { CsvError, parse } from 'csv-parse/sync'
import { type Line, longest } from './lines.ts'

/** One row of a file: its cells, or why it cannot be read, and the line where it begins. */
export type CsvRecord = { line: number; cells: string[] } | { line: number; fault: string }

/**
 * Reads lines as rows of cells; a quoted cell may go over several lines.
 *
 * A row whose quotation marks are wrong costs its own first line and no other: reading goes on at the next one.
 */
export async function* recordsOf(lines: AsyncIterable<Line>, delimiter: string): AsyncGenerator<CsvRecord> {
  const reader = recordReader(delimiter)
  for await (const line of lines) yield* reader.take(line)
  yield* reader.end()
}

function recordReader(delimiter: string) {
  let held: Line[] = []
  let size = 0
  const take = (line: Line): CsvRecord[] => {
    if (line.isTooLong) return [...end(), { line: line.number, fault: tooLong }]
    held.push(line)
    size += line.text.length + 1
    const isWhole = (held.length === 1) === hasEvenQuotes(line.text)
    return isWhole || size > longest ? read(isWhole) : []
  }
  const read = (isWhole: boolean): CsvRecord[] => {
    const [first, ...others] = held.splice(0) as [Line, ...Line[]]
    size = 0
    const cells = isWhole ? cellsOf([first, ...others], delimiter) : neverClosed
    if (typeof cells !== 'string') return isBlank(cells) ? [] : [{ line: first.number, cells }]
    return [{ line: first.number, fault: cells }, ...others.flatMap(take)]
  }
  const end = (): CsvRecord[] => (held.length ? [...read(false), ...end()] : [])
  return { take, end }
}

const tooLong = `The line is longer than ${longest} characters.`
const neverClosed = 'A quotation mark opens and is never closed.'

/** Inside quotation marks a quotation mark stands doubled, so a row is whole when their number is even. */
function hasEvenQuotes(text: string): boolean {
  let isEven = true
  for (let at = text.indexOf('"'); at !== -1; at = text.indexOf('"', at + 1)) isEven = !isEven
  return isEven
}

const isBlank = (cells: string[]) => cells.every((cell) => cell === '')

/** The cells of one row, trimmed, or the sentence that says why there are none. */
function cellsOf(lines: Line[], delimiter: string): string[] | string {
  const text = lines.map((line) => line.text).join('\n')
  if (!text.includes('"')) return text.split(delimiter).map((cell) => cell.trim())
  try {
    const [cells = []] = parse(text.replace(/\r$/, ''), {
      delimiter,
      record_delimiter: '\n',
      trim: delimiter !== '\t',
    }) as string[][]
    return cells.map((cell) => cell.trim())
  } catch (error) {
    if (error instanceof CsvError) return misquoted
    throw error
  }
}

const misquoted =
  'A quotation mark stands where none can: enclose the whole cell in quotation marks and double those inside.'
