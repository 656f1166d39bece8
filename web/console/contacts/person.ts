import type { Schemas } from '../../api/client.ts'

export type Person = Schemas['ContactPerson']
export type Assignment = Schemas['PersonAssignment']
export type Role = Person['roles'][number]

const roles: Record<Role, string> = {
  account_manager: 'Account manager',
  account_executive: 'Account executive',
  csm: 'Customer success manager',
  lead: 'Lead',
  co_lead: 'Co-lead',
  practice_lead: 'Practice lead',
}

export const roleWords = (role: Role): string => roles[role]
export const roleOptions = Object.entries(roles).map(([value, label]) => ({ value, label }))

/** What a person is called: the full name, else given and family name, else the e-mail address. */
export function nameOf({ name, givenName, familyName, email }: Person): string {
  return name ?? ([givenName, familyName].filter(Boolean).join(' ') || email)
}
