import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  type RouteComponent,
  useNavigate,
  useSearch,
} from '@tanstack/react-router'
import { useCallback } from 'react'
import { Failure, WaitingPage } from './notice.tsx'

/** One page: its address, where its file is, and what the file calls it. The file is loaded when somebody goes there. */
export type Place = { path: string; load: () => Promise<Record<string, unknown>>; page: string }

/** The search of an address: plain texts, as people and the API write them. */
export type Search = Record<string, string | undefined>

type Frame = { basePath: string; shell: RouteComponent; places: readonly Place[]; missing: RouteComponent }

/** Finds the page of an address within a shell. */
export function openRouter({ basePath, shell, places, missing }: Frame) {
  const root = createRootRoute({ component: shell, notFoundComponent: missing })
  const routes = places.map(({ path, load, page }) =>
    createRoute({
      getParentRoute: () => root,
      path,
      component: lazyRouteComponent(load as () => Promise<Record<string, RouteComponent>>, page),
    }),
  )
  return createRouter({
    routeTree: root.addChildren(routes),
    basepath: basePath || '/',
    parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
    stringifySearch,
    defaultPreload: 'intent',
    defaultPendingComponent: WaitingPage,
    defaultErrorComponent: ({ error, reset }) => <Failure error={error} retry={reset} />,
    scrollRestoration: true,
    trailingSlash: 'preserve',
  })
}

function stringifySearch(search: Record<string, unknown>): string {
  const entries = Object.entries(search).filter(([, value]) => value !== undefined && value !== null && value !== '')
  const text = new URLSearchParams(entries.map(([name, value]) => [name, String(value)])).toString()
  return text && `?${text}`
}

/** The search of the address and a way to change parts of it; whatever changes the list begins again at its first page. */
export function useSearchState(): [
  Search,
  (changes: Search, options?: { keepPage?: boolean; replace?: boolean }) => void,
] {
  const search = useSearch({ strict: false }) as Search
  const navigate = useNavigate()
  const change = useCallback(
    (changes: Search, { keepPage = false, replace = false } = {}) =>
      void navigate({
        to: '.',
        search: ((before: Search) => ({ ...before, ...(keepPage ? {} : { cursor: undefined }), ...changes })) as never,
        replace,
      }),
    [navigate],
  )
  return [search, change]
}
