import { Settings } from 'lucide-react'
import type { Area } from '../area.ts'

export const settings: Area = {
  places: [
    { path: '/settings', load: () => import('./page.tsx'), page: 'SettingsPage' },
    { path: '/settings/profile', load: () => import('./profile.tsx'), page: 'ProfilePage' },
    { path: '/settings/organisation', load: () => import('./organisation.tsx'), page: 'OrganisationPage' },
    { path: '/settings/members', load: () => import('./members.tsx'), page: 'MembersPage' },
    { path: '/settings/api-keys', load: () => import('./api-keys.tsx'), page: 'ApiKeysPage' },
    { path: '/settings/embed-domains', load: () => import('./embed-domains.tsx'), page: 'EmbedDomainsPage' },
    { path: '/settings/audit-log', load: () => import('./audit-log.tsx'), page: 'AuditLogPage' },
  ],
  doors: [{ label: 'Settings', to: '/settings', icon: Settings, section: 'Organisation', keys: 'g s' }],
  deeds: [
    { label: 'Invite a member', to: '/settings/members?new=1', may: 'members:write' },
    { label: 'Create an API key', to: '/settings/api-keys?new=1', may: 'keys:write' },
    { label: 'Change your password', to: '/settings/profile' },
    { label: 'See who changed what', to: '/settings/audit-log', may: 'events:read' },
  ],
}
