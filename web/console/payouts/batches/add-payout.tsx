import { Checkbox } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useNavigate } from '@tanstack/react-router'
import { useChange } from '../../../api/queries.ts'
import { tellDone } from '../../../ui/act.tsx'
import { FormDialog } from '../../../ui/form-dialog.tsx'
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
  const submit = async () => {
    const { data } = await create.mutateAsync({ body: { batchId, ...form.values } })
    tellDone('Here is the partner’s payout in this batch.')
    await navigate({ to: `/payouts/${data.id}` })
  }
  return (
    <FormDialog title="Add a payout" opened={opened} close={close} confirm="Add" form={form} submit={submit}>
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
    </FormDialog>
  )
}
