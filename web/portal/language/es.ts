import { onboarding } from './onboarding/es.ts'
import { pages } from './pages/es.ts'
import { shell } from './shell/es.ts'
import type { Words } from './words.ts'

export const words: Words = { shell, pages, onboarding }
