import { setTimeout as pause } from 'node:timers/promises'
import type pg from 'pg'
import type { Logger } from 'pino'
import type { Context, Database } from '#/kernel/context.ts'
import type { JsonValue } from '#/kernel/json.ts'
import type { Job, JobContext, Send } from './job.ts'
import { type Handed, openQueue, type Queue } from './queue.ts'

type Options = {
  jobs: Job[]
  db: Database
  pool: pg.Pool
  log: Logger
  now(): Date
  contextOf(organisationId: string): Context
  /** How often each queue is looked at when nothing woke it; 10 unless said otherwise. */
  pollSeconds?: number
}

const retryMs = 1_000
const quietMs = 60_000

/** The background jobs of this process. None runs before `start`. */
export class Jobs implements AsyncDisposable {
  readonly #options: Options
  readonly #jobs: Map<string, Job>
  readonly #stopping = new AbortController()
  #toldAt = 0
  #opening: Promise<Queue | undefined> | undefined
  #queue: Queue | undefined

  constructor(options: Options) {
    this.#options = options
    this.#jobs = new Map(options.jobs.map((job) => [job.name, job]))
  }

  /** Begins to run jobs, beside other nodes; a database that is away is waited for. */
  start(): void {
    this.#opening ??= this.#open()
  }

  /** Stores a job; whichever node is free runs it. */
  send: Send = async (name, ...rest) => {
    this.#find(name)
    const queue = await this.#opening
    if (!queue) throw new Error(`Jobs do not run in this process, so ${name} cannot be sent.`)
    await queue.send(name, ...rest)
  }

  /** Runs a job in this process and apart from the queue, then what it sent, and throws what they throw. */
  async runNow(name: string, data: JsonValue = null): Promise<void> {
    const sent: [string, JsonValue][] = []
    const send: Send = async (name, data = null) => void sent.push([name, data])
    await this.#find(name).run(this.#contextOf(this.#stopping.signal, send), data)
    for (const [name, data] of sent) await this.runNow(name, data)
  }

  /** Looks into a job's queue at once: the hearer of `wakeJob`. */
  wake(name: string): void {
    if (this.#jobs.has(name)) this.#queue?.wake(name).catch((error: unknown) => this.#warn(error))
  }

  #find(name: string): Job {
    const job = this.#jobs.get(name)
    if (!job) throw new Error(`There is no job ${name}.`)
    return job
  }

  async #open(): Promise<Queue | undefined> {
    const { signal } = this.#stopping
    while (!signal.aborted) {
      try {
        return (this.#queue = await this.#openOnce())
      } catch (error) {
        this.#warn(error)
        await pause(retryMs, undefined, { signal }).catch(() => {})
      }
    }
    return undefined
  }

  #openOnce(): Promise<Queue> {
    const { db, pool, log, pollSeconds = 10 } = this.#options
    return openQueue([...this.#jobs.values()], (job, handed) => this.#run(job, handed), {
      db,
      pool,
      pollSeconds,
      onError: (error) => this.#warn(error),
      onWarning: (line) => log.warn(line),
    })
  }

  /** Whether it went well. */
  async #run(job: Job, { id, data, isLast, signal }: Handed): Promise<boolean> {
    const { log } = this.#options
    const named = { job: job.name, id }
    const end = AbortSignal.any([signal, this.#stopping.signal])
    let isRunning = true
    signal.addEventListener('abort', () => isRunning && log.error(named, 'a background job was ended before its end'))
    try {
      await job.run(this.#contextOf(end, this.send), data)
      return true
    } catch (error) {
      log.error({ ...named, err: error }, `a background job failed; ${isLast ? 'it is given up' : 'it is tried again'}`)
      return false
    } finally {
      isRunning = false
    }
  }

  #contextOf(signal: AbortSignal, send: Send): JobContext {
    const { db, now, log, contextOf } = this.#options
    return { db, now, log, signal, send, in: contextOf }
  }

  /** Every worker of the queue meets an outage at every look: it is told once a minute. */
  #warn(error: unknown): void {
    const now = this.#options.now().getTime()
    if (now - this.#toldAt < quietMs) return
    this.#toldAt = now
    this.#options.log.warn({ err: error }, 'the queue of background jobs has a problem and goes on by itself')
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopping.abort()
    await (await this.#opening)?.stop()
  }
}
