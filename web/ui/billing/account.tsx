import { Anchor, SegmentedControl, SimpleGrid, Stack, Text, Textarea, TextInput } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import { useWords } from '../parts/words.ts'
import type { BillingInfo, Method, Values } from './values.ts'

type Props = { form: UseFormReturnType<Values> }

/** How the partner is paid: as before, or another way. */
export function Account({ form, info }: Props & { info: BillingInfo }) {
  const { t } = useWords()
  const now = useAccountName(info)
  const methods: Method[] = [...(now ? (['KEEP'] as const) : []), 'BANK', 'PAYPAL', 'OTHER']
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        {now ? t('billing.now', { account: now }) : t('billing.notSet')}
      </Text>
      <SegmentedControl
        aria-label={t('billing.method')}
        data={methods.map((value) => ({ value, label: t(`billing.methods.${value}`) }))}
        value={form.values.method}
        onChange={(method) => form.setFieldValue('method', method as Method)}
        orientation="horizontal"
        fullWidth
        style={{ flexWrap: 'wrap' }}
      />
      {form.values.method === 'BANK' ? <Bank form={form} /> : null}
      {form.values.method === 'PAYPAL' ? (
        <TextInput label={t('billing.paypal')} type="email" required {...form.getInputProps('paypal')} />
      ) : null}
      {form.values.method === 'OTHER' ? (
        <Textarea
          label={t('billing.instructions')}
          required
          autosize
          minRows={3}
          {...form.getInputProps('instructions')}
        />
      ) : null}
    </Stack>
  )
}

function Bank({ form }: Props) {
  const { t } = useWords()
  const { hasIban } = form.values
  return (
    <Stack gap="sm">
      <TextInput label={t('billing.holder')} required autoComplete="off" {...form.getInputProps('accountHolder')} />
      {hasIban ? (
        <TextInput label={t('billing.iban')} required autoComplete="off" {...form.getInputProps('iban')} />
      ) : (
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          <TextInput
            label={t('billing.accountNumber')}
            required
            autoComplete="off"
            {...form.getInputProps('accountNumber')}
          />
          <TextInput
            label={`${t('billing.routingNumber')} (${t('common.optional')})`}
            autoComplete="off"
            {...form.getInputProps('routingNumber')}
          />
        </SimpleGrid>
      )}
      <TextInput
        label={`${t('billing.bic')} (${t('common.optional')})`}
        description={t('billing.bicHint')}
        autoComplete="off"
        {...form.getInputProps('bic')}
      />
      <Anchor
        component="button"
        type="button"
        size="sm"
        ta="start"
        onClick={() => form.setFieldValue('hasIban', !hasIban)}
      >
        {t(hasIban ? 'billing.noIban' : 'billing.hasIban')}
      </Anchor>
    </Stack>
  )
}

/** The account that is there, as it is shown: masked. */
function useAccountName({ payoutMethod: method }: BillingInfo): string | null {
  const { t } = useWords()
  if (!method) return null
  if (method.type === 'PAYPAL') return t('billing.paypalAt', { email: method.email })
  if (method.type === 'OTHER') return t('billing.otherWay')
  return `${method.accountHolder}, ${method.iban ?? method.accountNumber ?? ''}`
}
