import { LayoutDashboard } from 'lucide-react'
import type { Area } from '../area.ts'

export const dashboard: Area = {
  places: [{ path: '/', load: () => import('./page.tsx'), page: 'DashboardPage' }],
  doors: [{ label: 'Dashboard', to: '/', icon: LayoutDashboard, section: 'Overview', keys: 'g d' }],
}
