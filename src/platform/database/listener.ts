import pg from 'pg'
import { connectionTo } from './pool.ts'

type Hear = (payload: string) => unknown
type Options = { url: string; log(line: string, error?: unknown): void }

const firstRetryMs = 100
const lastRetryMs = 2_000

/**
 * One connection that hears `NOTIFY`, and connects again by itself when it is lost.
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

  /** Resolves when this payload has come back through the database, or after `timeoutMs`. */
  async hears(channel: string, payload: string, timeoutMs = 1_000): Promise<void> {
    if (!this.#isLive) return
    const { promise, resolve } = Promise.withResolvers<void>()
    const hear: Hear = (heard) => heard === payload && resolve()
    const timer = setTimeout(resolve, timeoutMs)
    this.hear(channel, hear)
    await promise
    clearTimeout(timer)
    this.#hearers.get(channel)?.delete(hear)
  }

  async connect(): Promise<void> {
    const client = new pg.Client({ ...connectionTo(this.#options.url), application_name: 'symbolon listener' })
    client.on('error', (error) => this.#lost(client, error))
    client.on('end', () => this.#lost(client))
    client.on('notification', ({ channel, payload }) => {
      for (const hear of this.#hearers.get(channel) ?? []) hear(payload ?? '')
    })
    this.#client = client
    await client.connect()
    for (const channel of this.#hearers.keys()) await client.query(`listen ${pg.escapeIdentifier(channel)}`)
    this.#retryMs = firstRetryMs
    for (const run of this.#onLive) run()
    this.#isLive = true
  }

  #lost(client: pg.Client, error?: unknown): void {
    if (client !== this.#client || this.#isClosed) return
    this.#client = undefined
    this.#isLive = false
    this.#options.log('The connection that hears changes is lost; connecting again.', error)
    client.end().catch(() => {})
    this.#retryLater()
  }

  #retryLater(): void {
    this.#retry = setTimeout(() => {
      this.connect().catch(() => {
        this.#client = undefined
        if (!this.#isClosed) this.#retryLater()
      })
    }, this.#retryMs)
    this.#retryMs = Math.min(this.#retryMs * 2, lastRetryMs)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isClosed = true
    this.#isLive = false
    clearTimeout(this.#retry)
    await this.#client?.end().catch(() => {})
  }
}
