import type { Writable } from 'node:stream'

const redrawMs = 100

/** Shows on a terminal how many rows have passed, in one line for each thing done; elsewhere nothing. */
export function progressOn(err: Writable): (doing: string, rows: number, isDone: boolean) => void {
  if (!('isTTY' in err && err.isTTY)) return () => {}
  let drawn = -redrawMs
  return (doing, rows, isDone) => {
    const now = performance.now()
    if (!isDone && now - drawn < redrawMs) return
    drawn = now
    err.write(`\r\u001b[K${doing}: ${inWords(rows, 'row')}${isDone ? '\n' : ''}`)
  }
}

/** `1,234 rows`, `1 row`. */
export const inWords = (count: number, noun: string) => `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`
