import { Coins, Percent, Receipt } from 'lucide-react'
import type { Area } from '../area.ts'

const door = { section: 'Money', may: 'commissions:read' } as const
const deed = { may: 'commissions:write' } as const

export const commissions: Area = {
  places: [
    { path: '/commissions', load: () => import('./lines/list.tsx'), page: 'LinesPage' },
    { path: '/commissions/new', load: () => import('./lines/new.tsx'), page: 'NewLinePage' },
    { path: '/commissions/import', load: () => import('./lines/import.tsx'), page: 'ImportLinesPage' },
    { path: '/commissions/plans', load: () => import('./plans/list.tsx'), page: 'PlansPage' },
    { path: '/commissions/plans/new', load: () => import('./plans/new.tsx'), page: 'NewPlanPage' },
    { path: '/commissions/plans/$id', load: () => import('./plans/plan.tsx'), page: 'PlanPage' },
    { path: '/commissions/plans/$id/edit', load: () => import('./plans/edit.tsx'), page: 'EditPlanPage' },
    { path: '/commissions/sales', load: () => import('./sales/list.tsx'), page: 'SalesPage' },
    { path: '/commissions/sales/new', load: () => import('./sales/record.tsx'), page: 'RecordSalePage' },
    { path: '/commissions/sales/$id', load: () => import('./sales/sale.tsx'), page: 'SalePage' },
    { path: '/commissions/$id', load: () => import('./lines/line.tsx'), page: 'LinePage' },
  ],
  doors: [
    { label: 'Commission lines', to: '/commissions', icon: Coins, keys: 'g l', ...door },
    { label: 'Commission plans', to: '/commissions/plans', icon: Percent, keys: 'g m', ...door },
    { label: 'Sales and refunds', to: '/commissions/sales', icon: Receipt, keys: 'g r', ...door },
  ],
  deeds: [
    { label: 'Create a commission line', to: '/commissions/new', ...deed },
    { label: 'Import commission lines', to: '/commissions/import', ...deed },
    { label: 'Create a commission plan', to: '/commissions/plans/new', ...deed },
    { label: 'Record a sale or refund', to: '/commissions/sales/new', ...deed },
  ],
}
