import type { JsonObject, JsonValue } from '#/kernel/json.ts'
import type { Field } from '../fields.ts'
import type { FormRow } from '../tables.ts'
import { readValue } from './values.ts'

type Mapped = { fields: JsonObject; extra: JsonObject | null }

/**
 * The properties of a conversion as the fields of a form, by a mapping of property → field id.
 *
 * It refuses nothing: a property that is not mapped, or that does not fit its field, is kept in `extra`. The e-mail fills
 * the field that `email` is mapped to, else the first free one of EMAIL.
 */
export function mapToFields(
  form: Pick<FormRow, 'fields'>,
  properties: { [property: string]: unknown },
  mapping: { [property: string]: string },
  email?: string | null,
): Mapped {
  const byId = new Map(form.fields.map((field) => [field.id, field]))
  const fields = new Map<string, JsonValue>()
  const extra: [string, JsonValue][] = []
  for (const [property, sent] of Object.entries(properties)) {
    const field = Object.hasOwn(mapping, property) ? byId.get(mapping[property] ?? '') : undefined
    if (!field || fields.has(field.id) || !take(fields, field, sent)) extra.push([property, sent as JsonValue])
  }
  if (email) placeEmail(email, fields, { form, mapped: Object.hasOwn(mapping, 'email') ? mapping['email'] : undefined })
  return { fields: Object.fromEntries(fields), extra: extra.length ? Object.fromEntries(extra) : null }
}

/** Whether the field takes it. A partner is nothing that can be told here, so none is taken on faith. */
function take(fields: Map<string, JsonValue>, field: Field, sent: unknown): boolean {
  const read = field.dataType === 'PARTNER_SELECT' ? undefined : readValue(field, sent)
  if (!read || !('value' in read)) return false
  fields.set(field.id, read.value)
  return true
}

type Place = { form: Pick<FormRow, 'fields'>; mapped: string | undefined }

function placeEmail(email: string, fields: Map<string, JsonValue>, { form, mapped }: Place): void {
  const free = ({ id }: Field) => !fields.has(id)
  const place =
    form.fields.find((field) => field.id === mapped && free(field)) ??
    form.fields.find((field) => field.dataType === 'EMAIL' && free(field))
  if (place) take(fields, place, email)
}
