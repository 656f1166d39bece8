import { Contact } from 'lucide-react'
import type { Area } from '../area.ts'

export const contacts: Area = {
  places: [{ path: '/contacts', load: () => import('./page.tsx'), page: 'ContactsPage' }],
  doors: [{ label: 'Internal contacts', to: '/contacts', icon: Contact, section: 'Partners', may: 'contacts:read' }],
}
