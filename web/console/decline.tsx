import { Button, Group, Modal, Select, Stack, Text, Textarea } from '@mantine/core'
import { useForm } from '@mantine/form'
import { showFaults } from '../ui/act.tsx'

const reasonTypes = [
  { value: 'DUPLICATE', label: 'It is a duplicate' },
  { value: 'INELIGIBLE', label: 'It does not qualify' },
  { value: 'ALREADY_PAID', label: 'It was paid already' },
  { value: 'DISPUTED', label: 'It is disputed' },
  { value: 'OUTSIDE_POLICY', label: 'It is outside the programme’s policy' },
  { value: 'CUSTOM', label: 'Another reason' },
] as const
type ReasonType = (typeof reasonTypes)[number]['value']

/** Why a conversion or a line is declined. */
export type Why = { reasonType: ReasonType; reason?: string }

/** Why it was declined: what a person wrote, else the reason that was chosen. */
export const reasonText = <T extends string | null>(type: T, reason: string | null): string | T =>
  reason ?? reasonTypes.find(({ value }) => value === type)?.label ?? type

type Props = {
  opened: boolean
  title: string
  text: string
  confirm: string
  close: () => void
  act: (why: Why) => Promise<unknown>
}

/** Asks why before something that was earned is declined. */
export function DeclineDialog({ opened, title, text, confirm, close, act }: Props) {
  const form = useForm<{ reasonType: ReasonType; reason: string }>({
    initialValues: { reasonType: 'INELIGIBLE', reason: '' },
    validate: {
      reason: (reason, { reasonType }) => (reasonType === 'CUSTOM' && !reason.trim() ? 'Say the reason.' : null),
    },
  })
  const submit = form.onSubmit(async ({ reasonType, reason }) => {
    const why = { reasonType, ...(reason.trim() ? { reason: reason.trim() } : {}) }
    await act(why).then(form.reset, (error: unknown) => showFaults(form, error))
  })
  return (
    <Modal opened={opened} onClose={close} title={title}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          <Text size="sm">{text}</Text>
          <Select
            label="Reason"
            data={reasonTypes}
            allowDeselect={false}
            data-autofocus
            {...form.getInputProps('reasonType')}
          />
          <Textarea
            label="In your words"
            description="The partner sees it."
            autosize
            minRows={2}
            withAsterisk={form.values.reasonType === 'CUSTOM'}
            {...form.getInputProps('reason')}
          />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
            <Button type="submit" color="red">
              {confirm}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
