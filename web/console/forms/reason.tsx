import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core'
import { useForm } from '@mantine/form'
import { showFaults } from '../../ui/act.tsx'

type Props = {
  opened: boolean
  close: () => void
  title: string
  text: string
  confirm: string
  isDangerous?: boolean
  act: (reason: string) => Promise<unknown>
}

/** Asks for a reason before something is done. */
export function ReasonDialog({ opened, close, title, text, confirm, isDangerous = false, act }: Props) {
  const form = useForm({
    initialValues: { reason: '' },
    validate: { reason: (reason) => (reason.trim() ? null : 'Say the reason.') },
  })
  const submit = form.onSubmit(async ({ reason }) => {
    try {
      await act(reason.trim())
      close()
      form.reset()
    } catch (error) {
      showFaults(form, error)
    }
  })
  return (
    <Modal opened={opened} onClose={close} title={title}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          <Text size="sm">{text}</Text>
          <Textarea label="Reason" autosize minRows={2} withAsterisk data-autofocus {...form.getInputProps('reason')} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
            <Button type="submit" color={isDangerous ? 'red' : undefined}>
              {confirm}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
