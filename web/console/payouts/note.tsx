import { Button, Group, Stack, Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useChange } from '../../api/queries.ts'
import { showFaults, tellDone } from '../../ui/act.tsx'
import { Card } from '../../ui/notice.tsx'
import type { Payout } from './words.ts'

/** The purchase order number and the note that stand on the statement. */
export function NoteForm({ payout: { id, poNumber, metadata } }: { payout: Payout }) {
  const update = useChange('PATCH /api/v1/payouts/{id}')
  const form = useForm({ initialValues: { poNumber: poNumber ?? '', metadata: metadata ?? '' } })
  const path = { id }
  const submit = form.onSubmit((body) =>
    update.mutateAsync({ path, body }).then(
      () => tellDone('The payout is changed.', () => update.mutateAsync({ path, body: { poNumber, metadata } })),
      (error: unknown) => showFaults(form, error),
    ),
  )
  return (
    <Card title="On the statement">
      <form onSubmit={submit}>
        <Stack gap="sm">
          <TextInput label="PO number" placeholder="PO-2026-0042" {...form.getInputProps('poNumber')} />
          <Textarea
            label="Note"
            description="The partner reads it."
            autosize
            minRows={2}
            {...form.getInputProps('metadata')}
          />
          <Group>
            <Button type="submit" variant="default" disabled={!form.isDirty()} loading={update.isPending}>
              Save
            </Button>
          </Group>
        </Stack>
      </form>
    </Card>
  )
}
