import { dateText } from '../../ui/date.tsx'
import { wordsOf } from '../../ui/status.tsx'

/** What is recorded, by noun: the verbs of each. The audit log can be asked for one of these. */
const recorded: Record<string, string[]> = {
  partners: ['create', 'update', 'archive', 'restore', 'merge', 'set-manager', 'set-categories', 'set-crm-record'],
  visitors: ['create', 'update', 'delete', 'join'],
  'portal.session': ['open', 'end'],
  'internal-contacts': ['create', 'update', 'delete'],
  assignments: ['create', 'attach', 'change-role', 'update', 'delete'],
  clients: ['create', 'update', 'archive', 'restore', 'delete', 'schedule-deletion', 'cancel-deletion'],
  campaigns: ['create', 'update', 'pause', 'resume', 'end', 'rotate-publishable-key'],
  links: ['create', 'revoke', 'restore', 'add-alias', 'remove-alias'],
  coupons: ['create', 'end'],
  conversions: ['record', 'accept', 'decline', 'undo', 'reattribute', 'erase'],
  'commission-lines': ['create', 'update', 'decline', 'postpone', 'resume', 'restore', 'void', 'detach', 'claw-back'],
  'commission-plans': ['create', 'update', 'archive', 'restore'],
  'source-events': ['create'],
  payouts: ['create', 'update', 'attach'],
  'payout-batches': ['create', 'run'],
  statements: ['create', 'upload', 'delete-upload'],
  'partner-billing-info': ['set'],
  'billing-change-requests': ['create', 'approve', 'reject', 'withdraw'],
  forms: ['create', 'update', 'archive', 'restore'],
  'form-submissions': ['create', 'accept', 'decline', 'return', 'resubmit'],
  deals: ['register', 'update', 'approve', 'reject', 'extend', 'expire'],
  users: ['create', 'invite', 'join', 'update', 'delete'],
  profile: ['update', 'set-password'],
  sessions: ['open', 'end'],
  views: ['create', 'update', 'delete'],
  'api-keys': ['create', 'revoke'],
  'embed-domains': ['set'],
  organisation: ['update'],
  events: ['redact'],
}

const nouns: Record<string, string> = {
  users: 'Member',
  views: 'Saved view',
  'api-keys': 'API key',
  profile: 'Profile',
  sessions: 'Console session',
  'portal.session': 'Portal session',
  'embed-domains': 'Embed domains',
  'partner-billing-info': 'Billing information',
  'payout-batches': 'Payout batch',
  'first-run': 'First run',
}

const pasts: Record<string, string> = {
  create: 'created',
  update: 'changed',
  delete: 'deleted',
  archive: 'archived',
  restore: 'restored',
  merge: 'merged into another',
  set: 'set',
  'set-manager': 'was given a manager',
  'set-categories': 'was given categories',
  'set-crm-record': 'tied to its CRM record',
  'set-password': 'password set',
  join: 'joined',
  invite: 'invited',
  open: 'opened',
  end: 'ended',
  attach: 'attached',
  detach: 'detached',
  'change-role': 'given another role',
  'schedule-deletion': 'planned for deletion',
  'cancel-deletion': 'kept after all',
  pause: 'paused',
  resume: 'resumed',
  revoke: 'revoked',
  'rotate-publishable-key': 'given another publishable key',
  'add-alias': 'given an alias',
  'remove-alias': 'lost an alias',
  record: 'recorded',
  accept: 'accepted',
  decline: 'declined',
  undo: 'put back to review',
  reattribute: 'credited to another partner',
  erase: 'personal data erased',
  postpone: 'postponed',
  void: 'voided',
  'claw-back': 'clawed back',
  run: 'run',
  upload: 'uploaded',
  'delete-upload': 'upload deleted',
  approve: 'approved',
  reject: 'rejected',
  withdraw: 'withdrawn',
  return: 'returned',
  resubmit: 'submitted again',
  register: 'registered',
  extend: 'extended',
  expire: 'expired',
  redact: 'redacted',
  'make-member': 'made the first member',
  start: 'started',
}

function splitType(type: string): [noun: string, verb: string] {
  const at = type.lastIndexOf('.')
  return [type.slice(0, at), type.slice(at + 1)]
}

/** `partners.update` as people say it: Partner changed. */
export function eventInWords(type: string): string {
  const [noun, verb] = splitType(type)
  return `${nouns[noun] ?? singular(wordsOf(noun))} ${pasts[verb] ?? wordsOf(verb).toLowerCase()}`
}

const singular = (words: string) => words.replace(/ies$/, 'y').replace(/([^s])s$/, '$1')

/** Every type, as the choices of a filter. */
export const eventChoices = Object.entries(recorded).map(([noun, verbs]) => ({
  group: nouns[noun] ?? wordsOf(noun),
  items: verbs.map((verb) => ({ value: `${noun}.${verb}`, label: eventInWords(`${noun}.${verb}`) })),
}))

const fields: Record<string, string> = {
  email: 'E-mail',
  url: 'Address',
  createdAt: 'Created',
  destinationUrl: 'Destination',
}

/** `partnerOwnerId` as people say it: Partner owner. */
export function fieldInWords(key: string): string {
  const known = fields[key]
  if (known) return known
  return wordsOf(key.replace(/Ids?$/, '').replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2'))
}

export const isReference = (key: string) => /Ids?$/.test(key)

/** What holds one of a few words of ours; what else is written in capitals is a name. */
const isChoice = (key: string) => /(status|stage|role|state|type|kind|model|mode|method|access|purpose)$/i.test(key)

/** A value of an event, as people read it. */
export function valueInWords(value: unknown, key = ''): string {
  if (value === null || value === undefined || value === '') return 'none'
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (Array.isArray(value)) return value.length ? value.map((one) => valueInWords(one, key)).join(', ') : 'none'
  if (typeof value === 'object') return JSON.stringify(value)
  const text = String(value)
  if (/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(text)) return dateText(text, 'time')
  return isChoice(key) && /^[A-Z][A-Z_]+$/.test(text) ? wordsOf(text) : text
}
