import pg from 'pg'
import { NamedStatement } from '#/platform/database/named-statement.ts'
import { connectionTo } from '#/platform/database/pool.ts'
import { firstIdAt, timeOfId } from '#/kernel/id.ts'
import type { Click } from './click.ts'
import { insertOf } from './insert.ts'

type Options = { url: string; named: boolean; log(line: string, error?: unknown): void }

/**
 * The plan is made once, while the month's partition may be empty; it must be good for a full one. Where pages cost nothing the
 * index that reads fewer rows wins, whatever is known of the table.
 */
const onePlan =
  '-c plan_cache_mode=force_generic_plan -c enable_seqscan=off -c enable_bitmapscan=off -c jit=off -c random_page_cost=0 -c seq_page_cost=0'
const hourMs = 3_600_000
const firstRetryMs = 50
const lastRetryMs = 1_000
/** So long a statement may take; a little later nothing is expected of the connection any more. */
const endsAfterMs = 4_000
const stuckAfterMs = 5_000

/** What PostgreSQL is told on a connection that writes clicks. */
export function connectionForClicks(url: string): pg.ClientConfig {
  const to = connectionTo(url)
  return { ...to, options: `${to.options} ${onePlan}` }
}

/** The one connection that clicks are written through. A lost one is replaced, however often it takes. */
export class ClickConnection implements AsyncDisposable {
  readonly #options: Options
  readonly #onLive: () => void
  #client: pg.Client | undefined
  #isLive = false
  #isClosed = false
  #sentAt: number | undefined
  #retry: NodeJS.Timeout | undefined
  #retryMs = firstRetryMs

  constructor(options: Options, onLive: () => void) {
    this.#options = options
    this.#onLive = onLive
  }

  get isLive(): boolean {
    return this.#isLive
  }

  async connect(): Promise<void> {
    const client = new pg.Client({
      ...connectionForClicks(this.#options.url),
      statement_timeout: endsAfterMs,
      application_name: 'symbolon clicks',
      connectionTimeoutMillis: 2_000,
    })
    client.on('error', (error) => this.#lost(client, error))
    client.on('end', () => this.#lost(client))
    this.#client = client
    try {
      await client.connect()
      if (client !== this.#client || this.#isClosed) return
      this.#isLive = true
      this.#retryMs = firstRetryMs
      this.#onLive()
    } catch (error) {
      this.#lost(client, error)
    }
  }

  async insert(clicks: readonly Click[], isLate: boolean): Promise<void> {
    if (!this.#client || !this.#isLive) throw new Error('Connection terminated')
    this.#sentAt = performance.now()
    const { name, text, values } = insertOf({ clicks, isLate, ...hourOf(clicks) })
    try {
      if (this.#options.named) await this.#client.query(new NamedStatement(name, text, values)).answer()
      else await this.#client.query(text, values)
    } finally {
      this.#sentAt = undefined
    }
  }

  /** A database that has not answered for so long is taken for lost: the network may have swallowed the question. */
  endIfStuck(): void {
    if (!this.#client || this.#sentAt === undefined || performance.now() - this.#sentAt < stuckAfterMs) return
    this.#lost(this.#client, new Error('The database did not answer.'))
  }

  #lost(client: pg.Client, error?: unknown): void {
    if (client !== this.#client || this.#isClosed) return
    this.#client = undefined
    this.#isLive = false
    this.#sentAt = undefined
    this.#options.log('The connection that writes clicks is lost; connecting again.', error)
    drop(client)
    this.#retry = setTimeout(() => void this.connect(), this.#retryMs)
    this.#retryMs = Math.min(this.#retryMs * 2, lastRetryMs)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isClosed = true
    this.#isLive = false
    clearTimeout(this.#retry)
    if (this.#sentAt !== undefined) drop(this.#client)
    await this.#client?.end().catch(() => {})
  }
}

/** From an hour before the first to the last: PostgreSQL looks into no partition besides. */
function hourOf(clicks: readonly Click[]): { since: string; until: string } {
  let [first, last] = [clicks[0]?.id ?? '', '']
  for (const { id } of clicks) {
    if (id < first) first = id
    if (id > last) last = id
  }
  return { since: firstIdAt('clk', new Date(timeOfId(first).getTime() - hourMs)), until: last }
}

/** Whatever waits for an answer of it hears at once that there is none. */
function drop(client: pg.Client | undefined): void {
  const { connection } = (client ?? {}) as { connection?: { stream?: { destroy(): void } } }
  connection?.stream?.destroy()
  client?.end().catch(() => {})
}
