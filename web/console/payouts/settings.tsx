import { ActionIcon, Button, Group, NumberInput, Select, Stack, Text, TextInput } from '@mantine/core'
import { useForm, type UseFormReturnType } from '@mantine/form'
import { Plus, Trash2 } from 'lucide-react'
import type { Schemas } from '../../api/client.ts'
import { useChange, useRead } from '../../api/queries.ts'
import { showFaults, tellDone } from '../../ui/act.tsx'
import { CurrencySelect } from '../../ui/currency.tsx'
import { Card, Failure, Waiting } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import { useMay } from '../session.ts'

type Settings = Schemas['PayoutSettings']

/** How payouts are made: in which currency, and from which amount on. */
export function PayoutSettingsPage() {
  const { data, error, refetch } = useRead('GET /api/v1/payout-settings', {})
  return (
    <Page
      title="Payout settings"
      above={[{ to: '/payouts', label: 'Payouts' }]}
      lead="What is made already keeps its currency."
    >
      {error ? <Failure error={error} retry={() => void refetch()} /> : null}
      {data ? <Form settings={data.data} /> : error ? null : <Waiting rows={3} />}
    </Page>
  )
}

function Form({ settings }: { settings: Settings }) {
  const mayWrite = useMay('commissions:write')
  const set = useChange('PUT /api/v1/payout-settings', { alsoStale: ['payout-batches'] })
  const form = useForm<Settings>({ initialValues: settings })
  const submit = form.onSubmit((body) =>
    set.mutateAsync({ body }).then(
      ({ data }) => {
        form.setValues(data)
        tellDone('The payout settings are saved.', async () => {
          form.setValues((await set.mutateAsync({ body: settings })).data)
        })
      },
      (error: unknown) => showFaults(form, error),
    ),
  )
  return (
    <Card>
      <form onSubmit={submit}>
        <Stack gap="md" maw={520}>
          <CurrencySelect
            label="Currency"
            description="Of payouts that name no other."
            readOnly={!mayWrite}
            w={160}
            {...form.getInputProps('currency')}
          />
          <Stack gap="xs" role="group" aria-label="Minimum payouts">
            <Text size="sm" fw={500}>
              Minimum payouts
            </Text>
            <Text size="sm" c="dimmed">
              A partner who is owed less waits for the next run.
            </Text>
            {form.values.minimumPayouts.map((_minimum, at) => (
              <Group key={`minimum ${at}`} gap="xs" align="flex-start" wrap="nowrap">
                <TextInput
                  aria-label={`Minimum ${at + 1}`}
                  inputMode="decimal"
                  placeholder="50.00"
                  readOnly={!mayWrite}
                  {...form.getInputProps(`minimumPayouts.${at}.amount`)}
                />
                <CurrencySelect
                  aria-label={`Currency of minimum ${at + 1}`}
                  readOnly={!mayWrite}
                  {...form.getInputProps(`minimumPayouts.${at}.currency`)}
                />
                {mayWrite ? (
                  <ActionIcon
                    variant="subtle"
                    color="gray"
                    size={36}
                    aria-label={`Remove minimum ${at + 1}`}
                    onClick={() => form.removeListItem('minimumPayouts', at)}
                  >
                    <Trash2 size={16} />
                  </ActionIcon>
                ) : null}
              </Group>
            ))}
            {mayWrite ? (
              <Button
                size="xs"
                variant="default"
                leftSection={<Plus size={14} aria-hidden />}
                style={{ alignSelf: 'flex-start' }}
                onClick={() => form.insertListItem('minimumPayouts', { currency: form.values.currency, amount: '' })}
              >
                Add a minimum
              </Button>
            ) : null}
          </Stack>
          <PayDay form={form} isReadOnly={!mayWrite} />
          {mayWrite ? (
            <Group>
              <Button type="submit" loading={set.isPending}>
                Save
              </Button>
            </Group>
          ) : null}
        </Stack>
      </form>
    </Card>
  )
}

const everyNone = 'NONE'

/** When partners are told to expect their money. */
function PayDay({ form, isReadOnly }: { form: UseFormReturnType<Settings>; isReadOnly: boolean }) {
  const { schedule } = form.values
  const choose = (every: string | null) =>
    form.setFieldValue(
      'schedule',
      every === 'MONTH' || every === 'QUARTER' ? { every, daysAfter: schedule?.daysAfter ?? 15 } : null,
    )
  return (
    <Group gap="xs" align="flex-end">
      <Select
        label="When partners are paid"
        description="Partners see the day in their portal; nothing is paid by it."
        data={[
          { value: everyNone, label: 'They are told no day' },
          { value: 'MONTH', label: 'After each month' },
          { value: 'QUARTER', label: 'After each quarter' },
        ]}
        allowDeselect={false}
        readOnly={isReadOnly}
        value={schedule?.every ?? everyNone}
        onChange={choose}
        error={form.errors['schedule']}
      />
      {schedule ? (
        <NumberInput
          label="Days after it ends"
          w={150}
          allowDecimal={false}
          min={0}
          readOnly={isReadOnly}
          {...form.getInputProps('schedule.daysAfter')}
        />
      ) : null}
    </Group>
  )
}
