import { TagsInput, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useState } from 'react'
import { call } from '#web/api/client.ts'
import { queryClient } from '#web/api/queries.ts'
import { showFaults, tellDone } from '#web/ui/act.tsx'
import { changeMany } from '../change-many.ts'
import { useCategories } from '../lookups.ts'
import { nameOf, type Partner } from '../partner.tsx'
import { EditForm } from './edit-form.tsx'

type Values = { name: string; domain: string; categories: string[] }

/** Name, domain and labels of a partner. */
export function CompanyForm({ partner, close }: { partner: Partner; close: () => void }) {
  const [isBusy, setBusy] = useState(false)
  // As it was when editing began: what others change meanwhile is not written over.
  const [before] = useState<Values>({
    name: partner.name ?? '',
    domain: partner.domain ?? '',
    categories: partner.categories,
  })
  const form = useForm({ initialValues: before })
  const categories = useCategories()
  const submit = async (values: Values) => {
    setBusy(true)
    try {
      await save(partner.id, before, values)
      tellDone(`${nameOf({ ...partner, name: values.name })} is saved.`, () => save(partner.id, values, before))
      close()
    } catch (error) {
      showFaults(form, error)
      setBusy(false)
    }
  }
  return (
    <EditForm submit={() => form.onSubmit((values) => void submit(values))()} close={close} isBusy={isBusy}>
      <TextInput label="Name" required data-autofocus autoFocus {...form.getInputProps('name')} />
      <TextInput label="Domain" placeholder="example.com" {...form.getInputProps('domain')} />
      <TagsInput
        label="Categories"
        description="Type one and press Enter."
        data={categories}
        {...form.getInputProps('categories')}
      />
    </EditForm>
  )
}

/** Writes what differs, and nothing that somebody else may have changed meanwhile. */
async function save(id: string, before: Values, { name, domain, categories }: Values): Promise<void> {
  const body = { ...(name !== before.name && { name }), ...(domain !== before.domain && { domain: domain || null }) }
  if (Object.keys(body).length) await call('PATCH /api/v1/partners/{id}', { path: { id }, body })
  const addCategories = categories.filter((one) => !before.categories.includes(one))
  const removeCategories = before.categories.filter((one) => !categories.includes(one))
  if (addCategories.length || removeCategories.length) await changeMany([{ id, addCategories, removeCategories }])
  await Promise.all(
    ['partners', 'partner-categories', 'events'].map((noun) => queryClient.invalidateQueries({ queryKey: [noun] })),
  )
}
