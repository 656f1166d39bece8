import type { Schemas } from '../../api/client.ts'

export type Role = Schemas['User']['role']

/** What each role is called, and what it allows. */
export const roleWords: Record<Role, { name: string; text: string }> = {
  OWNER: { name: 'Owner', text: 'everything, and makes other owners' },
  ADMIN: { name: 'Admin', text: 'everything but making owners' },
  PARTNER_MANAGER: { name: 'Partner manager', text: 'partners, clients, campaigns and forms; reads commissions' },
  FINANCE: { name: 'Finance', text: 'commissions, payouts and the ledger; reads partners and campaigns' },
  VIEWER: { name: 'Viewer', text: 'reads everything and changes nothing' },
}

const order: Role[] = ['OWNER', 'ADMIN', 'PARTNER_MANAGER', 'FINANCE', 'VIEWER']

/** The roles that somebody may give: none above their own. */
export const rolesUpTo = (own: string | undefined) =>
  order
    .filter((role) => role !== 'OWNER' || own === 'OWNER')
    .map((role) => ({ value: role, label: roleWords[role].name }))
