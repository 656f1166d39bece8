import type { LucideIcon } from 'lucide-react'
import type { Place } from '../ui/router.tsx'
import type { Words } from './language/words.ts'

/** A room of the portal's navigation; its name is a key of `language/shell`. */
type Door = { label: keyof Words['shell']['doors']; to: string; icon: LucideIcon }

/** A part of the portal: its pages and its doors in the navigation. */
export type Area = { places: Place[]; doors: Door[] }
