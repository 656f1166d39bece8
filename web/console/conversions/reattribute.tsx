import { Text, Textarea } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useChange } from '../../api/queries.ts'
import { tellDone } from '../../ui/act.tsx'
import { FormDialog } from '../../ui/form-dialog.tsx'
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
  const submit = async () => {
    const { partnerId, reason } = form.values
    await give.mutateAsync({ path: { id }, body: { partnerId: partnerId ?? '', reason: reason.trim() } })
    tellDone('The conversion has another partner.', back(reason))
  }
  return (
    <FormDialog
      title="Give to another partner"
      opened={opened}
      close={close}
      confirm="Give it to them"
      form={form}
      submit={submit}
    >
      <Text size="sm">
        The commission moves along, reckoned anew for the other partner. Both partners’ histories tell of it, with the
        reason.
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
    </FormDialog>
  )
}
