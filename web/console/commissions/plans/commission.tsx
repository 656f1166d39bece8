import { ActionIcon, Button, Checkbox, Group, SegmentedControl, Select, Stack, Text, TextInput } from '@mantine/core'
import { Plus, Trash2 } from 'lucide-react'
import type { Form } from './editor.tsx'
import type { CommissionForm } from './form.ts'

type Props = { form: Form; at: string; value: CommissionForm; currency: string }

const kinds = [
  { value: 'PERCENT', label: 'Percentage' },
  { value: 'FIXED', label: 'Fixed amount' },
  { value: 'TIERED', label: 'Tiered' },
]

/** What a sale earns: a share of it, an amount, or by how much the partner has sold. */
export function CommissionFields({ form, at, value, currency }: Props) {
  return (
    <Stack gap="sm">
      <SegmentedControl
        aria-label="How it is calculated"
        data={kinds}
        {...form.getInputProps(`${at}.type`)}
        style={{ alignSelf: 'flex-start' }}
      />
      {value.type === 'PERCENT' ? (
        <>
          <TextInput
            label="Percentage of the sale"
            placeholder="12.5"
            rightSection="%"
            inputMode="decimal"
            required
            w={200}
            {...form.getInputProps(`${at}.percent`)}
          />
          {Number(value.percent) > 100 ? (
            <Checkbox
              label="More than the sale itself is meant"
              {...form.getInputProps('mayExceedSale', { type: 'checkbox' })}
            />
          ) : null}
        </>
      ) : null}
      {value.type === 'FIXED' ? (
        <TextInput
          label={`Amount in ${currency}`}
          placeholder="50.00"
          inputMode="decimal"
          required
          w={200}
          {...form.getInputProps(`${at}.amount`)}
        />
      ) : null}
      {value.type === 'TIERED' ? <Bands form={form} at={at} value={value} currency={currency} /> : null}
    </Stack>
  )
}

const bys = [
  { value: 'AMOUNT', label: 'What it has sold' },
  { value: 'COUNT', label: 'How often it has sold' },
]
const periods = [
  { value: 'MONTH', label: 'Month' },
  { value: 'QUARTER', label: 'Quarter' },
  { value: 'YEAR', label: 'Year' },
]
const methods = [
  { value: 'GRADUATED', label: 'Each part of its sales by the band that it lies in' },
  { value: 'WHOLE', label: 'The whole sale by the band that is reached' },
]
const pays = [
  { value: 'percent', label: '%' },
  { value: 'amount', label: 'Amount' },
]

function Bands({ form, at, value: { by, bands }, currency }: Props) {
  return (
    <Stack gap="sm">
      <Group gap="sm" grow align="flex-start">
        <Select label="A partner moves up by" data={bys} allowDeselect={false} {...form.getInputProps(`${at}.by`)} />
        <Select label="In each" data={periods} allowDeselect={false} {...form.getInputProps(`${at}.period`)} />
      </Group>
      <Select label="What is paid" data={methods} allowDeselect={false} {...form.getInputProps(`${at}.method`)} />
      <Stack gap="xs" role="group" aria-label="Bands">
        {bands.map((_band, number) => (
          <Group key={`band ${number}`} gap="xs" align="flex-start" wrap="nowrap">
            <TextInput
              aria-label={`Band ${number + 1} begins at`}
              leftSection={
                <Text size="xs" c="dimmed">
                  from
                </Text>
              }
              leftSectionWidth={48}
              placeholder={by === 'COUNT' ? '10' : '10000.00'}
              inputMode="decimal"
              readOnly={number === 0}
              style={{ flex: 2 }}
              {...form.getInputProps(`${at}.bands.${number}.from`)}
            />
            <TextInput
              aria-label={`Band ${number + 1} pays`}
              placeholder="10"
              inputMode="decimal"
              style={{ flex: 1 }}
              {...form.getInputProps(`${at}.bands.${number}.value`)}
              error={bandFault(form, at, number)}
            />
            <Select
              aria-label={`Band ${number + 1} is paid in`}
              data={pays}
              allowDeselect={false}
              w={104}
              {...form.getInputProps(`${at}.bands.${number}.pays`)}
            />
            <ActionIcon
              variant="subtle"
              color="gray"
              size={36}
              aria-label={`Remove band ${number + 1}`}
              disabled={number === 0}
              onClick={() => form.removeListItem(`${at}.bands`, number)}
            >
              <Trash2 size={16} />
            </ActionIcon>
          </Group>
        ))}
        <Text size="xs" c="dimmed">
          {by === 'COUNT' ? 'Bands begin at a number of sales.' : `Bands begin at an amount of ${currency}.`}
        </Text>
        <Button
          size="xs"
          variant="default"
          leftSection={<Plus size={14} aria-hidden />}
          onClick={() => form.insertListItem(`${at}.bands`, { from: '', pays: 'percent', value: '' })}
          style={{ alignSelf: 'flex-start' }}
        >
          Add a band
        </Button>
      </Stack>
    </Stack>
  )
}

/** The API calls it by its kind, or by the band as a whole. */
const bandFault = (form: Form, at: string, number: number) => {
  const band = `${at}.bands.${number}`
  return form.errors[`${band}.percent`] ?? form.errors[`${band}.amount`] ?? form.errors[band]
}
