import { Button, Group, SegmentedControl, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { useForm, type UseFormReturnType } from '@mantine/form'
import { useNavigate } from '@tanstack/react-router'
import { useChange, useRead } from '../../../api/queries.ts'
import { showFaults, tellDone } from '../../../ui/act.tsx'
import { CurrencySelect } from '../../../ui/currency.tsx'
import { Card } from '../../../ui/notice.tsx'
import { Page } from '../../../ui/page.tsx'
import { useSearchState } from '../../../ui/router.tsx'
import { PartnerSelect } from '../../names.tsx'
import { many, touched } from '../words.ts'
import type { Sale } from './list.tsx'

const kinds = [
  { value: 'SALE', label: 'Sale' },
  { value: 'RENEWAL', label: 'Renewal' },
  { value: 'REFUND', label: 'Refund' },
]

type Values = {
  type: Sale['type']
  sourceId: string
  originalSourceId: string
  partnerId: string
  amount: string
  currency: string
  occurredAt: string
  customerId: string
  description: string
}

/** Records a sale, a renewal or a refund by hand. */
export function RecordSalePage() {
  const navigate = useNavigate()
  const [{ type = 'SALE', originalSourceId = '', partnerId = '', currency: asked = '' }] = useSearchState()
  const settings = useRead('GET /api/v1/payout-settings', {})
  const record = useChange('POST /api/v1/source-events', { alsoStale: touched })
  const form = useForm<Values>({
    initialValues: {
      type: type as Sale['type'],
      sourceId: '',
      originalSourceId,
      partnerId,
      amount: '',
      currency: asked,
      occurredAt: '',
      customerId: '',
      description: '',
    },
    validate: { partnerId: (id) => (id ? null : 'Choose whose sale it is.') },
  })
  const currency = form.values.currency || settings.data?.data.currency || 'USD'
  const submit = form.onSubmit((given) =>
    record.mutateAsync({ body: bodyOf({ ...given, currency }) }).then(
      ({ data }) => {
        tellDone(`It is recorded, and made ${data.lines.length ? many(data.lines.length) : 'no line'}.`)
        return navigate({ to: `/commissions/sales/${data.id}` })
      },
      (error: unknown) => showFaults(form, error),
    ),
  )
  return (
    <Page
      title="Record a sale or refund"
      above={[{ to: '/commissions/sales', label: 'Sales and refunds' }]}
      lead="The plans in force make commission lines of it at once. This cannot be undone; what was sold by mistake is refunded."
    >
      <Card>
        <form onSubmit={submit}>
          <Stack gap="md" maw={560}>
            <Fields form={form} currency={currency} />
            <Group>
              <Button type="submit" loading={record.isPending}>
                Record
              </Button>
            </Group>
          </Stack>
        </form>
      </Card>
    </Page>
  )
}

function Fields({ form, currency }: { form: UseFormReturnType<Values>; currency: string }) {
  const isRefund = form.values.type === 'REFUND'
  return (
    <>
      <SegmentedControl
        aria-label="Kind"
        data={kinds}
        {...form.getInputProps('type')}
        style={{ alignSelf: 'flex-start' }}
      />
      <TextInput
        label={isRefund ? 'Refund number' : 'Order number'}
        description="Unique for ever: the same number is counted once."
        placeholder={isRefund ? 'refund-1001' : 'order-1001'}
        required
        {...form.getInputProps('sourceId')}
      />
      {isRefund ? (
        <TextInput
          label="Order number of the sale"
          placeholder="order-1001"
          required
          {...form.getInputProps('originalSourceId')}
        />
      ) : null}
      <PartnerSelect
        label="Partner"
        required
        placeholder="Search by name or domain"
        {...form.getInputProps('partnerId')}
        value={form.values.partnerId || null}
        onChange={(id) => form.setFieldValue('partnerId', id ?? '')}
      />
      <Group gap="sm" align="flex-start" wrap="nowrap">
        <TextInput
          label={isRefund ? 'Refunded amount' : 'Amount'}
          placeholder="1200.00"
          inputMode="decimal"
          required
          style={{ flex: 1 }}
          {...form.getInputProps('amount')}
        />
        <CurrencySelect label="Currency" w={120} required {...form.getInputProps('currency')} value={currency} />
      </Group>
      <Group gap="sm" align="flex-start" grow>
        <TextInput type="date" label="On" description="Empty: today." {...form.getInputProps('occurredAt')} />
        {isRefund ? null : (
          <TextInput
            label="Customer"
            description="Your id of who bought."
            placeholder="customer-7"
            {...form.getInputProps('customerId')}
          />
        )}
      </Group>
      <Textarea
        label="Description"
        description="The partner sees it on the line."
        autosize
        minRows={2}
        {...form.getInputProps('description')}
      />
      {isRefund ? (
        <Text size="sm" c="dimmed">
          As much of the commission is taken back as is refunded of the sale.
        </Text>
      ) : null}
    </>
  )
}

const bodyOf = ({ type, sourceId, originalSourceId, partnerId, amount, currency, ...rest }: Values) => ({
  type,
  sourceId: sourceId.trim(),
  partnerId,
  amount: amount.trim(),
  currency,
  ...(rest.occurredAt && { occurredAt: rest.occurredAt }),
  ...(type === 'REFUND' ? { originalSourceId: originalSourceId.trim() } : {}),
  ...(type !== 'REFUND' && rest.customerId.trim() ? { customerId: rest.customerId.trim() } : {}),
  ...(rest.description.trim() && { description: rest.description.trim() }),
})
