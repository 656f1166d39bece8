import { shell } from './shell/fr.ts'
import type { Words } from './words.ts'

export const words: Words = { shell }
