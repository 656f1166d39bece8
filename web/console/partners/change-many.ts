import { ApiError, call, type Given } from '#web/api/client.ts'
import { queryClient } from '#web/api/queries.ts'
import { tellDone } from '#web/ui/act.tsx'

type Body = NonNullable<Given<'POST /api/v1/partners/bulk'>['body']>
export type Change = Body['items'][number]

/** What became of many changes: how to undo those that were made, and what was refused. */
export type Changed = {
  changed: number
  unchanged: number
  undo: Change[]
  refused: { id: string; message: string }[]
  /** Where it stopped before the end: how many were not tried. */
  left: number
}

type Watch = { onProgress?: (done: number) => void; signal?: AbortSignal }

const stepSize = 50

/** Changes partners in steps, so that progress can be shown and the rest be left; each step is kept as it is made. */
export async function changeMany(items: Change[], { onProgress, signal }: Watch = {}): Promise<Changed> {
  const result: Changed = { changed: 0, unchanged: 0, undo: [], refused: [], left: 0 }
  try {
    for (let at = 0; at < items.length; at += stepSize) {
      if (signal?.aborted) return { ...result, left: items.length - at }
      const step = items.slice(at, at + stepSize)
      add(result, step, await takeStep(step))
      onProgress?.(Math.min(at + stepSize, items.length))
    }
    return result
  } finally {
    await Promise.all(['partners', 'events'].map((noun) => queryClient.invalidateQueries({ queryKey: [noun] })))
  }
}

type Answered = Awaited<ReturnType<typeof call<'POST /api/v1/partners/bulk'>>>['data']

/** A step whose connection is lost says so for each of its rows; those before it stand. */
async function takeStep(items: Change[]): Promise<Answered | ApiError> {
  try {
    return (await call('POST /api/v1/partners/bulk', { body: { items } })).data
  } catch (error) {
    if (error instanceof ApiError) return error
    throw error
  }
}

function add(result: Changed, step: Change[], answer: Answered | ApiError): void {
  if (answer instanceof ApiError) {
    result.refused.push(...step.map(({ id }) => ({ id, message: answer.message })))
    return
  }
  result.changed += answer.changed
  result.unchanged += answer.unchanged
  for (const { id, undo, error } of answer.items) {
    if (undo) result.undo.push(undo)
    if (error) result.refused.push({ id, message: error.message })
  }
}

/** Takes changes back, and says which of them could not be. */
export async function undoMany(undo: Change[]): Promise<void> {
  const { refused } = await changeMany(undo)
  const [first] = refused
  if (first) throw new Error(`${refused.length} of ${undo.length} could not be undone: ${first.message}`)
}

/** Changes one partner and offers to undo it; throws what was refused. */
export async function changeOne(id: string, change: Omit<Change, 'id'>, done: string): Promise<void> {
  const { refused, undo } = await changeMany([{ id, ...change }])
  const [first] = refused
  if (first) throw new ApiError(409, 'REFUSED', first.message)
  if (undo.length) tellDone(done, () => undoMany(undo))
}
