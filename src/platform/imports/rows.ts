import type { Plan } from './columns.ts'
import type { CsvRecord } from './records.ts'
import type { Cells, Field, Fields, Subject } from './subject.ts'

/** Why a row is refused: where it begins, the header of its column, and the cell. */
export type Fault = { line: number; column: string | null; reason: string; value?: string }

/** A row that can be read: what its cells hold, and the cells as they stand, of columns that are ignored too. */
export type GoodRow<C> = { line: number; cells: C; asRead: string[] }
export type Row<C> = GoodRow<C> | { line: number; faults: Fault[] }

/** A record as the plan reads it: its cells by field and valid, or its faults. */
export function rowOf<F extends Fields, N extends keyof F & string>(
  { fields, needs }: Subject<F, N>,
  record: CsvRecord,
  { columns, width }: Plan,
): Row<Cells<F, N>> {
  const { line } = record
  const refused = (reason: string) => ({ line, faults: [{ line, column: null, reason }] })
  if ('fault' in record) return refused(record.fault)
  const given = record.cells
  if (given.length < width || given.slice(width).some(Boolean)) {
    return refused(
      `The row has ${given.length} cells and the header ${width}. Enclose a cell that holds a delimiter in quotation marks.`,
    )
  }
  const cells: Record<string, unknown> = {}
  const faults: Fault[] = []
  for (const { header, index, field } of columns) {
    const cell = given[index] ?? ''
    if (!cell) continue
    const read = readCell(fields[field], cell)
    if ('reason' in read) faults.push(faultIn(line, header, cell, read.reason))
    else cells[field] = read.value
  }
  if (faults.length) return { line, faults }
  const missing = Object.keys(needs).find((field) => cells[field] === undefined)
  return missing === undefined ? { line, cells: complete(cells), asRead: given } : refused(`The row has no ${missing}.`)
}

/** Each cell was read by its field's schema, and none that is needed is missing. */
const complete = <F extends Fields, N extends keyof F>(cells: Record<string, unknown>) => cells as Cells<F, N>

function readCell(field: Field | undefined, cell: string): { value: unknown } | { reason: string } {
  if (cell.includes('\0')) return { reason: 'The cell holds a NUL character.' }
  if (cell.includes('\uFFFD')) return { reason: 'The cell is not UTF-8. Save the file as CSV in UTF-8.' }
  const result = field?.cell.safeParse(cell)
  return result?.success
    ? { value: result.data }
    : { reason: result?.error.issues[0]?.message ?? 'The cell is not valid.' }
}

const mostOfCell = 200

export const faultIn = (line: number, column: string, cell: string, reason: string): Fault => ({
  line,
  column,
  reason,
  value: cell.replaceAll('\0', '\uFFFD').slice(0, mostOfCell).toWellFormed(),
})
