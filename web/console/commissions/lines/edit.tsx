import { Button, Group, Modal, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { call } from '../../../api/client.ts'
import { showFaults, tellDone } from '../../../ui/act.tsx'
import type { Line } from '../words.ts'
import { useStaleMoney } from './undo.ts'

type Props = {
  opened: boolean
  close: () => void
  line: Line
  /** Amounts stay as they are. */
  isFixed: boolean
}

/** Changes what a line says; its amount too, while that is open. */
export function EditLineDialog(props: Props) {
  return (
    <Modal opened={props.opened} onClose={props.close} title="Edit the line">
      <Form key={props.line.updatedAt} {...props} />
    </Modal>
  )
}

function Form({ close, line, isFixed }: Props) {
  const stale = useStaleMoney()
  const was = { amount: line.amount, sourceAmount: line.sourceAmount ?? '', description: line.description ?? '' }
  const form = useForm({ initialValues: was })
  const path = { id: line.id }
  const submit = form.onSubmit(async (values) => {
    const body = bodyOf(values, isFixed)
    await call('PATCH /api/v1/commission-lines/{id}', { path, body }).then(
      async () => {
        await stale()
        close()
        tellDone('The line is changed.', async () => {
          await call('PATCH /api/v1/commission-lines/{id}', { path, body: bodyOf(was, isFixed) })
          await stale()
        })
      },
      (error: unknown) => showFaults(form, error),
    )
  })
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        {isFixed ? (
          <Text size="sm" c="dimmed">
            The amount stays as it is. Correct it by a new line.
          </Text>
        ) : (
          <>
            <TextInput
              label={`Amount in ${line.currency}`}
              inputMode="decimal"
              required
              data-autofocus
              {...form.getInputProps('amount')}
            />
            <TextInput label="Sale that it comes from" inputMode="decimal" {...form.getInputProps('sourceAmount')} />
          </>
        )}
        <Textarea
          label="Description"
          description="The partner sees it."
          autosize
          minRows={2}
          {...form.getInputProps('description')}
        />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
          <Button type="submit" loading={form.submitting}>
            Save
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

type Values = { amount: string; sourceAmount: string; description: string }

const bodyOf = ({ amount, sourceAmount, description }: Values, isFixed: boolean) =>
  isFixed ? { description } : { amount: amount.trim(), sourceAmount: sourceAmount.trim() || null, description }
