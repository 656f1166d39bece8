import type { Place } from '../../ui/router.tsx'

export const signInPath = '/sign-in'

/** Where the browser keeps whose portal it opened last, for when the session has ended. */
export const rememberedOrganisation = 'symbolon-portal-organisation'

/** The pages that stand by themselves, and the rooms that links lead to. */
export const outside: readonly Place[] = [
  { path: signInPath, load: () => import('./page.tsx'), page: 'SignInPage' },
  { path: '/rooms/$roomId', load: () => import('../rooms/page.tsx'), page: 'RoomPage' },
]
