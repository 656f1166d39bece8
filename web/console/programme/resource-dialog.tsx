import { FileInput, SegmentedControl, Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useState } from 'react'
import { call } from '../../api/client.ts'
import { tellDone } from '../../ui/act.tsx'
import { FormDialog } from '../../ui/form-dialog.tsx'
import { formOf, type Resource, staleTemplates } from './template-data.ts'

type Props = { templateId: string; resource?: Resource; rank: number; close: () => void }
type Way = 'link' | 'file'

/** Adds a link or a file for partners, or changes one. */
export function ResourceDialog({ templateId, resource, rank, close }: Props) {
  const [way, setWay] = useState<Way>(resource && !resource.url ? 'file' : 'link')
  const [file, setFile] = useState<File | null>(null)
  const form = useForm({
    initialValues: {
      title: resource?.title ?? '',
      description: resource?.description ?? '',
      category: resource?.category ?? '',
      url: resource?.url ?? '',
    },
  })
  const needsFile = way === 'file' && !resource?.file && !file
  const submit = async () => {
    const { title, description, category, url } = form.values
    const words = { title, description: description || null, category: category || null }
    const body = way === 'link' ? { ...words, url } : resource?.url ? { ...words, url: null } : words
    const id = resource ? await change(resource.id, body) : await add(templateId, { ...body, rank })
    if (way === 'file' && file) await put(id, file)
    await staleTemplates()
    tellDone(`${title} was ${resource ? 'changed' : 'added'}.`)
  }
  return (
    <FormDialog
      title={resource ? `Edit ${resource.title}` : 'Add resource'}
      close={close}
      confirm={resource ? 'Save' : 'Add resource'}
      form={form}
      submit={submit}
      isReady={!needsFile && form.values.title.trim() !== ''}
    >
      <TextInput label="Title" required data-autofocus {...form.getInputProps('title')} />
      <SegmentedControl
        aria-label="What it is"
        value={way}
        onChange={(value) => setWay(value as Way)}
        data={[
          { value: 'link', label: 'Link' },
          { value: 'file', label: 'File' },
        ]}
      />
      {way === 'link' ? (
        <TextInput label="Address" type="url" placeholder="https://" required {...form.getInputProps('url')} />
      ) : (
        <FileInput
          label="File"
          description={resource?.file ? `Now: ${resource.file.name}` : '20 MB at most.'}
          placeholder="Choose a file"
          value={file}
          onChange={setFile}
          clearable
        />
      )}
      <TextInput
        label="Category"
        description="Resources of one category stand together."
        {...form.getInputProps('category')}
      />
      <Textarea label="Description" autosize minRows={2} {...form.getInputProps('description')} />
    </FormDialog>
  )
}

type Words = { title: string; description: string | null; category: string | null; url?: string | null }

async function add(templateId: string, body: Words & { rank: number }): Promise<string> {
  const { data } = await call('POST /api/v1/experience-templates/{id}/resources', { path: { id: templateId }, body })
  return data.id
}

async function change(id: string, body: Words): Promise<string> {
  await call('PATCH /api/v1/experience-resources/{id}', { path: { id }, body })
  return id
}

async function put(id: string, file: File): Promise<void> {
  const given = { path: { id }, query: { name: file.name }, body: formOf(file) as never }
  await call('PUT /api/v1/experience-resources/{id}/file', given)
}
