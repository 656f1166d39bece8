import { randomInt } from 'node:crypto'
import { z } from 'zod'
import { text, token } from '#/kernel/text.ts'
import { DateTime } from '#/kernel/time.ts'

export const DataType = z.enum([
  'STRING',
  'EMAIL',
  'NUMBER',
  'BOOLEAN',
  'DATE',
  'DATETIME',
  'DROPDOWN',
  'DROPDOWN_MULTI',
  'PARTNER_SELECT',
  'FILE_URL',
  'CRM_OBJECT_ID',
  'QUOTE_SELECTOR',
  'BATCH_UPLOAD',
])
export type DataType = z.infer<typeof DataType>

export const Purpose = z.enum(['GENERAL', 'LEAD', 'DEAL', 'CONVERSION'])
export type Purpose = z.infer<typeof Purpose>

const Option = z.strictObject({ label: text(1, 200), value: token(200) })

/** A field as one defines it. Its id is ours, unique in its form and stable over edits. */
const fieldInput = {
  label: text(1, 200),
  isRequired: z.boolean().default(false),
  dataType: DataType,
  options: z
    .array(Option)
    .max(500)
    .optional()
    .meta({ description: 'Of DROPDOWN and DROPDOWN_MULTI; those of PARTNER_SELECT are the partners.' }),
  crmObjectType: token(100).optional(),
}
export const FieldInput = z.strictObject(fieldInput)
export type FieldInput = z.input<typeof FieldInput>

export const Field = z.strictObject({ id: z.string(), ...fieldInput, isRequired: z.boolean() })
export type Field = z.output<typeof Field>

export const exampleId = 'frm_01KJ7FQTE0TBSSP5YF09Z752VM'

export const Form = z.strictObject({
  id: z.string(),
  name: z.string(),
  purpose: Purpose,
  needsAcceptance: z.boolean(),
  fields: z.array(Field),
  archivedAt: DateTime.nullable(),
  createdAt: DateTime,
  updatedAt: DateTime,
})
export type Form = z.infer<typeof Form>

const alphabet = 'abcdefghijklmnopqrstuvwxyz0123456789'

/** 24 lower-case letters and digits. */
export const newFieldId = (): string => Array.from({ length: 24 }, () => alphabet[randomInt(36)]).join('')
