import { Handshake } from 'lucide-react'
import type { Area } from '../area.ts'

export const partners: Area = {
  places: [
    { path: '/partners', load: () => import('./page.tsx'), page: 'PartnersPage' },
    { path: '/partners/new', load: () => import('./create.tsx'), page: 'NewPartnerPage' },
    { path: '/partners/import', load: () => import('./import/page.tsx'), page: 'ImportPartnersPage' },
    { path: '/partners/$id', load: () => import('./one.tsx'), page: 'PartnerPage' },
    { path: '/partners/$id/merge', load: () => import('./merge.tsx'), page: 'MergePage' },
  ],
  doors: [
    { label: 'Partners', to: '/partners', icon: Handshake, section: 'Partners', may: 'partners:read', keys: 'g p' },
  ],
  deeds: [
    { label: 'New partner', to: '/partners/new', may: 'partners:write' },
    { label: 'Import partners', to: '/partners/import', may: 'partners:write' },
  ],
}
