import { BookOpenCheck } from 'lucide-react'
import type { Area } from '../area.ts'

export const ledger: Area = {
  places: [
    { path: '/ledger', load: () => import('./page.tsx'), page: 'LedgerPage' },
    { path: '/ledger/balances', load: () => import('./balances.tsx'), page: 'BalancesPage' },
    { path: '/ledger/transactions/$id', load: () => import('./transaction.tsx'), page: 'TransactionPage' },
  ],
  doors: [{ label: 'Ledger', to: '/ledger', icon: BookOpenCheck, section: 'Money', may: 'commissions:read' }],
}
