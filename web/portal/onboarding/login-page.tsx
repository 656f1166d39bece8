import { Navigate } from '@tanstack/react-router'
import { signInPath } from '../sign-in/area.ts'

/** The address of signing in that the API tells. */
export function LoginPage() {
  return <Navigate to={signInPath} replace />
}
