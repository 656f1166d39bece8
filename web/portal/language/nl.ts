import { onboarding } from './onboarding/nl.ts'
import { pages } from './pages/nl.ts'
import { shell } from './shell/nl.ts'
import type { Words } from './words.ts'

export const words: Words = { shell, pages, onboarding }
