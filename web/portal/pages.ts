import {
  BadgePercent,
  Banknote,
  BookOpen,
  Building2,
  Handshake,
  House,
  Link2,
  type LucideIcon,
  Receipt,
  Send,
  Users,
} from 'lucide-react'
import type { Place } from '../ui/router.tsx'
import type { Word } from './words/words.ts'

/** A room of the portal's navigation; rooms of one section stand together. */
export type Door = { word: Word; to: string; icon: LucideIcon; section: 'home' | 'affiliate' | 'money' | 'sales' | 'company' }

export const doors: readonly Door[] = [
  { word: 'nav.home', to: '/', icon: House, section: 'home' },
  { word: 'nav.links', to: '/links', icon: Link2, section: 'affiliate' },
  { word: 'nav.conversions', to: '/conversions', icon: BadgePercent, section: 'affiliate' },
  { word: 'nav.commissions', to: '/commissions', icon: Receipt, section: 'money' },
  { word: 'nav.payouts', to: '/payouts', icon: Banknote, section: 'money' },
  { word: 'nav.leads', to: '/leads', icon: Send, section: 'sales' },
  { word: 'nav.deals', to: '/deals', icon: Handshake, section: 'sales' },
  { word: 'nav.resources', to: '/resources', icon: BookOpen, section: 'company' },
  { word: 'nav.billing', to: '/billing', icon: Building2, section: 'company' },
  { word: 'nav.team', to: '/team', icon: Users, section: 'company' },
]

/** Every page of the portal for whoever is signed in. */
export const places: readonly Place[] = [
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
