import { Banknote } from 'lucide-react'
import type { Area } from '../area.ts'

export const payouts: Area = {
  places: [{ path: '/payouts', load: () => import('./page.tsx'), page: 'PayoutsPage' }],
  doors: [{ label: 'Payouts', to: '/payouts', icon: Banknote, section: 'Money', may: 'commissions:read', keys: 'g o' }],
}
