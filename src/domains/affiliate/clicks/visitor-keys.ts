import { hash, randomBytes } from 'node:crypto'
import type { Database } from '#/kernel/context.ts'
import { sql } from '#/platform/database/sql.ts'

type Options = { db: Database; now(): Date; log(line: string, error: unknown): void }

const dayMs = 86_400_000
const lookMs = 600_000

const dayOf = (ms: number) => new Date(ms).toISOString().slice(0, 10)

/**
 * What visitors are told apart by: a hash of address and user agent under a key of the day.
 *
 * The key is random, the same on every node, and deleted after two days: from then on nobody finds out who it was, whatever
 * else he has. Its table is neither archived nor written to PostgreSQL's log.
 */
export class VisitorKeys implements AsyncDisposable {
  readonly #options: Options
  readonly #keys = new Map<string, string>()
  readonly #looking: NodeJS.Timeout
  #day = ''
  #endsAt = 0
  #beginsAt = 0
  #key = ''

  constructor(options: Options) {
    this.#options = options
    this.#looking = setInterval(() => void this.prepare(), lookMs).unref()
  }

  /** Sees that there are keys for today and tomorrow, and that those of two days ago are gone. */
  async prepare(): Promise<void> {
    await this.#read().catch((error: unknown) =>
      this.#options.log('The keys of the day for visitors could not be read; the process makes its own.', error),
    )
  }

  /** A whole number of 52 bits. Of one visitor in one day it is the same, on every link. */
  visitorOf(address: string, userAgent: string, now: number): number {
    if (now >= this.#endsAt || now < this.#beginsAt) this.#turnTo(now)
    return first52Bits(hash('sha256', `${this.#key}${address}\n${userAgent}`, 'binary'))
  }

  #turnTo(now: number): void {
    this.#day = dayOf(now)
    this.#beginsAt = Date.parse(this.#day)
    this.#endsAt = this.#beginsAt + dayMs
    this.#key = this.#keys.get(this.#day) ?? newKey()
    if (!this.#keys.has(this.#day)) void this.prepare()
  }

  async #read(): Promise<void> {
    const { db, now } = this.#options
    const time = now().getTime()
    const days = [dayOf(time), dayOf(time + dayMs)]
    await sql`delete from visitor_key where day < ${dayOf(time - dayMs)}`.execute(db)
    await sql`
      insert into visitor_key (day, key) select day, key from unnest(${days}::date[], ${days.map(newKey)}::text[]) as d(day, key)
      on conflict (day) do nothing`.execute(db)
    const { rows } = await sql<{ day: string; key: string }>`
      select day::text as day, key from visitor_key where day = any(${days}::date[])`.execute(db)
    this.#keys.clear()
    for (const { day, key } of rows) this.#keys.set(day, key)
    this.#endsAt = 0
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#looking)
  }
}

function first52Bits(bytes: string): number {
  let number = 0
  for (let at = 0; at < 6; at += 1) number = number * 256 + bytes.charCodeAt(at)
  return number * 16 + (bytes.charCodeAt(6) >> 4)
}

const newKey = () => randomBytes(32).toString('base64url')
