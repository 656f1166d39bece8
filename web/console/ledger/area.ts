import { BookOpenCheck } from 'lucide-react'
import type { Area } from '../area.ts'

export const ledger: Area = {
  places: [{ path: '/ledger', load: () => import('./page.tsx'), page: 'LedgerPage' }],
  doors: [{ label: 'Ledger', to: '/ledger', icon: BookOpenCheck, section: 'Money', may: 'commissions:read' }],
}
