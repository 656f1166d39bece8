import {
  keepPreviousData,
  QueryClient,
  type QueryKey,
  useMutation,
  useQuery,
  useQueryClient,
  type UseQueryResult,
} from '@tanstack/react-query'
import { type Answer, ApiError, call, type Given, type Operation } from './client.ts'

/** Answers are fresh for a quarter of a minute; refusals are not asked again, lost connections twice. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      retry: (failures, error) =>
        failures < 2 && (!(error instanceof ApiError) || error.status === 0 || error.status >= 500),
    },
    mutations: { retry: false },
  },
})

/** The first step of an operation's path: `partners` of `/api/v1/partners/{id}`. Changes make all that begin so stale. */
const nounOf = (operation: string) => operation.split('/api/v1/')[1]?.split('/')[0] ?? operation

export const keyOf = (operation: Operation, given: unknown): QueryKey => [nounOf(operation), operation, given]

type Reading = Extract<Operation, `GET ${string}`>

type Interval = number | false

type ReadOptions<A> = {
  enabled?: boolean
  /** In milliseconds; may hang on what was answered last. */
  refetchInterval?: Interval | ((answer: A | undefined) => Interval)
  /** The answer stays on the page while the next one is on its way. */
  keep?: boolean
}

/** Reads by an operation. */
export function useRead<K extends Reading>(
  operation: K,
  given: Given<K>,
  { keep = false, refetchInterval = false, ...options }: ReadOptions<Answer<K>> = {},
): UseQueryResult<Answer<K>, ApiError> {
  return useQuery({
    queryKey: keyOf(operation, given),
    queryFn: ({ signal }) => callLoosely(operation, { ...given, signal }),
    ...(keep ? { placeholderData: keepPreviousData } : {}),
    ...options,
    refetchInterval: ({ state }) =>
      typeof refetchInterval === 'function' ? refetchInterval(state.data as Answer<K> | undefined) : refetchInterval,
  }) as UseQueryResult<Answer<K>, ApiError>
}

/** The generic of `call` cannot be told of an operation that is itself generic. */
const callLoosely = (operation: Operation, given: unknown): Promise<unknown> =>
  (call as (operation: Operation, given: unknown) => Promise<unknown>)(operation, given)

/** Changes by an operation; afterwards what begins with its noun, and with the others named, is read anew. */
export function useChange<K extends Exclude<Operation, Reading>>(operation: K, options: { alsoStale?: string[] } = {}) {
  const client = useQueryClient()
  return useMutation<Answer<K>, ApiError, Given<K>>({
    mutationFn: (given) => callLoosely(operation, given) as Promise<Answer<K>>,
    onSuccess: async () => {
      const stale = [nounOf(operation), ...(options.alsoStale ?? [])]
      await Promise.all(stale.map((noun) => client.invalidateQueries({ queryKey: [noun] })))
    },
  })
}

/** Has all that begins with these nouns read anew. */
export const makeStale = (...nouns: string[]): Promise<unknown> =>
  Promise.all(nouns.map((noun) => queryClient.invalidateQueries({ queryKey: [noun] })))
