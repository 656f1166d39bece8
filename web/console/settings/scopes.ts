import type { Given } from '../../api/client.ts'

export type Scope = NonNullable<Given<'POST /api/v1/api-keys'>['body']>['scopes'][number]

type Area = { name: string; scopes: Partial<Record<Scope, string>> }

/** What each scope opens, in words. */
export const scopeAreas: Area[] = [
  {
    name: 'Partners',
    scopes: {
      'partners:read': 'Read partners, tiers, phases and experience templates',
      'partners:write': 'Create, change, archive and merge them',
      'visitors:read': 'Read who may enter the portal',
      'visitors:write': 'Add and remove them',
      'contacts:read': 'Read internal contacts',
      'contacts:write': 'Change who looks after whom',
      'clients:read': 'Read clients',
      'clients:write': 'Change clients',
      'portal-sessions:write': 'Open the portal for a visitor, to embed it',
      'collaborate:write': 'Write comments',
    },
  },
  {
    name: 'Affiliate',
    scopes: {
      'affiliate:read': 'Read campaigns, links and conversions',
      'affiliate:write': 'Report conversions',
      'affiliate:manage': 'Change campaigns and links, decide on conversions',
      'forms:read': 'Read forms and submissions',
      'forms:write': 'Submit forms, register deals',
      'forms:manage': 'Change forms, decide on submissions and deals',
    },
  },
  {
    name: 'Money',
    scopes: {
      'commissions:read': 'Read commission lines, payouts and the ledger',
      'commissions:write': 'Change lines and plans, run payouts',
    },
  },
  {
    name: 'Organisation',
    scopes: {
      'members:read': 'Read members',
      'members:write': 'Invite, change and remove members',
      'keys:read': 'Read API keys, never their secrets',
      'keys:write': 'Create and revoke API keys',
      'events:read': 'Read the audit log',
      'events:redact': 'Take personal data out of the audit log',
      admin: 'Everything, also what comes later',
    },
  },
]

/** A short word for many scopes. */
export const scopesInWords = (scopes: readonly string[]) => {
  if (scopes.includes('admin')) return 'Everything'
  const [first = '', ...rest] = scopes
  return rest.length ? `${first} and ${rest.length} more` : first
}
