import { onboarding } from './onboarding/en.ts'
import { pages } from './pages/en.ts'
import { shell } from './shell/en.ts'

/** A namespace a line; what stands here stands in the other languages too. */
export const en = { shell, pages, onboarding }
