import { useQuery } from '@tanstack/react-query'
import { type Answer, type ApiError, call } from '../api/client.ts'
import { keyOf, queryClient } from '../api/queries.ts'

const operation = 'GET /api/v1/portal/session'
export const sessionKey = keyOf(operation, {})

/** Who is signed in to the portal, and how it looks. */
export type Session = Answer<typeof operation>['data']

/** An error of status 401 where nobody is signed in. Where a page only wants to know what is known, nobody is asked. */
export const useSession = ({ enabled = true } = {}) =>
  useQuery<Answer<typeof operation>, ApiError, Session>(
    {
      queryKey: sessionKey,
      queryFn: ({ signal }) => call(operation, { signal }),
      select: ({ data }) => data,
      staleTime: 60_000,
      enabled,
    },
    queryClient,
  )

/** Whether the portal stands in a frame of another page. */
export const isFramed = window.self !== window.top
