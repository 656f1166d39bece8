import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type pg from 'pg'
import type { JobWithMetadata, PgBoss } from 'pg-boss'
import type { Database } from '#/kernel/context.ts'
import type { JsonValue } from '#/kernel/json.ts'
import type { Job, Send } from './job.ts'

export type QueueOptions = {
  db: Database
  pool: pg.Pool
  /** How often each queue is looked at when nothing woke it; the clock is looked at every third time. */
  pollSeconds: number
  onError(error: unknown): void
  onWarning(line: string): void
}

/** One job as the queue hands it out; `isLast` when it is not tried again. */
export type Handed = { id: string; data: JsonValue; isLast: boolean; signal: AbortSignal }
/** Runs a job and says whether it went well. */
type Run = (job: Job, handed: Handed) => Promise<boolean>

/** What is stored and waits to be run. */
export type Queue = { send: Send; wake(name: string): Promise<void>; stop(): Promise<void> }

const deadLetters = 'dead-letters'
const day = 86_400
const stopWithinMs = 10_000
/** A job without data is the same as the one that waits already. */
const onlyKey = 'only'

/** Opens the queue in the schema `pgboss`, which the first node makes, and begins to run what is in it. */
export async function openQueue(jobs: Job[], run: Run, options: QueueOptions): Promise<Queue> {
  const boss = await newBoss(options)
  const lanes = new Map<string, string[]>()
  try {
    await oneNodeAtATime(options.db, () => prepare(boss, jobs))
    for (const job of jobs) lanes.set(job.name, await work(boss, job, { run, options }))
  } catch (error) {
    await boss.stop({ graceful: false }).catch(() => {})
    throw error
  }
  const notify = (name: string) => lanes.get(name)?.forEach((lane) => boss.notifyWorker(lane))
  const send: Send = async (name, data = null, { key, after } = {}) => {
    const singletonKey = key ?? (data === null ? onlyKey : randomUUID())
    await boss.send(name, data as object | null, { singletonKey, ...(after && { startAfter: after }) })
    notify(name)
  }
  for (const { name } of jobs.filter(({ resumes }) => resumes)) await send(name)
  return { send, wake: (name) => send(name), stop: () => boss.stop({ timeout: stopWithinMs }) }
}

// The pool is the server's own, and `pool.query` drops a connection on which a statement failed: pg-boss sends transactions
// as one text, and a failed one would otherwise go on to the next user of its connection.
async function newBoss({ pool, pollSeconds, onError, onWarning }: QueueOptions): Promise<PgBoss> {
  const { PgBoss } = await import('pg-boss')
  const boss = new PgBoss({
    db: { executeSql: (text, values) => pool.query(text, values) },
    cronMonitorIntervalSeconds: Math.ceil(pollSeconds * 3),
    cronWorkerIntervalSeconds: Math.ceil(pollSeconds / 2),
  })
  boss.on('error', onError)
  boss.on('warning', ({ message }) => onWarning(message))
  return boss
}

async function oneNodeAtATime(db: Database, begin: () => Promise<void>): Promise<void> {
  await db.transaction().execute(async (held) => {
    await sql`select pg_advisory_xact_lock(hashtextextended('symbolon jobs', 0))`.execute(held)
    await begin()
  })
}

async function prepare(boss: PgBoss, jobs: Job[]): Promise<void> {
  await boss.start()
  await boss.createQueue(deadLetters, { retentionSeconds: 30 * day })
  for (const { name, timeoutSeconds = 900, retry = { times: 5, delaySeconds: 5 } } of jobs) {
    const settings = {
      expireInSeconds: timeoutSeconds,
      retryLimit: retry.times,
      retryDelay: retry.delaySeconds,
      retryBackoff: true,
      retryDelayMax: 600,
      deleteAfterSeconds: day,
      deadLetter: deadLetters,
    }
    await boss.createQueue(name, { policy: 'short', ...settings })
    await boss.updateQueue(name, settings)
  }
  await schedule(boss, jobs)
}

async function schedule(boss: PgBoss, jobs: Job[]): Promise<void> {
  const clocked = jobs.flatMap(({ name, cron }) => (cron ? [{ name, cron }] : []))
  for (const { name, cron } of clocked) {
    await boss.schedule(name, cron, null, { tz: 'UTC', singletonKey: onlyKey, missed: 'once' })
  }
  for (const { name } of await boss.getSchedules()) {
    if (!clocked.some((job) => job.name === name)) await boss.unschedule(name)
  }
}

type Lane = { run: Run; options: QueueOptions }

/** One worker for each that may run at once; a worker that had something to do looks again without a pause. */
async function work(boss: PgBoss, job: Job, { run, options }: Lane): Promise<string[]> {
  const settings = { pollingIntervalSeconds: options.pollSeconds, includeMetadata: true } as const
  const begin = async () => {
    const lane: string = await boss.work(job.name, settings, async (given: JobWithMetadata<JsonValue>[]) => {
      boss.notifyWorker(lane)
      // The queue keeps what is thrown here, and an error may hold values of the data.
      for (const one of given)
        if (!(await run(job, handed(one)))) throw new Error('The log has the error, under this id.')
    })
    return lane
  }
  return await Promise.all(Array.from({ length: job.atOnce ?? 1 }, begin))
}

const handed = ({ id, data, retryCount, retryLimit, signal }: JobWithMetadata<JsonValue>): Handed => ({
  id,
  data,
  signal,
  isLast: retryCount >= retryLimit,
})
