const hour = 3_600
const mostHeld = 50_000
const places = 2 ** 17

/**
 * Who clicked what within the last hour, as far as this process knows: two generations of a bounded size.
 *
 * An hour begins with the click that counts, so that each visitor counts at most once an hour. They are numbers in arrays that
 * are made once: as text in a map a hundred thousand visits were as many objects, which the garbage collector went through again and again.
 */
export class Repeats {
  #young = new Generation()
  #old = new Generation()

  /** Whether this click repeats one that was counted; one that does not begins an hour. */
  isRepeat(linkId: string, visitor: number, now: number): boolean {
    const link = numberOf(linkId)
    const [low, high] = [visitor | 0, Math.floor(visitor / 2 ** 32)]
    const place = (Math.imul(low, 0x9e3779b1) + Math.imul(high ^ link, 0x85ebca6b)) >>> 15
    const rest = (Math.imul(low ^ link, 0xc2b2ae35) ^ Math.imul(high, 0x27d4eb2f)) >>> 0
    const counted = this.#young.find(place, rest) || this.#old.find(place, rest)
    const second = Math.floor(now / 1000) + 1
    if (counted && Math.abs(second - counted) < hour) return true
    if (this.#young.size >= mostHeld) {
      ;[this.#old, this.#young] = [this.#young, this.#old]
      this.#young.clear()
    }
    this.#young.set(place, rest, second)
    return false
  }
}

function numberOf(linkId: string): number {
  let number = 0
  for (let at = linkId.length - 1; at >= 0; at -= 1) number = (Math.imul(number, 31) + linkId.charCodeAt(at)) | 0
  return number
}

/**
 * Visits with their seconds, each at the place that its number names, or at the next free one after it. The place tells 17 bits of
 * the number and 32 are written down, so that of the visits of an hour no two are likely ever to be alike.
 */
class Generation {
  readonly #held = new Uint32Array(places * 2)
  size = 0

  /** Its second, which is never 0; 0 where it is not held. */
  find(place: number, rest: number): number {
    return this.#held[this.#find(place, rest) + 1] ?? 0
  }

  set(place: number, rest: number, second: number): void {
    const at = this.#find(place, rest)
    if (this.#held[at + 1] === 0) this.size += 1
    this.#held[at] = rest
    this.#held[at + 1] = second
  }

  clear(): void {
    this.#held.fill(0)
    this.size = 0
  }

  #find(place: number, rest: number): number {
    let at = place * 2
    while (this.#held[at + 1] !== 0 && this.#held[at] !== rest) at = (at + 2) & (places * 2 - 1)
    return at
  }
}
