import type { Area } from '../area.ts'

/** The pages that stand outside the shell: nobody is signed in on them. */
export const outside: Area = {
  places: [{ path: '/sign-in', load: () => import('./page.tsx'), page: 'SignInPage' }],
  doors: [],
}

/** Their addresses. */
export const outsidePaths = ['/sign-in', '/join', '/first-run']
