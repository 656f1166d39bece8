import { Layers } from 'lucide-react'
import type { Area } from '../area.ts'

export const programme: Area = {
  places: [{ path: '/programme', load: () => import('./page.tsx'), page: 'ProgrammePage' }],
  doors: [{ label: 'Programme', to: '/programme', icon: Layers, section: 'Partners', may: 'partners:read' }],
}
