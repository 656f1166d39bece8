import { Button, Grid, Group, Radio, Stack } from '@mantine/core'
import { useForm } from '@mantine/form'
import { Link, useNavigate } from '@tanstack/react-router'
import { useChange } from '../../api/queries.ts'
import { showFaults, tellDone } from '../../ui/act.tsx'
import { Card } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import { type Edited, emptyField, fieldsOf } from './editing.ts'
import { Editor } from './editor.tsx'
import { Preview } from './preview.tsx'
import { type Purpose, purposes } from './words.ts'

const offered: Purpose[] = ['GENERAL', 'LEAD', 'DEAL']

/** Makes a form, with a preview beside it. */
export function NewFormPage() {
  const navigate = useNavigate()
  const create = useChange('POST /api/v1/forms')
  const form = useForm<Edited>({
    initialValues: { name: '', purpose: 'GENERAL', needsAcceptance: true, protectionDays: 90, fields: [emptyField()] },
  })
  const submit = form.onSubmit(async (edited) => {
    const { fields: _edited, ...said } = edited
    try {
      const { data } = await create.mutateAsync({ body: { ...said, fields: fieldsOf(edited) } })
      tellDone(`The form ${data.name} is there.`)
      await navigate({ to: `/forms/${data.id}` })
    } catch (error) {
      showFaults(form, error)
    }
  })
  return (
    <Page title="New form" above={[{ to: '/forms', label: 'Forms' }]}>
      <Grid gap="md">
        <Grid.Col span={{ base: 12, md: 7 }}>
          <Card>
            <form onSubmit={submit}>
              <Stack gap="md">
                <Radio.Group label="What it is for" description="Chosen once." {...form.getInputProps('purpose')}>
                  <Stack gap="xs" mt="xs">
                    {offered.map((purpose) => (
                      <Radio
                        key={purpose}
                        value={purpose}
                        label={purposes[purpose].label}
                        description={purposes[purpose].text}
                      />
                    ))}
                  </Stack>
                </Radio.Group>
                <Editor form={form} />
                <Group gap="xs">
                  <Button type="submit" loading={create.isPending}>
                    Create form
                  </Button>
                  <Button component={Link} to="/forms" variant="default">
                    Cancel
                  </Button>
                </Group>
              </Stack>
            </form>
          </Card>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 5 }}>
          <Preview edited={form.getValues()} />
        </Grid.Col>
      </Grid>
    </Page>
  )
}
