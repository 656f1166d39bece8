const hour = 3_600
/** Seconds since then are small whole numbers. */
const epoch = Date.parse('2026-01-01') / 1000
const mostHeld = 50_000
const places = 131_072

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
    const visit = visitOf(linkId, visitor)
    const counted = this.#young.find(visit) ?? this.#old.find(visit)
    const second = Math.floor(now / 1000 - epoch)
    if (counted !== undefined && Math.abs(second - counted) < hour) return true
    if (this.#young.size >= mostHeld) {
      ;[this.#old, this.#young] = [this.#young, this.#old]
      this.#young.clear()
    }
    this.#young.set(visit, second)
    return false
  }
}

const bits52 = 2 ** 52

/**
 * A whole number from 1 on of 52 bits. The visitor is one of random bits, so that of two visits within an hour no two are likely
 * ever to be alike.
 */
function visitOf(linkId: string, visitor: number): number {
  let link = 0
  for (let at = linkId.length - 1; at >= 0; at -= 1) link = (Math.imul(link, 31) + linkId.charCodeAt(at)) >>> 0
  return ((visitor + link * 2 ** 20) % bits52) + 1
}

/** Visits with their seconds, each at the place that its number names, or at the next free one after it. */
class Generation {
  readonly #visits = new Float64Array(places)
  readonly #seconds = new Int32Array(places)
  size = 0

  find(visit: number): number | undefined {
    const at = this.#placeOf(visit)
    return this.#visits[at] === 0 ? undefined : this.#seconds[at]
  }

  set(visit: number, second: number): void {
    const at = this.#placeOf(visit)
    if (this.#visits[at] === 0) this.size += 1
    this.#visits[at] = visit
    this.#seconds[at] = second
  }

  clear(): void {
    this.#visits.fill(0)
    this.size = 0
  }

  #placeOf(visit: number): number {
    let at = visit % places
    while (this.#visits[at] !== 0 && this.#visits[at] !== visit) at = (at + 1) % places
    return at
  }
}
