import { Navigate } from '@tanstack/react-router'

/** A partner's room is its portal. */
export function RoomPage() {
  return <Navigate to="/" replace />
}
