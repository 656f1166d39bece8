import { Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { tellDone } from '../../ui/act.tsx'
import { FormDialog } from '../../ui/form-dialog.tsx'
import { create, type Kind, remove, type Thing, update } from './kinds.ts'

type Props = { kind: Kind; thing?: Thing; rank?: number; close: () => void }

/** Makes a tier or phase, or changes its words. */
export function ThingDialog({ kind, thing, rank = 0, close }: Props) {
  const form = useForm({ initialValues: { name: thing?.name ?? '', description: thing?.description ?? '' } })
  const submit = async () => {
    const values = { name: form.values.name, description: form.values.description || null }
    if (thing) {
      await update(kind, thing.id, values)
      const { name, description } = thing
      return tellDone(`${values.name} was changed.`, () => update(kind, thing.id, { name, description }))
    }
    const made = await create(kind, { ...values, rank })
    return tellDone(`${made.name} was added.`, () => remove(kind, made.id))
  }
  return (
    <FormDialog
      title={thing ? `Edit ${thing.name}` : `New ${kind.one}`}
      close={close}
      confirm={thing ? 'Save' : `Add ${kind.one}`}
      form={form}
      submit={submit}
    >
      <TextInput label="Name" required data-autofocus {...form.getInputProps('name')} />
      <Textarea
        label="Description"
        description="For your team. Partners do not see it."
        autosize
        minRows={2}
        {...form.getInputProps('description')}
      />
    </FormDialog>
  )
}
