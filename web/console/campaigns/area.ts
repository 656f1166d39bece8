import { Megaphone } from 'lucide-react'
import type { Area } from '../area.ts'

export const campaigns: Area = {
  places: [{ path: '/campaigns', load: () => import('./page.tsx'), page: 'CampaignsPage' }],
  doors: [
    { label: 'Campaigns', to: '/campaigns', icon: Megaphone, section: 'Affiliate', may: 'affiliate:read', keys: 'g a' },
  ],
}
