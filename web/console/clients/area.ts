import { Building2 } from 'lucide-react'
import type { Area } from '../area.ts'

export const clients: Area = {
  places: [
    { path: '/clients', load: () => import('./page.tsx'), page: 'ClientsPage' },
    { path: '/clients/billing-requests', load: () => import('./requests.tsx'), page: 'BillingRequestsPage' },
    { path: '/clients/referrals', load: () => import('./referrals.tsx'), page: 'ReferralsPage' },
    { path: '/clients/$id', load: () => import('./one.tsx'), page: 'ClientPage' },
  ],
  doors: [{ label: 'Clients', to: '/clients', icon: Building2, section: 'Partners', may: 'clients:read', keys: 'g c' }],
  deeds: [
    { label: 'Decide billing requests', to: '/clients/billing-requests', may: 'clients:write' },
    { label: 'Make an onboarding link', to: '/clients/referrals', may: 'clients:write' },
  ],
}
