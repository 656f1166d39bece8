import { createHash } from 'node:crypto'
import type { LineCellsRow } from './fields.ts'

/**
 * Gives each row an idempotency key: its own, else one of what stands in the row and how many equal rows came before it
 * in the file. So two equal rows are two lines, and the same file again is none.
 */
export function rowKeys(): (row: LineCellsRow) => string {
  const seen = new Map<string, number>()
  return ({ cells, asRead }) => {
    if (cells.idempotencyKey !== undefined) return cells.idempotencyKey
    const hash = createHash('sha256')
      .update(JSON.stringify(withoutEmptyEnd(asRead)))
      .digest('base64url')
    const count = (seen.get(hash) ?? 0) + 1
    seen.set(hash, count)
    return `csv-${hash}-${count}`
  }
}

const withoutEmptyEnd = (cells: string[]) => cells.slice(0, cells.findLastIndex((cell) => cell !== '') + 1)
