import { Anchor, SegmentedControl, SimpleGrid, Stack, Text, Textarea, TextInput } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import type { BillingInfo, Method, Values } from './values.ts'
import type { BillingWords } from './words.ts'

type Props = { form: UseFormReturnType<Values>; words: BillingWords }

/** How the partner is paid: as before, or another way. */
export function Account({ form, words, info }: Props & { info: BillingInfo }) {
  const now = nameOfAccount(info, words)
  const methods: Method[] = [...(now ? (['KEEP'] as const) : []), 'BANK', 'PAYPAL', 'OTHER']
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        {now ? words.now(now) : words.notSet}
      </Text>
      <SegmentedControl
        aria-label={words.method}
        data={methods.map((value) => ({ value, label: words.methods[value] }))}
        value={form.values.method}
        onChange={(method) => form.setFieldValue('method', method as Method)}
        orientation="horizontal"
        fullWidth
        style={{ flexWrap: 'wrap' }}
      />
      {form.values.method === 'BANK' ? <Bank form={form} words={words} /> : null}
      {form.values.method === 'PAYPAL' ? (
        <TextInput label={words.paypal} type="email" required {...form.getInputProps('paypal')} />
      ) : null}
      {form.values.method === 'OTHER' ? (
        <Textarea label={words.instructions} required autosize minRows={3} {...form.getInputProps('instructions')} />
      ) : null}
    </Stack>
  )
}

function Bank({ form, words }: Props) {
  const { hasIban } = form.values
  return (
    <Stack gap="sm">
      <TextInput label={words.holder} required autoComplete="off" {...form.getInputProps('accountHolder')} />
      {hasIban ? (
        <TextInput label={words.iban} required autoComplete="off" {...form.getInputProps('iban')} />
      ) : (
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          <TextInput label={words.accountNumber} required autoComplete="off" {...form.getInputProps('accountNumber')} />
          <TextInput
            label={words.optional(words.routingNumber)}
            autoComplete="off"
            {...form.getInputProps('routingNumber')}
          />
        </SimpleGrid>
      )}
      <TextInput
        label={words.optional(words.bic)}
        description={words.bicHint}
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
        {hasIban ? words.noIban : words.hasIban}
      </Anchor>
    </Stack>
  )
}

/** The account that is there, as it is shown: masked. */
function nameOfAccount({ payoutMethod: method }: BillingInfo, words: BillingWords): string | null {
  if (!method) return null
  if (method.type === 'PAYPAL') return words.paypalAt(method.email)
  if (method.type === 'OTHER') return words.otherWay
  return `${method.accountHolder}, ${method.iban ?? method.accountNumber ?? ''}`
}
