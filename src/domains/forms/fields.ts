import { randomInt } from 'node:crypto'
import { z } from 'zod'
import type { Issue } from '#/kernel/error.ts'
import { Reference, text, token } from '#/kernel/text.ts'

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

export const Purpose = z.enum(['GENERAL', 'LEAD', 'DEAL', 'CONVERSION']).meta({
  description:
    'What a submission is: a message, a lead, a deal, or the record of a conversion. It is chosen once. A submission of a LEAD or DEAL form may register a deal.',
})
export type Purpose = z.infer<typeof Purpose>

const Option = z.strictObject({ label: text(1, 200), value: token(200) })
export type Option = z.infer<typeof Option>

/** What of a deal a field may tell. */
export const DealProperty = z.enum(['NAME', 'AMOUNT', 'CURRENCY', 'CLOSE_DATE', 'CUSTOMER_DOMAIN', 'CUSTOMER_NAME'])
export type DealProperty = z.infer<typeof DealProperty>

const typesOf: Record<DealProperty, readonly DataType[]> = {
  NAME: ['STRING', 'DROPDOWN'],
  AMOUNT: ['NUMBER', 'STRING'],
  CURRENCY: ['STRING', 'DROPDOWN'],
  CLOSE_DATE: ['DATE', 'DATETIME'],
  CUSTOMER_DOMAIN: ['STRING', 'EMAIL', 'FILE_URL'],
  CUSTOMER_NAME: ['STRING', 'DROPDOWN'],
}

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
  dealProperty: DealProperty.optional().meta({ description: 'What it tells of the deal, in a LEAD or DEAL form.' }),
}

/** A field as one defines it. Its id is ours, unique in its form and stable over edits. */
export const FieldInput = z.strictObject(fieldInput)
export type FieldInput = z.input<typeof FieldInput>

/** A field of a form that is there: with its id it stays that field, without one it is another. */
export const FieldChange = z.strictObject({ id: Reference.optional(), ...fieldInput })
export type FieldChange = z.output<typeof FieldChange>

export const Field = z.strictObject({ id: z.string(), ...fieldInput, isRequired: z.boolean() })
export type Field = z.output<typeof Field>

export const mostFields = 200

const hasOwnOptions = (dataType: DataType) => dataType === 'DROPDOWN' || dataType === 'DROPDOWN_MULTI'

/** What is wrong with fields beyond each value by itself. */
export function issuesOfFields(fields: readonly FieldChange[], purpose: Purpose): Issue[] {
  return fields.flatMap((field, index) => {
    const path = ['fields', index]
    return [
      ...issuesOfOptions(field, path),
      ...issuesOfProperty(field, purpose, path),
      ...(repeats(fields, index, ({ id }) => id) ? [taken([...path, 'id'], 'Another field has this id.')] : []),
      ...(repeats(fields, index, ({ dealProperty }) => dealProperty)
        ? [taken([...path, 'dealProperty'], 'Another field tells this already.')]
        : []),
    ]
  })
}

function issuesOfOptions({ dataType, options }: FieldChange, path: Issue['path']): Issue[] {
  if (options === undefined) return []
  const at = [...path, 'options']
  if (!hasOwnOptions(dataType)) return [custom(at, `A field of ${dataType} has no options of its own.`)]
  return options.flatMap((_, index) => {
    if (!repeats(options, index, ({ value }) => value)) return []
    return [taken([...at, index, 'value'], 'Another option has this value.')]
  })
}

function issuesOfProperty({ dataType, dealProperty }: FieldChange, purpose: Purpose, path: Issue['path']): Issue[] {
  if (dealProperty === undefined) return []
  const at = [...path, 'dealProperty']
  if (purpose !== 'LEAD' && purpose !== 'DEAL') return [custom(at, 'Only a LEAD or a DEAL form tells of a deal.')]
  const allowed = typesOf[dealProperty]
  return allowed.includes(dataType)
    ? []
    : [custom(at, `${dealProperty} is told by a field of ${allowed.join(' or ')}.`)]
}

const repeats = <T>(all: readonly T[], index: number, keyOf: (one: T) => string | undefined): boolean => {
  const key = all[index] && keyOf(all[index])
  return key !== undefined && all.findIndex((one) => keyOf(one) === key) < index
}
const custom = (path: Issue['path'], message: string): Issue => ({ path, message, code: 'custom' })
const taken = (path: Issue['path'], message: string): Issue => ({ path, message, code: 'already_taken' })

/** A field as it is stored: with its id, and with options where its data type has some of its own. */
export const toField = ({ id = newFieldId(), options, ...rest }: FieldChange): Field => ({
  id,
  ...rest,
  ...(hasOwnOptions(rest.dataType) && { options: options ?? [] }),
})

const alphabet = 'abcdefghijklmnopqrstuvwxyz0123456789'

/** 24 lower-case letters and digits. */
export const newFieldId = (): string => Array.from({ length: 24 }, () => alphabet[randomInt(36)]).join('')
