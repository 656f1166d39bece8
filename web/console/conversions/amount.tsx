import { Group, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { FormDialog } from '../../ui/form-dialog.tsx'

type Props = {
  opened: boolean
  close: () => void
  accept: (sale: { amount: string; currency: string }) => Promise<unknown>
  currency: string | null
}

/** Asks for the amount of a sale that the report did not tell, and accepts with it. */
export function AmountDialog({ opened, close, accept, currency }: Props) {
  const form = useForm({ initialValues: { amount: '', currency: currency ?? 'EUR' } })
  return (
    <FormDialog
      title="What was sold?"
      opened={opened}
      close={close}
      confirm="Accept"
      form={form}
      submit={() => accept(form.values)}
    >
      <Text size="sm">
        The report told no amount that can be used. Give it, and the commission is reckoned from it.
      </Text>
      <Group align="flex-start" gap="xs" grow>
        <TextInput
          label="Amount of the sale"
          placeholder="1200.00"
          inputMode="decimal"
          required
          data-autofocus
          {...form.getInputProps('amount')}
        />
        <TextInput label="Currency" placeholder="EUR" maxLength={3} required {...form.getInputProps('currency')} />
      </Group>
    </FormDialog>
  )
}
