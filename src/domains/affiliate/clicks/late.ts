import { sqlError } from '#/platform/database/failure.ts'
import type { Click } from './click.ts'
import type { ClickCounts } from './writer.ts'

const mostKept = 50_000
const pauseMs = 500

/** Clicks whose visitors are gone already: kept in memory until the database takes them, as many as fit. */
export class LateClicks {
  readonly #counts: ClickCounts
  readonly #kept: Click[] = []
  /** What the database refused for what is in it goes alone, so that it takes nothing else along. */
  readonly #suspects: Click[] = []
  #isNext = false
  #pausedUntil = 0

  constructor(counts: ClickCounts) {
    this.#counts = counts
  }

  get size(): number {
    return this.#kept.length + this.#suspects.length
  }

  /** Whether it is the turn of those that are late. */
  get isNext(): boolean {
    return this.#isNext
  }

  letGo(): void {
    this.#isNext = true
  }

  keep(clicks: readonly Click[]): void {
    const room = Math.max(0, mostKept - this.size)
    this.#kept.push(...clicks.slice(0, room))
    if (clicks.length > room) this.#counts.missed(clicks.length - room)
  }

  take(most: number): Click[] {
    this.#isNext = false
    if (performance.now() < this.#pausedUntil) return []
    return this.#suspects.length ? this.#suspects.splice(0, 1) : this.#kept.splice(0, most)
  }

  putBack(clicks: Click[], error: unknown): void {
    if (!isOfTheClick(error)) {
      this.#pausedUntil = performance.now() + pauseMs
      return this.keep(clicks)
    }
    if (clicks.length === 1) return this.#counts.missed(1)
    this.#suspects.push(...clicks)
  }

  giveUp(): void {
    this.#counts.missed(this.size)
    this.#kept.length = 0
    this.#suspects.length = 0
  }
}

/** A value that PostgreSQL does not take, or a rule of the table that it breaks. */
const isOfTheClick = (error: unknown) => /^2[23]/.test(sqlError(error)?.code ?? '')
