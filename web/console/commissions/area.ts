import { Coins } from 'lucide-react'
import type { Area } from '../area.ts'

export const commissions: Area = {
  places: [{ path: '/commissions', load: () => import('./page.tsx'), page: 'CommissionsPage' }],
  doors: [
    {
      label: 'Commission lines',
      to: '/commissions',
      icon: Coins,
      section: 'Money',
      may: 'commissions:read',
      keys: 'g l',
    },
  ],
}
