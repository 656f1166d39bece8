import { onboarding } from './onboarding/de.ts'
import { pages } from './pages/de.ts'
import { shell } from './shell/de.ts'
import type { Words } from './words.ts'

export const words: Words = { shell, pages, onboarding }
