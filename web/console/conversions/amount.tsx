import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { showFaults } from '../../ui/act.tsx'

type Props = {
  opened: boolean
  close: () => void
  accept: (sale: { amount: string; currency: string }) => Promise<unknown>
  currency: string | null
}

/** Asks for the amount of a sale that the report did not tell, and accepts with it. */
export function AmountDialog({ opened, close, accept, currency }: Props) {
  const form = useForm({ initialValues: { amount: '', currency: currency ?? 'EUR' } })
  const submit = form.onSubmit((sale) => accept(sale).catch((error: unknown) => showFaults(form, error)))
  return (
    <Modal opened={opened} onClose={close} title="What was sold?">
      <form onSubmit={submit}>
        <Stack gap="sm">
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
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
            <Button type="submit">Accept</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
