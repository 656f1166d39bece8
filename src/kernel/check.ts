import type { Context } from './context.ts'

/** A claim that holds in every healthy installation. `find` tells where it does not: a sentence each, with what to do. */
export type Check = {
  /** The claim, as `symbolon doctor` prints it. */
  name: string
  find(ctx: Pick<Context, 'db' | 'now'>): Promise<string[]>
}
