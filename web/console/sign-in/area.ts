import type { Area } from '../area.ts'

/** The pages that stand outside the shell: nobody is signed in on them. */
export const outside: Area = {
  places: [
    { path: '/sign-in', load: () => import('./page.tsx'), page: 'SignInPage' },
    { path: '/join', load: () => import('./join.tsx'), page: 'JoinPage' },
    { path: '/first-run', load: () => import('../first-run/page.tsx'), page: 'FirstRunPage' },
    { path: '/welcome', load: () => import('../first-run/welcome.tsx'), page: 'WelcomePage' },
  ],
  doors: [],
}

/** Their addresses; the welcome stands inside. */
export const outsidePaths = ['/sign-in', '/join', '/first-run']
