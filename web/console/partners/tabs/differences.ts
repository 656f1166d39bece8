import { dateText } from '#web/ui/date.tsx'
import { moneyText } from '#web/ui/money.tsx'
import { wordsOf } from '#web/ui/status.tsx'
import type { Event } from './story.ts'

/** What stood before and what came after, of each value that a person can read. */
export type Difference = { label: string; before: string | null; after: string | null }

/** The names behind ids, where this page knows them. */
export type Names = (id: string) => string | undefined

const labels: Record<string, string> = {
  tierId: 'Tier',
  phaseId: 'Phase',
  partnerOwnerId: 'Owner',
  managerId: 'Manager',
  mergedIntoId: 'Merged into',
  experienceTemplateId: 'Experience template',
  portalAccess: 'Portal access',
  externalId: 'CRM id',
  externalIdType: 'CRM object type',
  externalCompanyId: 'CRM company id',
  amountMinor: 'Amount',
  sourceAmountMinor: 'Sale',
  internal_role: 'Role',
  street1: 'Street',
  street2: 'Second line',
  planName: 'Plan',
  poNumber: 'PO number',
  url: 'Address',
  naics: 'NAICS code',
  ein: 'EIN',
}

/** What machines compare and people do not. */
const unread = new Set(['currency', 'sourceId', 'idempotencyKey', 'isTest', 'partnerId', 'position', 'remoteId'])

export function differencesOf({ before, after }: Event, names: Names): Difference[] {
  const keys = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])].filter(
    (key) => !unread.has(key),
  )
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
const isMoment = (text: string) => /^\d{4}-\d\d-\d\d(T[\d:.]+Z)?$/.test(text)
const isCode = (text: string) => /^[A-Z]+(_[A-Z]+)+$/.test(text)
const isWord = (text: string) => /^[A-Z]{4,}$|^[a-z]{4,}[a-z_]*$/.test(text)
const holdsCode = new Set([
  'status',
  'stage',
  'role',
  'internal_role',
  'type',
  'source',
  'entityType',
  'billingPlan',
  'portalAccess',
])

type Values = Event['before']

/** Null where there is nothing, or nothing that says something to people: an id whose name is not known, a whole object. */
function textOf(key: string, values: Values, names: Names): string | null {
  const value = values?.[key]
  if (value === null || value === undefined || value === '') return null
  if (typeof value === 'boolean') return value ? 'Yes' : 'No'
  if (Array.isArray(value)) return arrayText(value, names)
  if (typeof value === 'object') return null
  const text = String(value)
  return amountText(key, text, values) ?? plainText(key, text, names)
}

function plainText(key: string, text: string, names: Names): string | null {
  if (isId(text)) return names(text) ?? null
  if (isMoment(text)) return dateText(text, text.length > 10 ? 'time' : 'date')
  if (key === 'status' && text === 'inactive') return 'Archived'
  if (text === 'csm') return 'Customer success manager'
  return isCode(text) || (holdsCode.has(key) && isWord(text)) ? wordsOf(text) : text
}

/** An amount with its currency: a decimal, or minor units that are shifted as text, so that no digit is lost. */
function amountText(key: string, text: string, values: Values): string | undefined {
  const currency = values?.['currency']
  if (!/amount/i.test(key) || typeof currency !== 'string' || !/^-?\d+(\.\d+)?$/.test(text)) return undefined
  if (!key.endsWith('Minor')) return moneyText({ value: text, currency })
  const scale =
    new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
  const [sign, digits] = text.startsWith('-') ? ['-', text.slice(1)] : ['', text]
  const padded = digits.padStart(scale + 1, '0')
  const value = scale ? `${padded.slice(0, -scale)}.${padded.slice(-scale)}` : padded
  return moneyText({ value: sign + value, currency })
}

/** Labels by name; ids that nobody can read are left out. */
function arrayText(all: unknown[], names: Names): string | null {
  const texts = all.map((one) => (typeof one === 'string' ? (isId(one) ? names(one) : one) : undefined))
  const known = texts.filter((one) => one !== undefined)
  return known.length === texts.length && known.length ? known.join(', ') : null
}
