import { Layers } from 'lucide-react'
import type { Area } from '../area.ts'

export const programme: Area = {
  places: [
    { path: '/programme', load: () => import('./page.tsx'), page: 'ProgrammePage' },
    { path: '/programme/templates/$id', load: () => import('./template.tsx'), page: 'TemplatePage' },
    { path: '/programme/templates', load: () => import('./new.tsx'), page: 'AllTemplates' },
    { path: '/programme/new-tier', load: () => import('./new.tsx'), page: 'NewTier' },
    { path: '/programme/new-template', load: () => import('./new.tsx'), page: 'NewTemplate' },
  ],
  doors: [{ label: 'Programme', to: '/programme', icon: Layers, section: 'Partners', may: 'partners:read' }],
  deeds: [
    { label: 'New tier', to: '/programme/new-tier', may: 'partners:write' },
    { label: 'New experience template', to: '/programme/new-template', may: 'partners:write' },
  ],
}
