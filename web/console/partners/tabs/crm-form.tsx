import { TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useState } from 'react'
import { useChange } from '#web/api/queries.ts'
import { showFaults, tellDone } from '#web/ui/act.tsx'
import type { Partner } from '../partner.tsx'
import { EditForm } from './edit-form.tsx'

type Values = { externalId: string; externalIdType: string; externalCompanyId: string }

/** By which ids a CRM knows the partner. */
export function CrmForm({ partner, close }: { partner: Partner; close: () => void }) {
  const change = useChange('PATCH /api/v1/partners/{id}/crm-record', { alsoStale: ['events'] })
  const [before] = useState<Values>({
    externalId: partner.externalId ?? '',
    externalIdType: partner.externalIdType ?? '',
    externalCompanyId: partner.externalCompanyId ?? '',
  })
  const form = useForm({ initialValues: before })
  const put = (from: Values, to: Values) => change.mutateAsync({ path: { id: partner.id }, body: differing(from, to) })
  const submit = async (values: Values) => {
    try {
      await put(before, values)
      tellDone('The CRM record is saved.', () => put(values, before))
      close()
    } catch (error) {
      showFaults(form, error)
    }
  }
  return (
    <EditForm submit={() => form.onSubmit((values) => void submit(values))()} close={close} isBusy={change.isPending}>
      <TextInput
        label="CRM id"
        description="May stand for the partner wherever the API asks for one."
        autoFocus
        {...form.getInputProps('externalId')}
      />
      <TextInput label="Object type" placeholder="PARTNER" {...form.getInputProps('externalIdType')} />
      <TextInput label="Company id" {...form.getInputProps('externalCompanyId')} />
    </EditForm>
  )
}

/** The fields that were changed; an empty one clears. */
const differing = (from: Values, to: Values): { [K in keyof Values]?: string | null } =>
  Object.fromEntries(
    Object.entries(to)
      .filter(([key, value]) => value !== from[key as keyof Values])
      .map(([key, value]) => [key, value || null]),
  )
