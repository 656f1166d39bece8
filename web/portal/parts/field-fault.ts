import type { FieldFault } from '../../api/client.ts'
import type { Say, Word } from './words.ts'

/** What is said of a code of the API, where the field makes no difference. */
const byCode: Record<string, Word> = {
  invalid_type: 'checks.required',
  too_small: 'checks.required',
  invalid_format: 'checks.form',
  invalid_value: 'checks.choose',
  unknown_reference: 'checks.choose',
  ambiguous_reference: 'checks.choose',
  not_allowed: 'checks.page',
  other_site: 'checks.site',
}

/** What is said of a code at a field, or at a field of a form by its data type. */
const byField: Record<string, Word> = {
  'email invalid_format': 'checks.email',
  'iban custom': 'checks.iban',
  'bic invalid_format': 'checks.bic',
  'bic custom': 'checks.bicNeeded',
  'accountNumber invalid_format': 'checks.account',
  'routingNumber invalid_format': 'checks.routing',
  'alias invalid_format': 'checks.alias',
  'amount invalid_format': 'checks.amount',
  'amount custom': 'checks.amount',
  'currency invalid_value': 'checks.currency',
  'closeDate invalid_format': 'checks.date',
  'customerDomain invalid_format': 'checks.domain',
  'CUSTOMER_DOMAIN invalid_format': 'checks.domain',
  'AMOUNT invalid_format': 'checks.amount',
  'AMOUNT custom': 'checks.amount',
  'CURRENCY invalid_value': 'checks.currency',
  'CLOSE_DATE invalid_format': 'checks.date',
  'EMAIL invalid_format': 'checks.email',
  'NUMBER invalid_format': 'checks.number',
  'NUMBER custom': 'checks.number',
  'DATE invalid_format': 'checks.date',
  'DATETIME custom': 'checks.date',
  'FILE_URL invalid_format': 'checks.url',
}

/** The API's own sentence names what is meant: the pages it leads to, or what else is missing. */
const saysMore = new Set(['invalid_type', 'custom', 'not_allowed', 'other_site'])

type Asked = { t: Say; language: string }

/** What is wrong with a field, in the visitor's language; what has no words there stays as the API says it. */
export function fieldFaultText({ t, language }: Asked, { path, code, message }: FieldFault, kind?: string): string {
  if (language.startsWith('en') && saysMore.has(code)) return message
  const [most] = /\d+/.exec(message) ?? []
  if (code === 'too_big' && most) return t('checks.tooLong', { most })
  const word = byField[`${kind ?? String(path.at(-1))} ${code}`] ?? byCode[code]
  return word ? t(word) : message
}
