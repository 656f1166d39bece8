import type { Place } from '../../ui/router.tsx'

/** Where the links of letters lead. Their pages are for people who are not signed in. */
export const linkPaths: readonly string[] = ['/onboarding', '/invitation', '/login']

export const links: readonly Place[] = [
  { path: '/onboarding', load: () => import('./onboarding-page.tsx'), page: 'OnboardingPage' },
  { path: '/invitation', load: () => import('./invitation-page.tsx'), page: 'InvitationPage' },
  { path: '/login', load: () => import('./login-page.tsx'), page: 'LoginPage' },
]
