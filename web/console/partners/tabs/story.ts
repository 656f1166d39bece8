import type { Schemas } from '#web/api/client.ts'
import { wordsOf } from '#web/ui/status.tsx'

export type Event = Schemas['Event']

/** What somebody did, as it follows their name. */
const sentences: Record<string, string> = {
  'partners.create': 'added this partner',
  'partners.update': 'changed this partner',
  'partners.set-categories': 'changed the categories',
  'partners.set-crm-record': 'changed the CRM record',
  'partners.set-manager': 'changed the manager',
  'partners.archive': 'archived this partner',
  'partners.restore': 'restored this partner',
  'partners.merge': 'merged another partner into this one',
  'partners.merged-away': 'merged this partner into another',
  'visitors.create': 'gave somebody access to the portal',
  'visitors.update': 'changed a person’s details',
  'visitors.delete': 'took somebody’s access away',
  'portal-sessions.create': 'opened the portal',
  'assignments.create': 'assigned an internal contact',
  'assignments.update': 'changed the role of an internal contact',
  'assignments.delete': 'removed an internal contact',
  'clients.create': 'added a client',
  'clients.update': 'changed a client',
  'clients.archive': 'archived a client',
  'clients.restore': 'restored a client',
  'clients.schedule-deletion': 'scheduled the deletion of a client',
  'clients.cancel-deletion': 'stopped the deletion of a client',
  'partner-users.create': 'added a user of the partner',
  'partner-users.invite': 'invited a user of the partner',
  'partner-users.update': 'changed a user of the partner',
  'partner-users.remove': 'removed a user of the partner',
  'partner-users.withdraw': 'withdrew an invitation',
  'partner-keys.create': 'made an API key for the partner',
  'partner-keys.delete': 'deleted an API key of the partner',
  'api-keys.create': 'made an API key for the partner',
  'api-keys.revoke': 'revoked an API key of the partner',
  'links.create': 'made a link',
  'links.add-alias': 'gave a link an alias',
  'links.remove-alias': 'took an alias away',
  'links.revoke': 'revoked a link',
  'links.restore': 'restored a link',
  'legacy-links.create': 'brought an old link in',
  'coupons.create': 'made a coupon',
  'coupons.end': 'ended a coupon',
  'conversions.record': 'recorded a conversion',
  'conversions.accept': 'accepted a conversion',
  'conversions.decline': 'declined a conversion',
  'conversions.undo': 'took the decision on a conversion back',
  'conversions.reattribute': 'credited a conversion to another partner',
  'conversions.erase': 'erased the personal data of a conversion',
  'source-events.create': 'recorded a sale',
  'commission-lines.create': 'added a commission line',
  'commission-lines.update': 'changed a commission line',
  'commission-lines.decline': 'declined a commission line',
  'commission-lines.detach': 'took a line off a payout',
  'commission-lines.postpone': 'postponed a commission line',
  'commission-lines.resume': 'resumed a commission line',
  'commission-lines.void': 'voided a commission line',
  'commission-lines.restore': 'restored a commission line',
  'commission-lines.claw-back': 'clawed a commission back',
  'payouts.create': 'made a payout',
  'payouts.update': 'changed a payout',
  'payouts.attach': 'put lines on a payout',
  'statements.draw': 'drew a statement',
  'statements.upload': 'uploaded a statement',
  'statements.delete-upload': 'removed an uploaded statement',
  'partner-billing-info.set': 'changed the billing information',
  'billing-settings.change': 'changed who is billed',
  'billing-change-requests.create': 'asked for another billing',
  'billing-change-requests.approve': 'approved a change of billing',
  'billing-change-requests.reject': 'refused a change of billing',
  'billing-change-requests.withdraw': 'withdrew a change of billing',
  'notification-settings.set-default': 'changed who is notified',
  'notification-settings.set-override': 'changed who is notified of a client',
  'notification-settings.remove-override': 'let a client be notified as usual',
  'form-submissions.create': 'sent a form in',
  'form-submissions.accept': 'accepted a submission',
  'form-submissions.decline': 'declined a submission',
  'form-submissions.return': 'returned a submission',
  'form-submissions.resubmit': 'sent a form in again',
  'deals.register': 'registered a deal',
  'deals.approve': 'approved a deal',
  'deals.reject': 'refused a deal',
  'deals.update': 'changed a deal',
  'deals.extend': 'extended the protection of a deal',
  'sub-partners.create': 'brought in a sub-partner',
  'user-assignments.add': 'assigned a user to a client',
  'user-assignments.end': 'ended the assignment of a user',
}

/** What happened, as it follows the name of whoever did it. */
export function sentenceOf({ type }: Event): string {
  const known = sentences[type]
  if (known) return known
  const [noun = '', verb = ''] = type.split('.')
  return `${wordsOf(verb).toLowerCase()}: ${wordsOf(noun).toLowerCase()}`
}

const labels: Record<string, string> = {
  tierId: 'Tier',
  phaseId: 'Phase',
  partnerOwnerId: 'Owner',
  managerId: 'Manager',
  experienceTemplateId: 'Experience template',
  portalAccess: 'Portal access',
  externalId: 'CRM id',
  externalIdType: 'CRM object type',
  externalCompanyId: 'CRM company id',
  partnerObjectCrmProperties: 'CRM properties of the partner',
  companyCrmProperties: 'CRM properties of the company',
  poNumber: 'PO number',
  url: 'Address',
}

/** What stood before and what came after, of each value that a person can read. */
export type Difference = { label: string; before: string | null; after: string | null }

/** The names behind ids, where this page knows them. */
export type Names = (id: string) => string | undefined

export function differencesOf({ before, after }: Event, names: Names): Difference[] {
  const keys = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])]
  const all = keys.map((key) => ({
    label: labels[key] ?? labelOf(key),
    before: textOf(key, before, names),
    after: textOf(key, after, names),
  }))
  return all.filter((one) => one.before !== one.after)
}

/** `customerName` as people read it: Customer name. */
const labelOf = (key: string) => wordsOf(key.replaceAll(/([a-z])([A-Z])/g, '$1_$2'))

const isId = (text: string) => /^[a-z]+_[0-9A-HJKMNP-TV-Z]{26}$/.test(text)
const isCode = (text: string) => /^[A-Z][A-Z]+(_[A-Z]+)+$/.test(text)

/** Null where there is nothing, or nothing that says something to people: an id whose name is not known, a whole object. */
function textOf(key: string, values: Event['before'], names: Names): string | null {
  const value = values?.[key]
  if (value === null || value === undefined || value === '') return null
  if (typeof value === 'boolean') return value ? 'Yes' : 'No'
  if (Array.isArray(value)) return arrayText(value, names)
  if (typeof value === 'object') return null
  const text = String(value)
  if (isId(text)) return names(text) ?? null
  if (key === 'status' && text === 'inactive') return 'Archived'
  return isCode(text) || key === 'status' || key === 'stage' ? wordsOf(text) : text
}

function arrayText(all: unknown[], names: Names): string | null {
  if (!all.length) return null
  const texts = all.filter((one) => typeof one === 'string').map((one) => (isId(one) ? names(one) : one))
  return texts.length === all.length && texts.every(Boolean) ? texts.join(', ') : String(all.length)
}
