import { useQuery } from '@tanstack/react-query'
import { ApiError } from '../api/client.ts'

/** The member who is signed in, as `GET /api/v1/me/profile` tells. */
export type Profile = {
  member: { id: string; email: string; name: string | null; role: string }
  organisation: { id: string; name: string }
  scopes: string[]
}

async function readProfile(): Promise<Profile> {
  const response = await fetch('/api/v1/me/profile')
  if (!response.ok) throw new ApiError(response.status, 'UNAUTHORIZED', 'You are not signed in.')
  return ((await response.json()) as { data: Profile }).data
}

const profileKey = ['me', 'profile']

/** Who is signed in; an error of status 401 where nobody is. */
export const useProfile = () =>
  useQuery<Profile, ApiError>({ queryKey: profileKey, queryFn: readProfile, staleTime: 60_000, retry: false })

/** Whether the member's role holds a scope. */
export function useMay(scope: string | undefined): boolean {
  const { data } = useProfile()
  if (scope === undefined) return true
  return Boolean(data && (data.scopes.includes('admin') || data.scopes.includes(scope)))
}
