import { shell } from './shell/nl.ts'
import type { Words } from './words.ts'

export const words: Words = { shell }
