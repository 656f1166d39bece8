import { z } from 'zod'
import type { Issue } from '#/kernel/error.ts'
import type { JsonValue } from '#/kernel/json.ts'
import { whyNotPublicUrl } from '#/kernel/public-url.ts'
import { Email, Reference, token } from '#/kernel/text.ts'
import { Start } from '#/kernel/time.ts'
import { issuesOf } from '#/platform/issues.ts'
import type { DataType, Field, Option } from '../fields.ts'

const longest = 10_000
const anyText = token(longest)

const decimal = /^-?\d{1,64}(\.\d{1,64})?$/
const NumberValue = z.unknown().transform((sent, issues): string | number => {
  if (typeof sent === 'number' && Number.isFinite(sent)) return sent
  if (typeof sent === 'string' && decimal.test(sent)) return sent
  const code = typeof sent === 'string' ? 'invalid_format' : 'invalid_type'
  const message = 'Write a number, or a decimal string such as "1250.00".'
  issues.issues.push({ code, message, input: sent } as z.core.$ZodRawIssue)
  return z.NEVER
})

const BooleanValue = z.union([z.boolean(), z.enum(['true', 'false']).transform((sent) => sent === 'true')], {
  error: 'Write true or false.',
})

const FileUrl = anyText.superRefine((sent, issues) => {
  const message = whyNotPublicUrl(sent)
  if (message !== undefined)
    issues.issues.push({ code: 'invalid_format', format: 'url', message, input: sent, continue: true })
})

type Choices = { has(sent: string): boolean; valueOf(sent: string): string }

/** The options by value and by label, ready for thousands of answers. What is no option passes through as it was sent. */
function choicesOf(options: readonly Option[]): Choices {
  const values = new Set(options.map(({ value }) => value))
  const byLabel = new Map(options.toReversed().map(({ label, value }) => [label.toLowerCase(), value]))
  const tryValueOf = (sent: string) => (values.has(sent) ? sent : byLabel.get(sent.trim().toLowerCase()))
  return { has: (sent) => tryValueOf(sent) !== undefined, valueOf: (sent) => tryValueOf(sent) ?? sent }
}

function one(options: readonly Option[]) {
  const { valueOf } = choicesOf(options)
  return anyText.transform(valueOf)
}

const Several = z.union([anyText, z.array(z.string().max(longest)).max(500)], { error: 'Write values joined by ;' })

function several(options: readonly Option[]) {
  const { has, valueOf } = choicesOf(options)
  return Several.transform((sent) => {
    const pieces = typeof sent !== 'string' ? sent : has(sent) ? [sent] : sent.split(';')
    const values = pieces.map((piece) => piece.trim()).filter((piece) => piece !== '')
    return [...new Set(values.map(valueOf))]
  })
}

const schemas: Record<Exclude<DataType, 'BATCH_UPLOAD'>, (options: readonly Option[]) => z.ZodType<JsonValue>> = {
  STRING: () => anyText,
  EMAIL: () => Email,
  NUMBER: () => NumberValue,
  BOOLEAN: () => BooleanValue,
  DATE: () => z.iso.date('Write a date such as 2026-04-05.'),
  DATETIME: () => Start.transform((moment) => moment.toISOString()),
  DROPDOWN: one,
  DROPDOWN_MULTI: several,
  PARTNER_SELECT: () => Reference,
  FILE_URL: () => FileUrl,
  CRM_OBJECT_ID: () => anyText,
  QUOTE_SELECTOR: () => anyText,
}

/** What a field takes of what was sent: a value, nothing, or why it does not fit; paths begin at the field. */
export type Read = { value: JsonValue } | { nothing: true } | { issues: Issue[] }

/**
 * Reads one value by its field's data type. Nothing is what is absent, null or empty; a batch is never sent.
 *
 * The partner of PARTNER_SELECT stays as it was sent: who can ask the database resolves it.
 */
export function readValue({ dataType, options = [] }: Field, sent: unknown): Read {
  if (dataType === 'BATCH_UPLOAD' || sent === undefined || sent === null || sent === '') return { nothing: true }
  const { data, error } = schemas[dataType](options).safeParse(sent)
  if (error) return { issues: issuesOf(error) }
  return Array.isArray(data) && !data.length ? { nothing: true } : { value: data }
}
