import { Handshake } from 'lucide-react'
import type { Area } from '../area.ts'

export const partners: Area = {
  places: [{ path: '/partners', load: () => import('./page.tsx'), page: 'PartnersPage' }],
  doors: [
    { label: 'Partners', to: '/partners', icon: Handshake, section: 'Partners', may: 'partners:read', keys: 'g p' },
  ],
}
