import { Navigate } from '@tanstack/react-router'

/** The settings begin with one’s own. */
export function SettingsPage() {
  return <Navigate to={'/settings/profile' as '/'} replace />
}
