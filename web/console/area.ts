import type { LucideIcon } from 'lucide-react'
import type { Place } from '../ui/router.tsx'

/** A room of the console's navigation. */
export type Door = {
  label: string
  to: string
  icon: LucideIcon
  section: 'Overview' | 'Partners' | 'Affiliate' | 'Money' | 'Organisation'
  /** Whoever lacks this scope does not see it. */
  may?: string
  /** Two keys, one after the other, that lead here: `g p`. */
  keys?: string
}

/** Something to do, for the command palette. */
type Deed = { label: string; to: string; may?: string }

/** A part of the console: its pages, its doors in the navigation, and what can be begun from anywhere. */
export type Area = { places: Place[]; doors: Door[]; deeds?: Deed[] }
