import { useEffect } from 'react'
import type { Schemas } from '../../api/client.ts'
import { keyOf, queryClient } from '../../api/queries.ts'
import { sessionKey } from '../../portal/session.ts'
import { useProfile } from '../session.ts'
import type { Look } from './look.tsx'

/** Samples are never read from the server, which would not answer a member. */
const neverStale = { updatedAt: Date.now() + 365 * 86_400_000 }

/** Puts what the portal's first page reads where it looks for it. */
export function useSample({ welcomeText, accentColour }: Look, logoPath: string | null): void {
  const { data } = useProfile()
  useEffect(() => {
    const organisation = { id: 'org_sample', name: data?.organisation.name ?? 'Your organisation' }
    const session: Schemas['PortalSession'] = {
      visitor: { id: 'vis_sample', email: 'alex@larkspur.example', name: 'Alex', language: null },
      partner: { id: 'ptn_sample', name: 'Larkspur Systems' },
      organisation,
      look: { templateId: null, logoPath, accentColour: accentColour || null, welcomeText: welcomeText || null },
      languages: ['en'],
      isLookedAt: false,
      expiresAt: '2099-01-01T00:00:00.000Z',
    }
    queryClient.setQueryData(sessionKey, { data: session }, neverStale)
    queryClient.setQueryData(keyOf('GET /api/v1/portal/home', {}), { data: home }, neverStale)
    queryClient.setQueryData(keyOf('GET /api/v1/portal/links', { query: { limit: 3 } }), links, neverStale)
  }, [data?.organisation.name, welcomeText, accentColour, logoPath])
}

const clicks = [31, 44, 38, 52, 61, 47, 29, 35, 58, 66, 71, 49, 54, 63, 80, 74, 57, 62, 69, 77, 84]

const home: Schemas['PortalHome'] = {
  month: {
    from: '2026-06-01',
    to: '2026-06-30',
    timeZone: 'UTC',
    clicks: clicks.reduce((sum, one) => sum + one),
    conversions: { pending: 4, review: 1, accepted: 32, declined: 2 },
    earned: [{ value: '2450.00', currency: 'EUR' }],
    days: clicks.map((count, at) => ({
      day: `2026-06-${String(at + 1).padStart(2, '0')}`,
      clicks: count,
      conversions: at % 3,
    })),
  },
  held: [{ value: '310.00', currency: 'EUR' }],
  paid: [{ value: '18240.50', currency: 'EUR' }],
  nextPayouts: [
    {
      amount: { value: '1912.50', currency: 'EUR' },
      expectedOn: '2026-07-15',
      payoutId: null,
      stage: null,
      minimum: null,
      isBelowMinimum: false,
    },
  ],
  hasBillingInfo: true,
}

const link: Schemas['PortalLink'] = {
  id: 'lnk_sample',
  code: 'larkspur',
  url: 'https://go.example.com/r/larkspur',
  campaign: { id: 'cmp_sample', name: 'Recommend us', status: 'ACTIVE' },
  aliases: [],
  aliasCount: 0,
  status: 'ACTIVE',
  clicks: 1201,
  conversions: 37,
  earned: [],
  createdAt: '2026-01-01T00:00:00.000Z',
}
const links = { data: [link], pagination: { nextCursor: null } }
