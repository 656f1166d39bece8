import { shell } from './shell/en.ts'

/** A namespace a line; what stands here stands in the other languages too. */
export const en = { shell }
