import { Banknote } from 'lucide-react'
import type { Area } from '../area.ts'

const deed = { may: 'commissions:write' } as const

export const payouts: Area = {
  places: [
    { path: '/payouts', load: () => import('./batches/list.tsx'), page: 'BatchesPage' },
    { path: '/payouts/all', load: () => import('./list.tsx'), page: 'PayoutsPage' },
    { path: '/payouts/new', load: () => import('./batches/new.tsx'), page: 'NewBatchPage' },
    { path: '/payouts/settings', load: () => import('./settings.tsx'), page: 'PayoutSettingsPage' },
    { path: '/payouts/results', load: () => import('./hand-over/results.tsx'), page: 'ImportResultsPage' },
    { path: '/payouts/batches/$id', load: () => import('./batches/batch.tsx'), page: 'BatchPage' },
    { path: '/payouts/$id', load: () => import('./payout.tsx'), page: 'PayoutPage' },
  ],
  doors: [{ label: 'Payouts', to: '/payouts', icon: Banknote, section: 'Money', may: 'commissions:read', keys: 'g o' }],
  deeds: [
    { label: 'Create payouts for a period', to: '/payouts/new', ...deed },
    { label: 'Import results of payments', to: '/payouts/results', ...deed },
  ],
}
