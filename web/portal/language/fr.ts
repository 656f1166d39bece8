import { onboarding } from './onboarding/fr.ts'
import { pages } from './pages/fr.ts'
import { shell } from './shell/fr.ts'
import type { Words } from './words.ts'

export const words: Words = { shell, pages, onboarding }
