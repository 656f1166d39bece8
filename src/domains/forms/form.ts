import { z } from 'zod'
import { refusal } from '#/kernel/error.ts'
import type { JsonObject } from '#/kernel/json.ts'
import { Reference, text } from '#/kernel/text.ts'
import { DateTime } from '#/kernel/time.ts'
import { Field, FieldInput, mostFields, Purpose } from './fields.ts'
import type { FormRow } from './tables.ts'

export const exampleId = 'frm_01KJ7FQTE0TBSSP5YF09Z752VM'
export const exampleFieldIds = ['sztswcbwub6sj95y2psa0x43', '2cf1tkscxeiv05thqz5gkewi']
export const FormInPath = Reference.meta({ examples: [exampleId] })

const days = z.int().min(1).max(3650).meta({
  description: 'For how many days an approved deal keeps its customer from other partners.',
})

/** What one says of a form. */
export const formFields = {
  name: text(1, 200),
  needsAcceptance: z.boolean().meta({ description: 'Whether somebody decides on each submission.' }),
  protectionDays: days,
}

export const newFormInput = {
  name: formFields.name,
  purpose: Purpose.default('GENERAL'),
  needsAcceptance: formFields.needsAcceptance.default(false),
  protectionDays: formFields.protectionDays.default(90),
  fields: z.array(FieldInput).max(mostFields),
}

export const exampleForm: JsonObject & { fields: JsonObject[] } = {
  name: 'Deal registration',
  purpose: 'DEAL',
  needsAcceptance: true,
  protectionDays: 90,
  fields: [
    { label: 'Company', isRequired: true, dataType: 'STRING', crmObjectType: 'COMPANY', dealProperty: 'CUSTOMER_NAME' },
    { label: 'Region', isRequired: false, dataType: 'DROPDOWN', options: [{ label: 'Europe', value: 'eu' }] },
  ],
}

export const Form = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    purpose: Purpose,
    needsAcceptance: z.boolean(),
    protectionDays: z.int(),
    fields: z.array(Field),
    status: z.enum(['ACTIVE', 'ARCHIVED']),
    createdAt: DateTime,
    updatedAt: DateTime,
  })
  .meta({
    id: 'Form',
    examples: [
      {
        id: exampleId,
        ...exampleForm,
        fields: exampleForm.fields.map((field, index) => ({ id: exampleFieldIds[index] ?? '', ...field })),
        status: 'ACTIVE',
        createdAt: '2026-03-01T09:30:00.000Z',
        updatedAt: '2026-03-01T09:30:00.000Z',
      },
    ],
  })
export type Form = z.infer<typeof Form>

/** A form as it leaves. */
export const toForm = (row: FormRow): Form => ({
  id: row.id,
  name: row.name,
  purpose: row.purpose,
  needsAcceptance: row.needs_acceptance,
  protectionDays: row.protection_days,
  fields: row.fields,
  status: row.archived_at ? 'ARCHIVED' : 'ACTIVE',
  createdAt: row.created_at.toISOString(),
  updatedAt: row.updated_at.toISOString(),
})

export const formNotFound = refusal('not_found', 'FORM_NOT_FOUND', 'There is no form with this id, or it is archived.')
