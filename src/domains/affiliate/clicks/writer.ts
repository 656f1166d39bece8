import type { Click } from './click.ts'
import { ClickConnection } from './connection.ts'
import { LateClicks } from './late.ts'

export type ClickCounts = {
  /** Committed before the visitor was sent on. */
  recorded(many: number): void
  /** Written afterwards. */
  late(many: number): void
  /** Never written. */
  missed(many: number): void
}

type Options = {
  url: string
  patienceMs: number
  named: boolean
  counts: ClickCounts
  log(line: string, error?: unknown): void
}

type Waiting = { click: Click; at: number; done: ((isRecorded: boolean) => void) | undefined }

const mostInBatch = 1_000
const lookMs = 25
const lastTryMs = 3_000

/**
 * Writes clicks, each batch in one statement and one at a time, on a connection of its own.
 *
 * A click goes at once; those that come meanwhile go together in the next batch, and one batch is about as large as the
 * other: were all that wait to go, a small and a large one would take turns, and while the database writes the large one
 * there is nobody to answer. Who waits longer than `patienceMs` is told that his click was not recorded, and the click is
 * kept to be written late.
 */
export class ClickWriter implements AsyncDisposable {
  readonly #options: Options
  readonly #connection: ClickConnection
  readonly #late: LateClicks
  readonly #looking: NodeJS.Timeout
  #waiting: Waiting[] = []
  #inFlight: Waiting[] = []
  #sentAt = 0
  #isBusy = false
  #isScheduled = false

  constructor(options: Options) {
    this.#options = options
    this.#late = new LateClicks(options.counts)
    this.#connection = new ClickConnection(options, () => this.#next())
    this.#looking = setInterval(() => this.#look(), lookMs).unref()
  }

  async connect(): Promise<void> {
    await this.#connection.connect()
  }

  /** Calls `done` when the click is committed, or when its visitor has waited too long since `at`. */
  write(click: Click, at: number, done: (isRecorded: boolean) => void): void {
    if (this.#isAway(performance.now())) {
      this.#late.keep([click])
      done(false)
      return
    }
    this.#waiting.push({ click, at, done })
    if (this.#isBusy || this.#isScheduled) return
    // Whatever has arrived by then goes along.
    this.#isScheduled = true
    setImmediate(() => {
      this.#isScheduled = false
      this.#next()
    })
  }

  #isAway(now: number): boolean {
    return !this.#connection.isLive || (this.#isBusy && now - this.#sentAt > this.#options.patienceMs)
  }

  /** Sends what waits, `most` of it; between two batches some of what is late. */
  #next(most = mostInBatch): void {
    if (this.#isBusy || !this.#connection.isLive) return
    const late = this.#late.isNext || !this.#waiting.length ? this.#late.take(mostInBatch) : []
    if (late.length) return void this.#sendLate(late)
    if (this.#waiting.length) void this.#send(this.#waiting.splice(0, Math.min(most, mostInBatch)))
  }

  async #send(batch: Waiting[]): Promise<void> {
    this.#inFlight = batch
    const error = await this.#insert(
      batch.map(({ click }) => click),
      false,
    )
    this.#inFlight = []
    this.#late.letGo()
    this.#next(Math.ceil((this.#waiting.length + batch.length) / 2))
    if (error) return this.#fail(batch, error)
    let recorded = 0
    for (const { done } of batch) {
      if (done) recorded += 1
      done?.(true)
    }
    this.#options.counts.recorded(recorded)
    this.#options.counts.late(batch.length - recorded)
  }

  #fail(batch: Waiting[], error: unknown): void {
    this.#options.log('Clicks could not be written; they are kept and tried again.', error)
    this.#late.keep(batch.map(({ click }) => click))
    for (const { done } of batch) done?.(false)
    this.#next()
  }

  async #sendLate(clicks: Click[]): Promise<void> {
    const error = await this.#insert(clicks, true)
    if (error) this.#late.putBack(clicks, error)
    else this.#options.counts.late(clicks.length)
    this.#next()
  }

  async #insert(clicks: Click[], isLate: boolean): Promise<unknown> {
    this.#isBusy = true
    this.#sentAt = performance.now()
    const error = await this.#connection.insert(clicks, isLate).catch((error: unknown) => error)
    this.#isBusy = false
    return error
  }

  /** Sends on whoever has waited too long. */
  #look(): void {
    const before = performance.now() - this.#options.patienceMs
    for (const waiting of this.#inFlight) {
      if (waiting.at > before) continue
      waiting.done?.(false)
      waiting.done = undefined
    }
    const overdue = this.#waiting.filter(({ at }) => at <= before)
    if (overdue.length) this.#waiting = this.#waiting.filter(({ at }) => at > before)
    this.#late.keep(overdue.map(({ click }) => click))
    for (const { done } of overdue) done?.(false)
    this.#connection.endIfStuck()
    this.#next()
  }

  /** Writes what is kept, for as long as a stop may take; what is left then is missed. */
  async [Symbol.asyncDispose](): Promise<void> {
    const end = performance.now() + lastTryMs
    while ((this.#isBusy || this.#late.size) && performance.now() < end && this.#connection.isLive)
      await new Promise((resolve) => setTimeout(resolve, lookMs))
    clearInterval(this.#looking)
    this.#late.giveUp()
    await this.#connection[Symbol.asyncDispose]()
  }
}
