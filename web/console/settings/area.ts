import { Settings } from 'lucide-react'
import type { Area } from '../area.ts'

export const settings: Area = {
  places: [{ path: '/settings', load: () => import('./page.tsx'), page: 'SettingsPage' }],
  doors: [{ label: 'Settings', to: '/settings', icon: Settings, section: 'Organisation', keys: 'g s' }],
}
