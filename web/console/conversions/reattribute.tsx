import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useChange } from '../../api/queries.ts'
import { showFaults, tellDone } from '../../ui/act.tsx'
import { PartnerSelect } from '../names.tsx'
import { type Conversion, touched } from './words.ts'

type Props = { opened: boolean; close: () => void; conversion: Conversion }

/** Gives a conversion, with what it earned, to another partner. */
export function ReattributeDialog({ opened, close, conversion }: Props) {
  const { id, partnerId: holder } = conversion
  const give = useChange('POST /api/v1/conversions/{id}/reattribute', { alsoStale: touched })
  const form = useForm<{ partnerId: string | null; reason: string }>({
    initialValues: { partnerId: null, reason: '' },
    validate: {
      partnerId: (chosen) => (chosen === null ? 'Choose a partner.' : chosen === holder ? 'It has it already.' : null),
      reason: (reason) => (reason.trim() ? null : 'Say why.'),
    },
  })
  const back = (reason: string) => () =>
    give.mutateAsync({ path: { id }, body: { partnerId: holder, reason: `Undone: ${reason}` } })
  const submit = form.onSubmit(async ({ partnerId, reason }) => {
    try {
      await give.mutateAsync({ path: { id }, body: { partnerId: partnerId ?? '', reason: reason.trim() } })
      close()
      form.reset()
      tellDone('The conversion has another partner.', back(reason))
    } catch (error) {
      showFaults(form, error)
    }
  })
  return (
    <Modal opened={opened} onClose={close} title="Give to another partner">
      <form onSubmit={submit}>
        <Stack gap="sm">
          <Text size="sm">
            The commission moves along, reckoned anew for the other partner. Both partners’ histories tell of it, with
            the reason.
          </Text>
          <PartnerSelect
            label="Partner"
            placeholder="Type a name or domain"
            withAsterisk
            data-autofocus
            {...form.getInputProps('partnerId')}
          />
          <Textarea
            label="Reason"
            placeholder="They introduced the customer in March."
            autosize
            minRows={2}
            withAsterisk
            {...form.getInputProps('reason')}
          />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
            <Button type="submit" loading={give.isPending}>
              Give it to them
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
