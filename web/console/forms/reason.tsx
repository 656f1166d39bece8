import { Text, Textarea } from '@mantine/core'
import { useForm } from '@mantine/form'
import { FormDialog } from '../../ui/form-dialog.tsx'

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
  return (
    <FormDialog
      title={title}
      opened={opened}
      close={close}
      confirm={confirm}
      form={form}
      submit={() => act(form.values.reason.trim())}
      isDangerous={isDangerous}
    >
      <Text size="sm">{text}</Text>
      <Textarea label="Reason" autosize minRows={2} withAsterisk data-autofocus {...form.getInputProps('reason')} />
    </FormDialog>
  )
}
