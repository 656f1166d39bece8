import { ClipboardList } from 'lucide-react'
import type { Area } from '../area.ts'

export const forms: Area = {
  places: [{ path: '/forms', load: () => import('./page.tsx'), page: 'FormsPage' }],
  doors: [{ label: 'Forms', to: '/forms', icon: ClipboardList, section: 'Affiliate', may: 'forms:read' }],
}
