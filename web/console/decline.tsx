import { Select, Text, Textarea } from '@mantine/core'
import { useForm } from '@mantine/form'
import { FormDialog } from '../ui/form-dialog.tsx'

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
  const submit = () => {
    const { reasonType, reason } = form.values
    return act({ reasonType, ...(reason.trim() ? { reason: reason.trim() } : {}) })
  }
  return (
    <FormDialog title={title} opened={opened} close={close} confirm={confirm} form={form} submit={submit} isDangerous>
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
    </FormDialog>
  )
}
