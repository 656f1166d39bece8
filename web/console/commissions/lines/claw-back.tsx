import { Text, Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useNavigate } from '@tanstack/react-router'
import { call } from '../../../api/client.ts'
import { tellDone } from '../../../ui/act.tsx'
import { FormDialog } from '../../../ui/form-dialog.tsx'
import { moneyText } from '../../../ui/money.tsx'
import { useOnceKey } from '../../../ui/once.ts'
import type { Line } from '../words.ts'
import { useStaleMoney, useUndoOfLine } from './undo.ts'

type Props = { opened: boolean; close: () => void; line: Line }

/** Takes a line back in part or whole by another below zero, which lowers what the partner is paid next. */
export function ClawBackDialog({ opened, close, line: { id, amount, currency, status } }: Props) {
  const navigate = useNavigate()
  const stale = useStaleMoney()
  const undo = useUndoOfLine()
  const keyOf = useOnceKey()
  const form = useForm({ initialValues: { amount: '', reason: '' } })
  const submit = async () => {
    const given = form.values
    const taken = { amount: given.amount.trim() || undefined, reason: given.reason.trim() || undefined }
    const body = { ...taken, idempotencyKey: keyOf({ id, ...taken }) }
    const { data } = await call('POST /api/v1/commission-lines/{id}/claw-back', { path: { id }, body })
    await stale()
    tellDone('The correcting line is created.', () => undo(data.id))
    await navigate({ to: `/commissions/${data.id}` })
  }
  return (
    <FormDialog
      title="Correct by a new line"
      opened={opened}
      close={close}
      confirm="Create the correcting line"
      form={form}
      submit={submit}
    >
      <Text size="sm">
        {status === 'PAID' ? 'The line is paid and stays as it is. ' : ''}A new line below zero takes back what you say,
        and lowers what the partner is paid next.
      </Text>
      <TextInput
        label={`Amount in ${currency}`}
        description={`Above zero. Empty: all that is left of ${moneyText({ value: amount, currency })}.`}
        inputMode="decimal"
        data-autofocus
        {...form.getInputProps('amount')}
      />
      <Textarea
        label="Reason"
        description="It becomes the description, which the partner sees."
        autosize
        minRows={2}
        {...form.getInputProps('reason')}
      />
    </FormDialog>
  )
}
