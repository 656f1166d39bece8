import { Button, Checkbox, Group, Modal, Stack } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useNavigate } from '@tanstack/react-router'
import { useChange } from '../../../api/queries.ts'
import { showFaults, tellDone } from '../../../ui/act.tsx'
import { PartnerSelect } from '../../names.tsx'
import { touched } from '../words.ts'

type Props = { opened: boolean; close: () => void; batchId: string }

/** One more payout in a batch, for a partner of one's choice. */
export function AddPayoutDialog({ opened, close, batchId }: Props) {
  const navigate = useNavigate()
  const create = useChange('POST /api/v1/payouts', { alsoStale: touched })
  const form = useForm({
    initialValues: { partnerId: '', attachPendingLines: true },
    validate: { partnerId: (id) => (id ? null : 'Choose a partner.') },
  })
  const submit = form.onSubmit((given) =>
    create.mutateAsync({ body: { batchId, ...given } }).then(
      ({ data }) => {
        close()
        tellDone('Here is the partner’s payout in this batch.')
        return navigate({ to: `/payouts/${data.id}` })
      },
      (error: unknown) => showFaults(form, error),
    ),
  )
  return (
    <Modal opened={opened} onClose={close} title="Add a payout">
      <form onSubmit={submit}>
        <Stack gap="sm">
          <PartnerSelect
            label="Partner"
            placeholder="Search by name or domain"
            required
            data-autofocus
            {...form.getInputProps('partnerId')}
            value={form.values.partnerId || null}
            onChange={(id) => form.setFieldValue('partnerId', id ?? '')}
          />
          <Checkbox
            label="With the partner’s pending lines of the period"
            {...form.getInputProps('attachPendingLines', { type: 'checkbox' })}
          />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
            <Button type="submit" loading={create.isPending}>
              Add
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
