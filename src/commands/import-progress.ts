import type { Writable } from 'node:stream'
import type { Watch } from '../platform/imports/import.ts'
import type { ImportReport } from '../platform/imports/report.ts'

/** Looks on while an import runs: one line on a terminal, and Ctrl-C to end it after the current batch. */
export type Progress = Required<Watch> &
  Disposable & {
    clear(): void
    /** Says how far an import came that did not reach its end. */
    tellHowFar(): void
  }

export function openProgress(err: Writable): Progress {
  const isTerminal = 'isTTY' in err && err.isTTY === true
  const stop = new AbortController()
  const onInterrupt = () => stop.abort()
  process.once('SIGINT', onInterrupt)
  const began = performance.now()
  let last: ImportReport | undefined
  const clear = () => void (isTerminal && err.write('\r\u001b[K'))
  return {
    signal: stop.signal,
    onBatch(soFar) {
      last = soFar
      if (isTerminal) err.write(`\r\u001b[K${lineOf(soFar, performance.now() - began)}`)
    },
    clear,
    tellHowFar() {
      clear()
      if (!last) return
      const kept = last.dryRun ? '' : ' What they changed is kept; the same file can be imported again.'
      err.write(`Stopped after ${last.rows} rows.${kept}\n`)
    },
    [Symbol.dispose]: () => void process.off('SIGINT', onInterrupt),
  }
}

const lineOf = ({ rows, created, updated, unchanged, refused }: ImportReport, ms: number) =>
  `${rows} rows, ${Math.round(rows / (ms / 1000))} a second: ${created} created, ${updated} updated, ${unchanged} unchanged, ${refused} refused`
