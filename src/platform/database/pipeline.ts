import type pg from 'pg'
import { sqlError } from './failure.ts'
import { connectionOf, type NamedStatement } from './named-statement.ts'

/** So many statements may be on a connection, one behind another. */
const deepest = 6

/** With so many left it is filled up again, by one write. */
const lowest = 2

/** So many connections of the pool are never lent for this. */
export const leftToOthers = 2

/** Nothing more is sent behind a statement that has run so long: what it waits for may last. */
const patienceMs = 20

/** How often those who wait are looked at. */
const lookMs = 50

/** Since when it has waited for a connection. */
type Waiting = { statement: NamedStatement; at: number }

/** A connection on loan, with the statements that PostgreSQL has been sent, oldest first. */
type Lane = { client: pg.PoolClient; sent: NamedStatement[]; since: number; isLost: boolean }

/**
 * Runs statements that stand alone, each in its own transaction, several on one connection: the next is there when
 * PostgreSQL has done the one before (decision 0036).
 *
 * Connections are lent by the pool while there is something to do. A statement gets one of its own where the pool has
 * one to spare, and stands behind another only where all lanes are taken. Two connections are always left to others, and
 * half of them where others wait.
 */
export class Pipeline {
  readonly #pool: pg.Pool
  readonly #most: number
  readonly #mostInNeed: number
  readonly #lanes: Lane[] = []
  readonly #waiting: Waiting[] = []
  #looking: NodeJS.Timeout | undefined
  #opening = 0

  constructor(pool: pg.Pool) {
    this.#pool = pool
    const { max } = pool.options
    this.#most = max - leftToOthers
    this.#mostInNeed = Math.floor(max / 2)
  }

  /** How many have not been sent yet, beside those for whom the pool is asked for a connection. */
  get waiting(): number {
    return Math.max(0, this.#waiting.length - this.#opening)
  }

  run(statement: NamedStatement): Promise<pg.QueryResult> {
    this.#waiting.push({ statement, at: performance.now() })
    this.#feed()
    if (this.#waiting.length) this.#look()
    return statement.answer()
  }

  #feed(): void {
    const now = performance.now()
    const fed: Lane[] = []
    while (this.#waiting.length) {
      const lane = this.#nextLane(now, fed)
      const needsLane = this.#waiting.length > this.#opening
      if (lane?.sent.length !== 0 && needsLane && this.#mayOpen()) void this.#open()
      else if (lane && (needsLane || !lane.sent.length)) this.#send(lane, now, fed)
      else break
    }
    for (const { client } of fed) connectionOf(client).stream.uncork()
  }

  /** Whether the pool has a connection to spare; for the first lane it may also be waited for. */
  #mayOpen(): boolean {
    const { idleCount, totalCount, options } = this.#pool
    const lanes = this.#lanes.length + this.#opening
    const hasSpare = idleCount > this.#opening || totalCount < options.max
    return lanes < (this.#othersWait() ? this.#mostInNeed : this.#most) && (hasSpare || !lanes)
  }

  #othersWait(): boolean {
    return this.#pool.waitingCount > this.#opening
  }

  async #open(): Promise<void> {
    const begun = performance.now()
    this.#opening += 1
    try {
      const client = await this.#pool.connect()
      this.#opening -= 1
      const lane = { client, sent: [], since: 0, isLost: false }
      this.#lanes.push(lane)
      this.#feed()
      if (!lane.sent.length) this.#close(lane)
    } catch (error) {
      this.#opening -= 1
      if (!this.#lanes.length) this.#refuse(begun, error)
    }
  }

  /** Nobody waits for a connection longer than the pool lets him wait. */
  #look(): void {
    const { connectionTimeoutMillis: longest } = this.#pool.options
    if (this.#looking || !longest) return
    this.#looking = setTimeout(() => {
      this.#looking = undefined
      this.#refuse(performance.now() - longest, new Error('timeout exceeded when trying to connect'))
      if (this.#waiting.length) this.#look()
    }, lookMs).unref()
  }

  /** Those who have waited since before. */
  #refuse(before: number, error: unknown): void {
    while (this.#waiting[0] && this.#waiting[0].at <= before) this.#waiting.shift()?.statement.handleError(error)
    this.#feed()
  }

  #close(lane: Lane): void {
    this.#lanes.splice(this.#lanes.indexOf(lane), 1)
    lane.client.release(lane.isLost)
  }

  /** The lane with the fewest statements; undefined where all are full or held up. */
  #nextLane(now: number, fed: readonly Lane[]): Lane | undefined {
    let next: Lane | undefined
    const lanes = this.#othersWait() ? this.#lanes.slice(0, this.#mostInNeed) : this.#lanes
    for (const lane of lanes) {
      const { length } = lane.sent
      const isFull = length >= deepest || (length > lowest && !fed.includes(lane))
      if (lane.isLost || isFull || (length && now - lane.since > patienceMs)) continue
      if (!next || length < next.sent.length) next = lane
    }
    return next
  }

  #send(lane: Lane, now: number, fed: Lane[]): void {
    const statement = this.#waiting.shift()?.statement
    if (!statement) return
    if (!fed.includes(lane)) {
      fed.push(lane)
      connectionOf(lane.client).stream.cork()
    }
    statement.onEnd = (error) => this.#next(lane, error)
    lane.sent.push(statement)
    statement.sendOn(lane.client)
    if (lane.sent.length > 1) return
    lane.since = now
    lane.client.query(statement)
  }

  /** The first has ended: whose turn it is hears the answers from now on. */
  #next(lane: Lane, error: unknown): void {
    lane.sent.shift()
    const [turn] = lane.sent
    lane.since = performance.now()
    lane.isLost ||= error !== undefined && endsConnection(error)
    if (turn) lane.client.query(turn)
    else if (lane.isLost) this.#close(lane)
    this.#feed()
    if (!lane.sent.length && !lane.isLost) this.#close(lane)
  }
}

/** A session that is ended says so first; a connection that breaks says nothing of PostgreSQL's. */
const endsConnection = (error: unknown) => sqlError(error)?.code?.startsWith('57P') ?? true
