import type { Database } from '#/kernel/context.ts'
import type { Listener } from '#/platform/database/listener.ts'
import { sql } from '#/platform/database/sql.ts'
import { type Destination, readDestination } from './destination.ts'

/** LIVE: visits count. QUIET: visitors are sent on, and nothing counts. REVOKED: the link leads nowhere. */
type State = 'LIVE' | 'QUIET' | 'REVOKED'

export type HeldLink = {
  organisationId: string
  linkId: string
  state: State
  url: string
  allowedPaths: string[]
  destination: Destination
}

type Row = {
  code: string
  organisation_id: string
  link_id: string
  campaign_id: string
  partner_id: string
  merged_into_id: string | null
  is_revoked: boolean
  is_live: boolean
  destination_url: string
  allowed_paths: string[]
}
type Entry = { link: HeldLink; ids: string[]; epoch: number }
type Options = { db: Database; listener: Listener; log(line: string, error: unknown): void }

const mostHeld = 50_000
const mostUnknown = 10_000
const unknownMs = 10_000
/** So long with something to fall back on, so long with nothing. */
const patienceMs = { known: 120, unknown: 240 }
const quietMs = 1_000

/** Thrown where neither memory nor the database can say what a code is of. */
export class LinksAway extends Error {}

/**
 * What codes lead to, in memory: loaded when somebody asks, one statement at a time for all that ask meanwhile.
 *
 * `NOTIFY` says what has changed. While nothing can be heard each visit asks the database; where that does not answer
 * in its short time, what was known last serves.
 */
export class LinkMemory {
  readonly #options: Options
  readonly #held = new Map<string, Entry>()
  /** Codes by the ids of their link, campaign and partners. */
  readonly #codes = new Map<string, Set<string>>()
  readonly #unknown = new Map<string, number>()
  #wanted = new Map<string, PromiseWithResolvers<HeldLink | null>>()
  #isAsking = false
  #epoch = 0
  #generation = 0
  #awayUntil = 0

  constructor(options: Options) {
    this.#options = options
    for (const channel of ['link_changed', 'campaign_changed', 'partner_changed'])
      options.listener.hear(channel, (id) => this.#forget(id))
    options.listener.onLive(() => this.#mistrust())
  }

  /** What is known for sure: null is a code that nobody has, undefined one to ask for. */
  tryGet(code: string): HeldLink | null | undefined {
    if (!this.#options.listener.isLive) return undefined
    const entry = this.#held.get(code)
    if (entry) return entry.epoch === this.#epoch ? entry.link : undefined
    const until = this.#unknown.get(code)
    return until !== undefined && performance.now() < until ? null : undefined
  }

  /** Asks the database; where it does not answer in a short time, what was known last does. */
  async find(code: string): Promise<HeldLink | null> {
    const stale = this.#held.get(code)
    const asked = this.#ask(code)
    asked.catch(() => {})
    if (stale && performance.now() < this.#awayUntil) return stale.link
    const { promise, resolve } = Promise.withResolvers<undefined>()
    const timer = setTimeout(resolve, stale ? patienceMs.known : patienceMs.unknown, undefined)
    const found = await Promise.race([asked, promise]).catch(() => undefined)
    clearTimeout(timer)
    if (found !== undefined) return found
    this.#awayUntil = performance.now() + quietMs
    if (stale) return stale.link
    throw new LinksAway()
  }

  #ask(code: string): Promise<HeldLink | null> {
    const asked = this.#wanted.get(code)
    if (asked) return asked.promise
    if (this.#wanted.size >= mostUnknown) return Promise.reject(new LinksAway())
    const wanted = Promise.withResolvers<HeldLink | null>()
    this.#wanted.set(code, wanted)
    if (!this.#isAsking) void this.#askAll()
    return wanted.promise
  }

  async #askAll(): Promise<void> {
    this.#isAsking = true
    while (this.#wanted.size) {
      const wanted = this.#wanted
      this.#wanted = new Map()
      try {
        const found = await this.#read([...wanted.keys()])
        for (const [code, { resolve }] of wanted) resolve(found.get(code) ?? null)
      } catch (error) {
        this.#options.log('Links could not be read; those in memory serve.', error)
        for (const { reject } of wanted.values()) reject(error)
      }
    }
    this.#isAsking = false
  }

  async #read(codes: string[]): Promise<Map<string, HeldLink>> {
    const [generation, epoch] = [this.#generation, this.#epoch]
    const { rows } = await readRows(this.#options.db, codes)
    this.#awayUntil = 0
    const found = new Map(rows.map((row) => [row.code, toHeld(row)]))
    if (generation !== this.#generation || !this.#options.listener.isLive) return found
    for (const row of rows) this.#hold(row, { link: found.get(row.code) ?? toHeld(row), ids: idsOf(row), epoch })
    for (const code of codes) if (!found.has(code)) this.#holdUnknown(code)
    return found
  }

  #hold({ code }: Row, entry: Entry): void {
    this.#drop(code)
    const [oldest] = this.#held.size >= mostHeld ? this.#held.keys() : []
    if (oldest !== undefined) this.#drop(oldest)
    this.#held.set(code, entry)
    for (const id of entry.ids) this.#codes.set(id, (this.#codes.get(id) ?? new Set()).add(code))
  }

  #holdUnknown(code: string): void {
    this.#drop(code)
    if (this.#unknown.size >= mostUnknown) this.#unknown.clear()
    this.#unknown.set(code, performance.now() + unknownMs)
  }

  #drop(code: string): void {
    for (const id of this.#held.get(code)?.ids ?? []) {
      const codes = this.#codes.get(id)
      codes?.delete(code)
      if (!codes?.size) this.#codes.delete(id)
    }
    this.#held.delete(code)
  }

  #forget(id: string): void {
    this.#generation += 1
    this.#unknown.clear()
    const codes = id === '*' ? [...this.#held.keys()] : [...(this.#codes.get(id) ?? [])]
    for (const code of codes) this.#drop(code)
  }

  /** What was missed while nothing was heard is asked for anew. */
  #mistrust(): void {
    this.#generation += 1
    this.#epoch += 1
    this.#unknown.clear()
  }
}

const readRows = (db: Database, codes: string[]) =>
  sql<Row>`
    select o.code, o.organisation_id, o.link_id, l.campaign_id, l.partner_id, p.merged_into_id,
      l.revoked_at is not null or coalesce(i.status, p.status) <> 'active' as is_revoked,
      c.status = 'ACTIVE' as is_live, c.destination_url, c.allowed_paths
    from link_code_owner o
    join affiliate_link l on l.organisation_id = o.organisation_id and l.id = o.link_id
    join campaign c on c.organisation_id = o.organisation_id and c.id = l.campaign_id
    join partner p on p.organisation_id = o.organisation_id and p.id = l.partner_id
    left join partner i on i.organisation_id = o.organisation_id and i.id = p.merged_into_id
    where o.code = any(${codes})`.execute(db)

const idsOf = (row: Row) => [
  row.link_id,
  row.campaign_id,
  row.partner_id,
  ...(row.merged_into_id ? [row.merged_into_id] : []),
]

const toHeld = (row: Row): HeldLink => ({
  organisationId: row.organisation_id,
  linkId: row.link_id,
  state: row.is_revoked ? 'REVOKED' : row.is_live ? 'LIVE' : 'QUIET',
  url: row.destination_url,
  allowedPaths: row.allowed_paths,
  destination: readDestination(row.destination_url),
})
