import { useQuery } from '@tanstack/react-query'
import { type Answer, type ApiError, call } from '../api/client.ts'

/** The member who is signed in. */
export type Profile = Answer<'GET /api/v1/me/profile'>['data']

const readProfile = async (): Promise<Profile> => (await call('GET /api/v1/me/profile')).data

const profileKey = ['me', 'profile']

/** Who is signed in; an error of status 401 where nobody is. */
export const useProfile = () =>
  useQuery<Profile, ApiError>({ queryKey: profileKey, queryFn: readProfile, staleTime: 60_000, retry: false })

/** Whether a member holds a scope; what asks for none is everybody's, and nobody's is known before the profile is. */
export const holds = (profile: Profile | undefined, scope: string | undefined): boolean =>
  scope === undefined || Boolean(profile?.scopes.some((one) => one === 'admin' || one === scope))

/** Whether the member who is signed in holds a scope. */
export const useMay = (scope: string | undefined): boolean => holds(useProfile().data, scope)
