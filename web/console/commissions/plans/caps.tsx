import { Group, Select, Stack, Text, TextInput } from '@mantine/core'
import type { Form } from './editor.tsx'

const periods = [
  { value: 'MONTH', label: 'a month' },
  { value: 'QUARTER', label: 'a quarter' },
  { value: 'YEAR', label: 'a year' },
]

/** How long renewals earn, and the most that is earned. */
export function CapFields({ form, currency }: { form: Form; currency: string }) {
  return (
    <Stack gap="sm">
      <TextInput
        label="Renewals earn for"
        description="Months from the customer’s first sale. Empty: without end."
        placeholder="12"
        rightSection={
          <Text size="xs" c="dimmed">
            months
          </Text>
        }
        rightSectionWidth={64}
        inputMode="numeric"
        w={220}
        {...form.getInputProps('recurringMonths')}
      />
      <TextInput
        label={`At most for one sale, in ${currency}`}
        placeholder="No cap"
        inputMode="decimal"
        w={220}
        {...form.getInputProps('caps.perLine')}
      />
      <PeriodCap form={form} at="caps.perPartner" label={`At most for a partner, in ${currency}`} />
      <PeriodCap form={form} at="caps.perPeriod" label={`At most for all partners together, in ${currency}`} />
    </Stack>
  )
}

function PeriodCap({ form, at, label }: { form: Form; at: string; label: string }) {
  return (
    <Group gap="xs" align="flex-end" wrap="nowrap">
      <TextInput
        label={label}
        placeholder="No cap"
        inputMode="decimal"
        style={{ flex: 1 }}
        maw={320}
        {...form.getInputProps(`${at}.amount`)}
      />
      <Select
        aria-label={`${label}: in`}
        data={periods}
        allowDeselect={false}
        w={130}
        {...form.getInputProps(`${at}.period`)}
      />
    </Group>
  )
}
