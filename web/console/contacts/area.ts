import { Contact } from 'lucide-react'
import type { Area } from '../area.ts'

export const contacts: Area = {
  places: [
    { path: '/contacts', load: () => import('./page.tsx'), page: 'ContactsPage' },
    { path: '/contacts/new', load: () => import('./new.tsx'), page: 'NewContactPage' },
    { path: '/contacts/$id', load: () => import('./one.tsx'), page: 'ContactPage' },
  ],
  doors: [{ label: 'Internal contacts', to: '/contacts', icon: Contact, section: 'Partners', may: 'contacts:read' }],
  deeds: [{ label: 'New internal contact', to: '/contacts/new', may: 'contacts:write' }],
}
