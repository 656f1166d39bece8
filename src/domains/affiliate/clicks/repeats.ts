const hour = 3_600
/** Seconds since then are small whole numbers, which a map holds without an object for each. */
const epoch = Date.parse('2026-01-01') / 1000
const mostHeld = 50_000

/**
 * Who clicked what within the last hour, as far as this process knows: two generations of a bounded size.
 *
 * An hour begins with the click that counts, so that each visitor counts at most once an hour.
 */
export class Repeats {
  #young = new Map<string, number>()
  #old = new Map<string, number>()

  /** Whether this click repeats one that was counted; one that does not begins an hour. */
  isRepeat(linkId: string, visitor: string, now: number): boolean {
    const key = visitor + linkId
    const counted = this.#young.get(key) ?? this.#old.get(key)
    const second = Math.floor(now / 1000 - epoch)
    if (counted !== undefined && Math.abs(second - counted) < hour) return true
    if (this.#young.size >= mostHeld) {
      this.#old = this.#young
      this.#young = new Map()
    }
    this.#young.set(key, second)
    return false
  }
}
