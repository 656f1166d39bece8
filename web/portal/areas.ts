import type { Area } from './area.ts'
import { pages } from './pages.ts'

/** Every part of the portal, in the order of its navigation. */
export const areas: readonly Area[] = [pages]
