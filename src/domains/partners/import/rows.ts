import type { Plan } from './columns.ts'
import { type Cells, type FieldName, fields } from './fields.ts'
import type { CsvRecord } from './records.ts'

/** Why a row is refused: where it begins, the header of its column, and the cell. */
export type Fault = { line: number; column: string | null; reason: string; value?: string }

export type GoodRow = { line: number; cells: Cells & { name: string } }
export type Row = GoodRow | { line: number; faults: Fault[] }

/** A record as the plan reads it: its cells by field and valid, or its faults. */
export function rowOf(record: CsvRecord, { columns, width }: Plan): Row {
  const { line } = record
  const refused = (reason: string) => ({ line, faults: [{ line, column: null, reason }] })
  if ('fault' in record) return refused(record.fault)
  const given = record.cells
  if (given.length < width || given.slice(width).some(Boolean)) {
    return refused(
      `The row has ${given.length} cells and the header ${width}. Enclose a cell that holds a delimiter in quotation marks.`,
    )
  }
  const cells: Cells = {}
  const faults: Fault[] = []
  for (const { header, index, field } of columns) {
    const cell = given[index] ?? ''
    if (!cell) continue
    const read = readCell(field, cell)
    if ('reason' in read) faults.push(faultIn(line, header, cell, read.reason))
    else Object.assign(cells, { [field]: read.value })
  }
  const { name } = cells
  if (name === undefined && !faults.length) return refused('The row has no name.')
  return name === undefined || faults.length ? { line, faults } : { line, cells: { ...cells, name } }
}

function readCell(field: FieldName, cell: string): { value: unknown } | { reason: string } {
  if (cell.includes('\0')) return { reason: 'The cell holds a NUL character.' }
  if (cell.includes('\uFFFD')) return { reason: 'The cell is not UTF-8. Save the file as CSV in UTF-8.' }
  const result = fields[field].cell.safeParse(cell)
  return result.success
    ? { value: result.data }
    : { reason: result.error.issues[0]?.message ?? 'The cell is not valid.' }
}

const mostOfCell = 200

export const faultIn = (line: number, column: string, cell: string, reason: string): Fault => ({
  line,
  column,
  reason,
  value: cell.replaceAll('\0', '\uFFFD').slice(0, mostOfCell).toWellFormed(),
})
