import { Button, Group, Modal, Select, Stack, Text, Textarea } from '@mantine/core'
import { useForm } from '@mantine/form'
import { showFaults } from '../../ui/act.tsx'
import { type DeclineReason, declineReasons } from './words.ts'

export type Why = { reasonType: DeclineReason; reason?: string }

type Props = { opened: boolean; title: string; close: () => void; decline: (why: Why) => Promise<unknown> }

/** Asks why before it declines. */
export function DeclineDialog({ opened, title, close, decline }: Props) {
  const form = useForm<{ reasonType: DeclineReason; reason: string }>({
    initialValues: { reasonType: 'INELIGIBLE', reason: '' },
    validate: {
      reason: (reason, { reasonType }) => (reasonType === 'CUSTOM' && !reason.trim() ? 'Say the reason.' : null),
    },
  })
  const submit = form.onSubmit(async ({ reasonType, reason }) => {
    const why = { reasonType, ...(reason.trim() ? { reason: reason.trim() } : {}) }
    await decline(why).then(form.reset, (error: unknown) => showFaults(form, error))
  })
  return (
    <Modal opened={opened} onClose={close} title={title}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          <Text size="sm">
            The commission is taken back. What is paid already is taken off the partner’s next payout.
          </Text>
          <Select
            label="Reason"
            data={declineReasons}
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
              Decline
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
