import { Navigate } from '@tanstack/react-router'

/** Leads to where a tier is made. */
export function NewTier() {
  return <Navigate to="/programme" search={{ new: 'tier' } as never} replace />
}

/** Leads to where an experience template is made. */
export function NewTemplate() {
  return <Navigate to="/programme" search={{ tab: 'templates', new: 'template' } as never} replace />
}

/** Leads to where the experience templates are listed. */
export function AllTemplates() {
  return <Navigate to="/programme" search={{ tab: 'templates' } as never} replace />
}
