import { Megaphone } from 'lucide-react'
import type { Area } from '../area.ts'

export const campaigns: Area = {
  places: [
    { path: '/campaigns', load: () => import('./page.tsx'), page: 'CampaignsPage' },
    { path: '/campaigns/new', load: () => import('./new.tsx'), page: 'NewCampaignPage' },
    { path: '/campaigns/$id', load: () => import('./campaign.tsx'), page: 'CampaignPage' },
  ],
  doors: [
    { label: 'Campaigns', to: '/campaigns', icon: Megaphone, section: 'Affiliate', may: 'affiliate:read', keys: 'g a' },
  ],
  deeds: [{ label: 'New campaign', to: '/campaigns/new', may: 'affiliate:manage' }],
}
