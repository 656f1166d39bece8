import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { connectionTo } from './pool.ts'

type Hear = (payload: string) => unknown
type Options = { url: string; log(line: string, error?: unknown): void }

const firstRetryMs = 100
const lastRetryMs = 2_000
const heartbeatMs = 1_000
const heardWithinMs = 1_000
const heartbeat = 'symbolon_heartbeat'

/**
 * One connection that hears `NOTIFY`, and connects again by itself when it is lost.
 *
 * It proves that it hears, at first and every second: a network that swallows packets, or a pooler
 * that lends connections by the transaction, would leave it deaf without an error.
 *
 * What is heard keeps caches right, so whoever caches asks `isLive`: between a loss and the
 * next connection messages are missed, and `onLive` is the moment to forget what was cached.
 */
export class Listener implements AsyncDisposable {
  readonly #options: Options
  readonly #hearers = new Map<string, Set<Hear>>()
  readonly #onLive = new Set<() => void>()
  #client: pg.Client | undefined
  #isLive = false
  #isClosed = false
  #retry: NodeJS.Timeout | undefined
  #retryMs = firstRetryMs
  #heartbeat: NodeJS.Timeout | undefined

  constructor(options: Options) {
    this.#options = options
  }

  get isLive(): boolean {
    return this.#isLive
  }

  hear(channel: string, hear: Hear): void {
    const hearers = this.#hearers.get(channel) ?? new Set()
    this.#hearers.set(channel, hearers.add(hear))
  }

  onLive(run: () => void): void {
    this.#onLive.add(run)
  }

  /** Resolves when this payload has come back through the database, or after `timeoutMs`; at once where nobody hears the channel. */
  async hears(channel: string, payload: string, timeoutMs = 1_000): Promise<void> {
    if (!this.#isLive || !this.#hearers.has(channel)) return
    const { promise, resolve } = Promise.withResolvers<void>()
    const hear: Hear = (heard) => heard === payload && resolve()
    const timer = setTimeout(resolve, timeoutMs)
    this.hear(channel, hear)
    await promise
    clearTimeout(timer)
    this.#hearers.get(channel)?.delete(hear)
  }

  /** Resolves when it hears, or when the first attempt failed; it goes on trying by itself. */
  async connect(): Promise<void> {
    const client = new pg.Client({
      ...connectionTo(this.#options.url),
      application_name: 'symbolon listener',
      connectionTimeoutMillis: 5_000,
    })
    client.on('error', (error) => this.#lost(client, error))
    client.on('end', () => this.#lost(client))
    client.on('notification', ({ channel, payload }) => {
      for (const hear of this.#hearers.get(channel) ?? []) hear(payload ?? '')
    })
    this.#client = client
    try {
      await this.#begin(client)
    } catch (error) {
      this.#lost(client, error)
    }
  }

  async #begin(client: pg.Client): Promise<void> {
    await client.connect()
    for (const channel of [heartbeat, ...this.#hearers.keys()])
      await client.query(`listen ${pg.escapeIdentifier(channel)}`)
    if (!(await this.#hearsItself(client))) throw new Error('What is notified is not heard here.')
    if (client !== this.#client) return
    this.#retryMs = firstRetryMs
    for (const run of this.#onLive) run()
    this.#isLive = true
    this.#heartbeat = setTimeout(() => void this.#beat(client), heartbeatMs).unref()
  }

  async #beat(client: pg.Client): Promise<void> {
    const hears = await this.#hearsItself(client).catch(() => false)
    if (client !== this.#client || this.#isClosed) return
    if (!hears) return this.#lost(client, new Error('The heartbeat was not heard.'))
    this.#heartbeat = setTimeout(() => void this.#beat(client), heartbeatMs).unref()
  }

  async #hearsItself(client: pg.Client): Promise<boolean> {
    const beat = randomUUID()
    const { promise, resolve } = Promise.withResolvers<boolean>()
    const hear: Hear = (heard) => heard === beat && resolve(true)
    this.hear(heartbeat, hear)
    const timer = setTimeout(resolve, heardWithinMs, false)
    try {
      const sent = client.query('select pg_notify($1, $2)', [heartbeat, beat])
      return await Promise.race([promise, sent.then(() => promise)])
    } finally {
      clearTimeout(timer)
      this.#hearers.get(heartbeat)?.delete(hear)
    }
  }

  #lost(client: pg.Client, error?: unknown): void {
    if (client !== this.#client || this.#isClosed) return
    this.#client = undefined
    this.#isLive = false
    clearTimeout(this.#heartbeat)
    this.#options.log('The connection that hears changes is lost; connecting again.', error)
    client.end().catch(() => {})
    this.#retryLater()
  }

  #retryLater(): void {
    this.#retry = setTimeout(() => void this.connect(), this.#retryMs)
    this.#retryMs = Math.min(this.#retryMs * 2, lastRetryMs)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isClosed = true
    this.#isLive = false
    clearTimeout(this.#retry)
    clearTimeout(this.#heartbeat)
    await this.#client?.end().catch(() => {})
  }
}
