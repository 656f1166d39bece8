import { Button, Checkbox, MultiSelect, NumberInput, Select, Stack, Text, TextInput } from '@mantine/core'
import { Card } from '../../ui/notice.tsx'
import type { Edited, EditedField } from './editing.ts'

/** How a form looks to whoever fills it in; nothing is sent. */
export function Preview({ edited: { name, fields } }: { edited: Edited }) {
  return (
    <Card title="Preview">
      <Stack gap="sm" component="section" aria-label={`Preview of ${name || 'the form'}`}>
        <Text fw={650}>{name || 'A form without a name'}</Text>
        {fields
          .filter(({ dataType }) => dataType !== 'BATCH_UPLOAD')
          .map((field) => (
            <Asked key={field.key} field={field} />
          ))}
        {fields.length ? null : (
          <Text size="sm" c="dimmed">
            Add a field, and it is seen here.
          </Text>
        )}
        <Button disabled style={{ alignSelf: 'flex-start' }}>
          Send
        </Button>
      </Stack>
    </Card>
  )
}

const inputTypes: Partial<Record<EditedField['dataType'], string>> = {
  EMAIL: 'email',
  DATE: 'date',
  DATETIME: 'datetime-local',
  FILE_URL: 'url',
}

function Asked({ field: { label, isRequired, dataType, options } }: { field: EditedField }) {
  const said = { label: label || 'A field without a label', withAsterisk: isRequired }
  const data = [...new Set(options)]
  if (dataType === 'BOOLEAN') return <Checkbox label={said.label} />
  if (dataType === 'NUMBER') return <NumberInput {...said} />
  if (dataType === 'DROPDOWN') return <Select {...said} data={data} placeholder="Choose one" clearable />
  if (dataType === 'DROPDOWN_MULTI') return <MultiSelect {...said} data={data} placeholder="Choose some" />
  if (dataType === 'PARTNER_SELECT') return <Select {...said} data={[]} placeholder="Choose a partner" />
  return <TextInput {...said} type={inputTypes[dataType] ?? 'text'} />
}
