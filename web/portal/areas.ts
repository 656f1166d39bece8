import type { Area } from './area.ts'

/** Every part of the portal, in the order of its navigation. */
export const areas: readonly Area[] = []
