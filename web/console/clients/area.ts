import { Building2 } from 'lucide-react'
import type { Area } from '../area.ts'

export const clients: Area = {
  places: [{ path: '/clients', load: () => import('./page.tsx'), page: 'ClientsPage' }],
  doors: [{ label: 'Clients', to: '/clients', icon: Building2, section: 'Partners', may: 'clients:read', keys: 'g c' }],
}
