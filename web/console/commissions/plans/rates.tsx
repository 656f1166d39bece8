import { ActionIcon, Button, Group, Paper, Select, type SelectProps, Stack, Text, TextInput } from '@mantine/core'
import { Plus, Trash2 } from 'lucide-react'
import { useRead } from '../../../api/queries.ts'
import { Card } from '../../../ui/notice.tsx'
import { PartnerSelect } from '../../names.tsx'
import { CommissionFields } from './commission.tsx'
import type { Form } from './editor.tsx'
import { newCommission } from './form.ts'

const kinds = [
  { value: 'PARTNER', label: 'A partner' },
  { value: 'TIER', label: 'A tier' },
  { value: 'CATEGORY', label: 'A category' },
]

/** Other commissions for some: a partner’s own goes first, then that of its tier, then that of a category. */
export function RateFields({ form, currency }: { form: Form; currency: string }) {
  const { rates } = form.values
  return (
    <Card title="Other rates">
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          A partner’s own rate goes first, then that of its tier, then that of a category. Everybody else has the
          commission above.
        </Text>
        {rates.map((rate, at) => (
          <Paper key={`rate ${at}`} withBorder p="sm" radius="md" role="group" aria-label={`Rate ${at + 1}`}>
            <Stack gap="sm">
              <Group gap="sm" align="flex-end" wrap="nowrap">
                <Select
                  label="For"
                  data={kinds}
                  allowDeselect={false}
                  w={140}
                  {...form.getInputProps(`rates.${at}.of`)}
                  onChange={(of) => {
                    form.setFieldValue(`rates.${at}.of`, of)
                    form.setFieldValue(`rates.${at}.target`, '')
                  }}
                />
                <Target form={form} at={at} />
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  size={36}
                  aria-label={`Remove rate ${at + 1}`}
                  onClick={() => form.removeListItem('rates', at)}
                >
                  <Trash2 size={16} />
                </ActionIcon>
              </Group>
              <CommissionFields form={form} at={`rates.${at}.commission`} value={rate.commission} currency={currency} />
            </Stack>
          </Paper>
        ))}
        <Button
          size="xs"
          variant="default"
          leftSection={<Plus size={14} aria-hidden />}
          onClick={() => form.insertListItem('rates', { of: 'TIER', target: '', commission: newCommission })}
          style={{ alignSelf: 'flex-start' }}
        >
          Add a rate
        </Button>
      </Stack>
    </Card>
  )
}

function Target({ form, at }: { form: Form; at: number }) {
  const { of, target } = form.values.rates[at] ?? { of: 'TIER', target: '' }
  const error =
    form.errors[`rates.${at}`] ??
    form.errors[`rates.${at}.partnerId`] ??
    form.errors[`rates.${at}.tierId`] ??
    form.errors[`rates.${at}.category`]
  const change = (id: string | null) => form.setFieldValue(`rates.${at}.target`, id ?? '')
  const props = { error, style: { flex: 1 }, required: true }
  if (of === 'PARTNER') return <PartnerSelect label="Partner" value={target || null} onChange={change} {...props} />
  if (of === 'TIER') return <TierSelect label="Tier" value={target || null} onChange={change} {...props} />
  return (
    <TextInput
      label="Category"
      placeholder="Reseller"
      value={target}
      onChange={({ currentTarget }) => change(currentTarget.value)}
      {...props}
    />
  )
}

/** Tiers by their names. */
export function useTiers(): { value: string; label: string }[] {
  const { data } = useRead('GET /api/v1/tiers', {})
  return (data?.data ?? []).map(({ id, name }) => ({ value: id, label: name }))
}

function TierSelect(props: Omit<SelectProps, 'data'>) {
  return <Select data={useTiers()} {...props} />
}
