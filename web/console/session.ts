import { useQuery } from '@tanstack/react-query'
import { type Answer, type ApiError, call } from '../api/client.ts'

/** The member who is signed in. */
export type Profile = Answer<'GET /api/v1/me/profile'>['data']

const readProfile = async (): Promise<Profile> => (await call('GET /api/v1/me/profile')).data

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
