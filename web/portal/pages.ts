import {
  BadgePercent,
  Banknote,
  BookOpen,
  Building2,
  Handshake,
  House,
  Link2,
  Receipt,
  Send,
  UserRound,
  Users,
} from 'lucide-react'
import type { Area } from './area.ts'

const doors: Area['doors'] = [
  { label: 'home', to: '/', icon: House },
  { label: 'links', to: '/links', icon: Link2 },
  { label: 'conversions', to: '/conversions', icon: BadgePercent },
  { label: 'commissions', to: '/commissions', icon: Receipt },
  { label: 'payouts', to: '/payouts', icon: Banknote },
  { label: 'leads', to: '/leads', icon: Send },
  { label: 'deals', to: '/deals', icon: Handshake },
  { label: 'resources', to: '/resources', icon: BookOpen },
  { label: 'billing', to: '/billing', icon: Building2 },
  { label: 'team', to: '/team', icon: Users },
  { label: 'profile', to: '/profile', icon: UserRound },
]

const places: Area['places'] = [
  { path: '/', load: () => import('./home/page.tsx'), page: 'HomePage' },
  { path: '/links', load: () => import('./links/page.tsx'), page: 'LinksPage' },
  { path: '/links/$id', load: () => import('./links/link-page.tsx'), page: 'LinkPage' },
  { path: '/conversions', load: () => import('./conversions/page.tsx'), page: 'ConversionsPage' },
  { path: '/conversions/$id', load: () => import('./conversions/conversion-page.tsx'), page: 'ConversionPage' },
  { path: '/commissions', load: () => import('./commissions/page.tsx'), page: 'CommissionsPage' },
  { path: '/commissions/$id', load: () => import('./commissions/line-page.tsx'), page: 'LinePage' },
  { path: '/payouts', load: () => import('./payouts/page.tsx'), page: 'PayoutsPage' },
  { path: '/payouts/$id', load: () => import('./payouts/payout-page.tsx'), page: 'PayoutPage' },
  { path: '/leads', load: () => import('./leads/page.tsx'), page: 'LeadsPage' },
  { path: '/leads/new', load: () => import('./leads/register-page.tsx'), page: 'RegisterLeadPage' },
  { path: '/submissions/$id', load: () => import('./leads/submission-page.tsx'), page: 'SubmissionPage' },
  { path: '/deals', load: () => import('./deals/page.tsx'), page: 'DealsPage' },
  { path: '/deals/new', load: () => import('./leads/register-page.tsx'), page: 'RegisterDealPage' },
  { path: '/deals/$id', load: () => import('./deals/deal-page.tsx'), page: 'DealPage' },
  { path: '/resources', load: () => import('./resources/page.tsx'), page: 'ResourcesPage' },
  { path: '/billing', load: () => import('./billing/page.tsx'), page: 'BillingPage' },
  { path: '/team', load: () => import('./team/page.tsx'), page: 'TeamPage' },
  { path: '/profile', load: () => import('./team/profile-page.tsx'), page: 'ProfilePage' },
]

/** What the portal shows to whoever is signed in. */
export const pages: Area = { places, doors }
