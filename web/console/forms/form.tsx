import { Button, Grid, Group, Stack, Tabs } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useParams } from '@tanstack/react-router'
import { useChange, useRead } from '../../api/queries.ts'
import { ask, showFaults, tellDone, tellFailure } from '../../ui/act.tsx'
import { Card, Failure, Waiting } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import { useSearchState } from '../../ui/router.tsx'
import { Status } from '../../ui/status.tsx'
import { useMay } from '../session.ts'
import { type Edited, editedOf, fieldsOf } from './editing.ts'
import { Editor } from './editor.tsx'
import { Preview } from './preview.tsx'
import { SubmissionTable } from './submission-table.tsx'
import { type Form, purposes } from './words.ts'

const above = [{ to: '/forms', label: 'Forms' }]

/** One form: what it asks, and what was answered. */
export function FormPage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const [search, change] = useSearchState()
  const { data, error, refetch } = useRead('GET /api/v1/forms/{id}', { path: { id } })
  if (!data)
    return (
      <Page title="Form" above={above}>
        {error ? <Failure error={error} retry={() => void refetch()} /> : <Waiting />}
      </Page>
    )
  const form = data.data
  return (
    <Page
      title={form.name}
      above={above}
      lead={purposes[form.purpose].text}
      beside={
        <Status tone={form.status === 'ACTIVE' ? 'good' : 'quiet'}>
          {form.status === 'ACTIVE' ? 'Active' : 'Archived'}
        </Status>
      }
      actions={<Archiving form={form} />}
    >
      <Tabs
        value={search['tab'] ?? 'fields'}
        onChange={(tab) => change({ tab: tab === 'fields' ? undefined : (tab ?? undefined), status: undefined })}
        keepMounted={false}
      >
        <Tabs.List mb="md">
          <Tabs.Tab value="fields">Fields</Tabs.Tab>
          <Tabs.Tab value="submissions">Submissions</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="fields">
          <Fields key={form.updatedAt} form={form} />
        </Tabs.Panel>
        <Tabs.Panel value="submissions">
          <SubmissionTable formId={form.id} />
        </Tabs.Panel>
      </Tabs>
    </Page>
  )
}

function Fields({ form: was }: { form: Form }) {
  const mayManage = useMay('forms:manage')
  const update = useChange('PATCH /api/v1/forms/{id}', { alsoStale: ['campaigns'] })
  const form = useForm<Edited>({ initialValues: editedOf(was) })
  const send = (edited: Edited) => {
    const { name, needsAcceptance, protectionDays } = edited
    const body = { name, needsAcceptance, protectionDays, fields: fieldsOf(edited, was.fields) }
    return update.mutateAsync({ path: { id: was.id }, body })
  }
  const isKept = ({ fields }: Edited) => was.fields.every((field) => fields.some(({ id }) => id === field.id))
  const save = async (edited: Edited) => {
    try {
      await send(edited)
      tellDone('Saved.', isKept(edited) ? () => send(editedOf(was)) : undefined)
    } catch (error) {
      showFaults(form, error)
    }
  }
  const submit = form.onSubmit((edited) => (isKept(edited) ? save(edited) : askToRemove(() => save(edited))))
  return (
    <Grid gap="md">
      <Grid.Col span={{ base: 12, md: 7 }}>
        <Card>
          <form onSubmit={submit}>
            <Stack gap="md">
              <Editor form={form} isLocked={!mayManage} />
              {mayManage ? (
                <Group>
                  <Button type="submit" disabled={!form.isDirty()} loading={update.isPending}>
                    Save
                  </Button>
                </Group>
              ) : null}
            </Stack>
          </form>
        </Card>
      </Grid.Col>
      <Grid.Col span={{ base: 12, md: 5 }}>
        <Preview edited={form.getValues()} />
      </Grid.Col>
    </Grid>
  )
}

const askToRemove = (act: () => Promise<void>) =>
  ask({
    title: 'Remove fields',
    text: 'What you took out is asked no more. Answers that were given stay with their submissions. This cannot be undone.',
    confirm: 'Save without them',
    isDangerous: true,
    act,
  })

function Archiving({ form: { id, name, status } }: { form: Form }) {
  const mayManage = useMay('forms:manage')
  const archive = useChange('POST /api/v1/forms/{id}/archive')
  const restore = useChange('POST /api/v1/forms/{id}/restore')
  if (!mayManage) return null
  const archiveIt = () => archive.mutateAsync({ path: { id } })
  const restoreIt = () => restore.mutateAsync({ path: { id } })
  return status === 'ACTIVE' ? (
    <Button
      variant="default"
      onClick={() => void archiveIt().then(() => tellDone(`${name} is archived.`, restoreIt), tellFailure)}
    >
      Archive
    </Button>
  ) : (
    <Button
      onClick={() => void restoreIt().then(() => tellDone(`${name} takes submissions again.`, archiveIt), tellFailure)}
    >
      Restore
    </Button>
  )
}
