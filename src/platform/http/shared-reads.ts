/**
 * Equal reads that one caller asks for in the same turn of the event loop, done once when the turn ends.
 *
 * Whoever shares a read asked before it began, so each sees all that was committed when they asked (decision 0035).
 */
export class SharedReads<T> {
  readonly #asked = new Map<object, Map<string, Promise<T>>>()
  #endOfTurn: Promise<void> | undefined

  /** `caller` is told by its object: what is loaded anew for each request shares with nobody. */
  read(caller: object, input: string, run: () => Promise<T>): Promise<T> {
    let reads = this.#asked.get(caller)
    if (!reads) this.#asked.set(caller, (reads = new Map<string, Promise<T>>()))
    let read = reads.get(input)
    if (!read) reads.set(input, (read = this.#turn().then(run)))
    return read
  }

  #turn(): Promise<void> {
    this.#endOfTurn ??= new Promise((resolve) => {
      setImmediate(() => {
        this.#endOfTurn = undefined
        this.#asked.clear()
        resolve()
      })
    })
    return this.#endOfTurn
  }
}
