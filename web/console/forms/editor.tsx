import {
  ActionIcon,
  Button,
  Group,
  NumberInput,
  Paper,
  Select,
  Stack,
  Switch,
  TagsInput,
  Text,
  TextInput,
} from '@mantine/core'
import { ArrowDown, ArrowUp, Plus, Trash2 } from 'lucide-react'
import { type EditedField, type Editing, emptyField, hasOptions, mayBeDeal } from './editing.ts'
import { dataTypes, dealProperties, type DealProperty } from './words.ts'

const typeOptions = Object.entries(dataTypes).map(([value, label]) => ({ value, label }))

/** Name, decision and fields of a form, in their order. */
export function Editor({ form, isLocked = false }: { form: Editing; isLocked?: boolean }) {
  const { purpose, fields } = form.getValues()
  return (
    <Stack gap="md">
      <TextInput label="Name" required disabled={isLocked} {...form.getInputProps('name')} />
      {purpose === 'CONVERSION' ? null : (
        <Switch
          label="A person decides on each submission"
          disabled={isLocked}
          {...form.getInputProps('needsAcceptance', { type: 'checkbox' })}
        />
      )}
      {mayBeDeal(purpose) ? (
        <NumberInput
          label="Protection"
          description="For how long an approved deal keeps its customer from other partners."
          suffix=" days"
          min={1}
          max={3650}
          disabled={isLocked}
          {...form.getInputProps('protectionDays')}
        />
      ) : null}
      <div>
        <Text fw={550} mb="xs">
          Fields
        </Text>
        <Stack gap="sm">
          {fields.map((field, at) => (
            <FieldRow key={field.key} form={form} at={at} field={field} isLocked={isLocked} />
          ))}
          {fields.length ? null : (
            <Text size="sm" c="dimmed">
              This form asks nothing yet.
            </Text>
          )}
          {isLocked ? null : (
            <Button
              variant="default"
              leftSection={<Plus size={16} aria-hidden />}
              onClick={() => form.insertListItem('fields', emptyField())}
              style={{ alignSelf: 'flex-start' }}
            >
              Add a field
            </Button>
          )}
        </Stack>
      </div>
    </Stack>
  )
}

type RowProps = { form: Editing; at: number; field: EditedField; isLocked: boolean }

function FieldRow({ form, at, field, isLocked }: RowProps) {
  const path = `fields.${at}`
  const own = <K extends keyof EditedField>(name: K) => ({
    disabled: isLocked,
    ...form.getInputProps(`${path}.${name}`),
  })
  return (
    <Paper withBorder p="sm" radius="md" role="group" aria-label={field.label || `Field ${at + 1}`}>
      <Stack gap="xs">
        <Group align="flex-start" gap="xs">
          <TextInput label="Label" placeholder="Company" required style={{ flex: '1 1 180px' }} {...own('label')} />
          <Select
            label="Type"
            data={typeOptions}
            allowDeselect={false}
            searchable
            style={{ flex: '1 1 150px' }}
            {...own('dataType')}
          />
          {isLocked ? null : <Order form={form} at={at} name={field.label || `field ${at + 1}`} />}
        </Group>
        {hasOptions(field.dataType) ? (
          <TagsInput label="Choices" description="Press Enter after each." {...own('options')} />
        ) : null}
        <Group gap="md" align="center">
          <Switch
            label="Required"
            disabled={isLocked}
            {...form.getInputProps(`${path}.isRequired`, { type: 'checkbox' })}
          />
          {mayBeDeal(form.getValues().purpose) ? <DealSelect field={field} props={own('dealProperty')} /> : null}
        </Group>
      </Stack>
    </Paper>
  )
}

function DealSelect({ field, props }: { field: EditedField; props: object }) {
  const fitting = Object.entries(dealProperties)
    .filter(([value, { types }]) => types.includes(field.dataType) || value === field.dealProperty)
    .map(([value, { label }]) => ({ value: value as DealProperty, label }))
  if (!fitting.length) return null
  return (
    <Select
      aria-label="Tells of the deal"
      placeholder="Tells nothing of the deal"
      data={fitting}
      clearable
      w={230}
      size="xs"
      {...props}
    />
  )
}

function Order({ form, at, name }: { form: Editing; at: number; name: string }) {
  const last = form.getValues().fields.length - 1
  const move = (to: number) => form.reorderListItem('fields', { from: at, to })
  return (
    <Group gap={2} mt={24} wrap="nowrap">
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={`Move ${name} up`}
        disabled={at === 0}
        onClick={() => move(at - 1)}
      >
        <ArrowUp size={16} aria-hidden />
      </ActionIcon>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={`Move ${name} down`}
        disabled={at === last}
        onClick={() => move(at + 1)}
      >
        <ArrowDown size={16} aria-hidden />
      </ActionIcon>
      <ActionIcon
        variant="subtle"
        color="red"
        aria-label={`Remove ${name}`}
        onClick={() => form.removeListItem('fields', at)}
      >
        <Trash2 size={16} aria-hidden />
      </ActionIcon>
    </Group>
  )
}
