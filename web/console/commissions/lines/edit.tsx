import { Text, Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { call } from '../../../api/client.ts'
import { tellDone } from '../../../ui/act.tsx'
import { FormDialog } from '../../../ui/form-dialog.tsx'
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
  return props.opened ? <Form {...props} /> : null
}

function Form({ close, line, isFixed }: Props) {
  const stale = useStaleMoney()
  const was = { amount: line.amount, sourceAmount: line.sourceAmount ?? '', description: line.description ?? '' }
  const form = useForm({ initialValues: was })
  const path = { id: line.id }
  const submit = async () => {
    await call('PATCH /api/v1/commission-lines/{id}', { path, body: bodyOf(form.values, isFixed) })
    await stale()
    tellDone('The line is changed.', async () => {
      await call('PATCH /api/v1/commission-lines/{id}', { path, body: bodyOf(was, isFixed) })
      await stale()
    })
  }
  return (
    <FormDialog title="Edit the line" close={close} confirm="Save" form={form} submit={submit}>
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
    </FormDialog>
  )
}

type Values = { amount: string; sourceAmount: string; description: string }

const bodyOf = ({ amount, sourceAmount, description }: Values, isFixed: boolean) =>
  isFixed ? { description } : { amount: amount.trim(), sourceAmount: sourceAmount.trim() || null, description }
