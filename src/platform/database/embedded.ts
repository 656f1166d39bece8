import { setTimeout as sleep } from 'node:timers/promises'
import { Client, DatabaseError } from 'pg'
import { StartRefused } from '#/platform/start-refused.ts'
import { type Cluster, prepareCluster } from './embedded-cluster.ts'
import { attach, keepLogShort, type Postmaster, terminate } from './embedded-postmaster.ts'

/** A PostgreSQL of our own. While it is held, a postmaster that dies is started again behind the same `url`. */
export type EmbeddedPostgres = {
  /** For `pg` and libpq alike: database and user `symbolon`, over the unix socket. */
  url: string
  socketDir: string
  /** False when a postmaster that was already running has been joined. */
  startedByUs: boolean
  /** Shuts PostgreSQL down and returns when it is gone; a second call waits for the first. */
  stop(): Promise<void>
  /** Lets go of PostgreSQL without stopping it, for a command that finds a server at work; `stop` then does nothing. */
  leave(): void
  [Symbol.asyncDispose](): Promise<void>
}

type Options = { dataDir: string; log: (line: string) => void; settings?: Record<string, string> }

const longestPauseMs = 10_000
const answerWithinMs = 10_000
const logCheckMs = 60_000
const patienceMs = 5000

/**
 * Starts PostgreSQL in `dataDir`, or joins the one that runs there. It outlives this process, `kill -9` included, until
 * `stop`. Throws StartRefused when it cannot be had; `settings` are PostgreSQL's own, by name.
 */
export async function startEmbeddedPostgres(options: Options): Promise<EmbeddedPostgres> {
  if (process.platform === 'win32')
    throw new StartRefused('The embedded PostgreSQL needs unix sockets, which Node lacks on Windows: set DATABASE_URL.')
  const released = new AbortController()
  const { cluster, postmaster } = await obtain(options, released.signal)
  try {
    await openDatabase(postmaster)
  } catch (error) {
    released.abort()
    if (postmaster.startedByUs) await terminate(cluster.folder)
    throw error
  }
  return new Supervised({ ...cluster, socketDir: postmaster.socketDir }, postmaster, { released, log: options.log })
}

async function obtain({ dataDir, log, settings = {} }: Options, signal: AbortSignal) {
  const sign = `PostgreSQL is still starting or recovering; what it does stands in ${dataDir}/postgres.log.`
  const patience = setInterval(log, patienceMs, sign)
  try {
    const cluster = await prepareCluster(dataDir, settings)
    return { cluster, postmaster: await attach(cluster, signal) }
  } catch (cause) {
    if (cause instanceof StartRefused || !(cause instanceof Error && 'code' in cause)) throw cause
    throw new StartRefused(`The data folder ${dataDir} cannot be used: ${cause.message}.`, { cause })
  } finally {
    clearInterval(patience)
  }
}

class Supervised implements EmbeddedPostgres {
  readonly url: string
  readonly socketDir: string
  readonly startedByUs: boolean
  readonly #cluster: Cluster
  readonly #released: AbortController
  readonly #log: (line: string) => void
  readonly #logCheck: NodeJS.Timeout
  #bringingBack: Promise<Postmaster | undefined> | undefined
  #stopping: Promise<void> | undefined

  constructor(
    cluster: Cluster,
    postmaster: Postmaster,
    { released, log }: { released: AbortController; log: Options['log'] },
  ) {
    this.url = `postgres://symbolon@localhost/symbolon?host=${encodeURIComponent(cluster.socketDir)}&sslmode=disable`
    this.socketDir = cluster.socketDir
    this.startedByUs = postmaster.startedByUs
    this.#cluster = cluster
    this.#released = released
    this.#log = log
    this.#logCheck = setInterval(keepLogShort, logCheckMs, cluster.logFile).unref()
    void this.#supervise(postmaster)
  }

  stop(): Promise<void> {
    return (this.#stopping ??= this.#shutDown())
  }

  leave(): void {
    this.#stopping ??= Promise.resolve()
    this.#release()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop()
  }

  #release(): void {
    this.#released.abort()
    clearInterval(this.#logCheck)
  }

  async #shutDown(): Promise<void> {
    this.#release()
    await this.#bringingBack
    await terminate(this.#cluster.folder)
  }

  async #supervise(first: Postmaster): Promise<void> {
    let postmaster: Postmaster | undefined = first
    while (postmaster) {
      const how = await postmaster.ended
      if (this.#released.signal.aborted) return
      this.#log(`PostgreSQL (pid ${postmaster.pid}) has ended unexpectedly (${how}); it is being started again.`)
      this.#bringingBack = this.#bringBack()
      postmaster = await this.#bringingBack
    }
  }

  async #bringBack(): Promise<Postmaster | undefined> {
    const { signal } = this.#released
    for (let pauseMs = 300; !signal.aborted; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
      try {
        const postmaster = await attach(this.#cluster, signal)
        this.#log(`PostgreSQL is running again (pid ${postmaster.pid}).`)
        return postmaster
      } catch (error) {
        if (signal.aborted) return undefined
        this.#log(`${error instanceof Error ? error.message : error} The next attempt is in ${pauseMs / 1000} s.`)
        await sleep(pauseMs, undefined, { signal }).catch(() => {})
      }
    }
    return undefined
  }
}

async function openDatabase({ pid, socketDir }: Postmaster): Promise<void> {
  const deadline = performance.now() + answerWithinMs
  for (;;) {
    const refusal = await tryQuery(socketDir, 'symbolon', 'select 1')
    if (!refusal) return
    const isMissing = refusal instanceof DatabaseError && refusal.code === '3D000'
    const failure = isMissing ? await tryQuery(socketDir, 'postgres', 'create database symbolon') : refusal
    if (failure && performance.now() > deadline)
      throw new StartRefused(`PostgreSQL (pid ${pid}) does not let us in at ${socketDir} (${failure.message}).`)
    await sleep(20)
  }
}

async function tryQuery(socketDir: string, database: string, query: string): Promise<Error | undefined> {
  const client = new Client({ host: socketDir, user: 'symbolon', database, ssl: false, connectionTimeoutMillis: 5000 })
  client.on('error', () => {})
  try {
    await client.connect()
    await client.query(query)
    return undefined
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  } finally {
    await client.end().catch(() => {})
  }
}
