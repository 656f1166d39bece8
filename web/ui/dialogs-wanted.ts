let isWanted = false
const watching = new Set<() => void>()
const { promise: ready, resolve: markReady } = Promise.withResolvers<void>()

/** What the provider of dialogs and those who open them say to each other: it may come when the first one is wanted. */
export const dialogs = {
  /** Resolves when dialogs can be opened. */
  want(): Promise<void> {
    isWanted = true
    for (const tell of watching) tell()
    return ready
  },
  areWanted: (): boolean => isWanted,
  watch(tell: () => void): () => void {
    watching.add(tell)
    return () => void watching.delete(tell)
  },
  areReady: markReady,
}
