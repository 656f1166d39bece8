import type { Read } from './file.ts'
import type { Report } from './run.ts'

/** The rows that were refused, under their header, as they stood: mended, the file can be imported as it is. */
export function refusedFile({ text, starts }: Read, { errors }: Report): Blob {
  const [, firstRow = text.length + 1] = starts
  const lines = [...new Set(errors.map(({ line }) => line))].toSorted((a, b) => a - b)
  const rows = lines.flatMap((line) => {
    const next = starts[starts.indexOf(line) + 1] ?? text.length + 1
    return text.slice(line - 1, next - 1)
  })
  return new Blob([[...text.slice(0, firstRow - 1), ...rows, ''].join('\n')], { type: 'text/csv' })
}
