import { BadgeCheck } from 'lucide-react'
import type { Area } from '../area.ts'

export const conversions: Area = {
  places: [
    { path: '/conversions', load: () => import('./page.tsx'), page: 'ConversionsPage' },
    { path: '/conversions/attempts', load: () => import('./attempts.tsx'), page: 'AttemptsPage' },
    { path: '/conversions/$id', load: () => import('./conversion.tsx'), page: 'ConversionPage' },
  ],
  doors: [
    {
      label: 'Conversions',
      to: '/conversions',
      icon: BadgeCheck,
      section: 'Affiliate',
      may: 'affiliate:read',
      keys: 'g v',
    },
  ],
}
