import { useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import type { Search } from '../../ui/router.tsx'

/** The token of the link that led here; it leaves the address bar at once. */
export function useTokenOfLink(): string {
  const { token } = useSearch({ strict: false }) as Search
  const [kept] = useState(token ?? '')
  const navigate = useNavigate()
  useEffect(() => {
    if (token) void navigate({ to: '.', search: {} as never, replace: true })
  }, [token, navigate])
  return kept
}
