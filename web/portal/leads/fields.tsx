import { MultiSelect, NumberInput, Select, Switch, TextInput } from '@mantine/core'
import type { Schemas } from '../../api/client.ts'
import { useWords } from '../parts/words.ts'

export type Field = Schemas['PortalForm']['fields'][number]
export type Answers = Record<string, unknown>

/** How the inputs of a form of ours are bound to what was typed. */
export type Bound = { value: unknown; error: string | undefined; change: (value: unknown) => void }

const types: Partial<Record<Field['dataType'], string>> = {
  EMAIL: 'email',
  DATE: 'date',
  DATETIME: 'datetime-local',
  FILE_URL: 'url',
}

/** The input that fits a field. */
export function FieldInput({ field, bound }: { field: Field; bound: Bound }) {
  const { t } = useWords()
  const { value, error, change } = bound
  const label = field.isRequired ? field.label : `${field.label} (${t('common.optional')})`
  const shared = { label, error, required: field.isRequired }
  const options = (field.options ?? []).map((one) => ({ value: one.value, label: one.label }))
  const text = typeof value === 'string' || typeof value === 'number' ? String(value) : ''
  switch (field.dataType) {
    case 'BOOLEAN':
      return (
        <Switch
          label={field.label}
          error={error}
          checked={value === true}
          onChange={({ currentTarget }) => change(currentTarget.checked)}
        />
      )
    case 'DROPDOWN':
      return (
        <Select
          {...shared}
          data={options}
          value={text || null}
          onChange={change}
          clearable={!field.isRequired}
          searchable={options.length > 8}
        />
      )
    case 'DROPDOWN_MULTI':
      return (
        <MultiSelect
          {...shared}
          data={options}
          value={Array.isArray(value) ? value.map(String) : []}
          onChange={change}
        />
      )
    case 'NUMBER':
      return <NumberInput {...shared} value={text} onChange={(typed) => change(typed === '' ? undefined : typed)} />
    default:
      return (
        <TextInput
          {...shared}
          type={types[field.dataType] ?? 'text'}
          value={text}
          onChange={({ currentTarget }) => change(currentTarget.value)}
        />
      )
  }
}

/** Answers as the API takes them: what is empty was not answered, and a moment of this place is one of the world's. */
export function answersOf(fields: Field[], typed: Answers): Answers {
  const entries = fields.map(({ id, dataType }) => [id, sent(dataType, typed[id])])
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined))
}

function sent(dataType: Field['dataType'], value: unknown): unknown {
  if (value === undefined || value === null || value === '' || (Array.isArray(value) && !value.length)) return undefined
  if (dataType === 'DATETIME' && typeof value === 'string') return new Date(value).toISOString()
  return value
}
