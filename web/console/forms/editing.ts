import type { UseFormReturnType } from '@mantine/form'
import type { DataType, DealProperty, Field, Form, Purpose } from './words.ts'

/** A field as it is edited; a key of the page's own tells rows apart that have no id yet. */
export type EditedField = {
  key: string
  id: string | undefined
  label: string
  isRequired: boolean
  dataType: DataType
  /** The labels of its choices, one a line. */
  options: string[]
  crmObjectType: string
  dealProperty: DealProperty | null
}

export type Edited = {
  name: string
  purpose: Purpose
  needsAcceptance: boolean
  protectionDays: number
  fields: EditedField[]
}

export type Editing = UseFormReturnType<Edited>

export const editedOf = ({ name, purpose, needsAcceptance, protectionDays, fields }: Form): Edited => ({
  name,
  purpose,
  needsAcceptance,
  protectionDays,
  fields: fields.map((field) => ({
    key: field.id,
    id: field.id,
    label: field.label,
    isRequired: field.isRequired,
    dataType: field.dataType,
    options: (field.options ?? []).map(({ label }) => label),
    crmObjectType: field.crmObjectType ?? '',
    dealProperty: field.dealProperty ?? null,
  })),
})

export const emptyField = (): EditedField => ({
  key: crypto.randomUUID(),
  id: undefined,
  label: '',
  isRequired: false,
  dataType: 'STRING',
  options: [],
  crmObjectType: '',
  dealProperty: null,
})

export const hasOptions = (dataType: DataType) => dataType === 'DROPDOWN' || dataType === 'DROPDOWN_MULTI'
export const mayBeDeal = (purpose: Purpose) => purpose === 'LEAD' || purpose === 'DEAL'

/** What is edited, as the API takes it. An option that was there keeps its value, whatever its place. */
export function fieldsOf({ fields, purpose }: Edited, was: readonly Field[] = []) {
  return fields.map(({ id, label, isRequired, dataType, options, crmObjectType, dealProperty }) => {
    const known = was.find((field) => field.id === id)?.options ?? []
    return {
      ...(id === undefined ? {} : { id }),
      label: label.trim(),
      isRequired,
      dataType,
      ...(hasOptions(dataType) ? { options: options.map((option) => optionOf(option, known)) } : {}),
      ...(crmObjectType.trim() ? { crmObjectType: crmObjectType.trim() } : {}),
      ...(dealProperty && mayBeDeal(purpose) ? { dealProperty } : {}),
    }
  })
}

type Option = { label: string; value: string }

const optionOf = (label: string, known: readonly Option[]): Option =>
  known.find((option) => option.label === label) ?? { label, value: label }
