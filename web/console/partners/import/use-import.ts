import { useRef, useState } from 'react'
import { queryClient } from '#web/api/queries.ts'
import { tellDone } from '#web/ui/act.tsx'
import { partsOf, type Read } from './file.ts'
import { bringIn, type Reading, type Report } from './run.ts'

type State =
  | { is: 'ready' }
  | { is: 'running'; report: Report | undefined; of: number }
  | { is: 'done'; report: Report | undefined; of: number; read: Read; error: unknown }

const rowsEach = 500

/** An import that is under way: how far it is, what came of it, and a way to stop between two steps. */
export function useImport() {
  const [state, setState] = useState<State>({ is: 'ready' })
  const isStopped = useRef(false)
  const run = async (read: Read, reading: Reading) => {
    isStopped.current = false
    const of = read.starts.length - 1
    let report: Report | undefined
    const onProgress = (sofar: Report) => {
      report = sofar
      setState({ is: 'running', report, of })
    }
    setState({ is: 'running', report, of })
    let error: unknown
    try {
      await bringIn(partsOf(read, rowsEach), reading, { onProgress, isStopped: () => isStopped.current })
      tellDone('The import is done.')
    } catch (thrown) {
      error = thrown
    }
    await queryClient.invalidateQueries()
    setState({ is: 'done', report, of, read, error })
  }
  return { state, run, stop: () => (isStopped.current = true), reset: () => setState({ is: 'ready' }) }
}
