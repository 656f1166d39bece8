import { Briefcase, ClipboardList } from 'lucide-react'
import type { Area } from '../area.ts'

export const forms: Area = {
  places: [
    { path: '/forms', load: () => import('./page.tsx'), page: 'FormsPage' },
    { path: '/forms/new', load: () => import('./new.tsx'), page: 'NewFormPage' },
    { path: '/forms/submissions', load: () => import('./submissions.tsx'), page: 'SubmissionsPage' },
    { path: '/forms/submissions/$id', load: () => import('./submission.tsx'), page: 'SubmissionPage' },
    { path: '/forms/$id', load: () => import('./form.tsx'), page: 'FormPage' },
    { path: '/deals', load: () => import('./deals.tsx'), page: 'DealsPage' },
    { path: '/deals/$id', load: () => import('./deal.tsx'), page: 'DealPage' },
  ],
  doors: [
    { label: 'Forms', to: '/forms', icon: ClipboardList, section: 'Affiliate', may: 'forms:read', keys: 'g f' },
    { label: 'Deals', to: '/deals', icon: Briefcase, section: 'Affiliate', may: 'forms:read', keys: 'g e' },
  ],
  deeds: [{ label: 'New form', to: '/forms/new', may: 'forms:manage' }],
}
