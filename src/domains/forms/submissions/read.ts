import { findPartners } from '#/domains/partners/index.ts'
import type { Context } from '#/kernel/context.ts'
import { invalid, type Issue } from '#/kernel/error.ts'
import type { JsonObject, JsonValue } from '#/kernel/json.ts'
import type { Field } from '../fields.ts'
import { readValue } from './values.ts'

/** What was sent by field id. */
export type Sent = { [fieldId: string]: unknown }

/** The values that a form takes, by field id, or what is wrong with each; ids that it does not know are passed over. */
export function readFields(fields: readonly Field[], sent: Sent): { values: JsonObject; issues: Issue[] } {
  const issues: Issue[] = []
  const values: [string, JsonValue][] = []
  for (const field of fields) {
    const read = readValue(field, Object.hasOwn(sent, field.id) ? sent[field.id] : undefined)
    const path = ['fields', field.id]
    if ('value' in read) values.push([field.id, read.value])
    else if ('issues' in read)
      issues.push(...read.issues.map((issue) => ({ ...issue, path: [...path, ...issue.path] })))
    else if (field.isRequired && field.dataType !== 'BATCH_UPLOAD')
      issues.push({ path, message: `${field.label} is required.`, code: 'invalid_type' })
  }
  return { values: Object.fromEntries(values), issues }
}

/** The same values with our id for each partner that was selected by its CRM id. */
export async function withPartners(ctx: Context, fields: readonly Field[], values: JsonObject): Promise<JsonObject> {
  const selects = fields.filter(({ id, dataType }) => dataType === 'PARTNER_SELECT' && values[id] !== undefined)
  if (!selects.length) return values
  const found = await findPartners(
    ctx,
    selects.map(({ id }) => String(values[id])),
  )
  const issues: Issue[] = []
  const resolved = selects.map(({ id }) => {
    const partner = found.get(String(values[id]))
    if (partner === undefined || partner === 'AMBIGUOUS') issues.push(unresolved(id, partner))
    return [id, partner === undefined || partner === 'AMBIGUOUS' ? '' : partner.id]
  })
  if (issues.length) throw invalid(issues)
  return { ...values, ...(Object.fromEntries(resolved) as JsonObject) }
}

const unresolved = (id: string, partner: 'AMBIGUOUS' | undefined): Issue => ({
  path: ['fields', id],
  message: partner ? 'Several partners have this CRM id. Use our id.' : 'No partner has this id or CRM id.',
  code: partner ? 'ambiguous_reference' : 'unknown_reference',
})
