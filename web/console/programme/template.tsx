import './programme.css'
import { Box, Button, Grid, Stack } from '@mantine/core'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { Trash2 } from 'lucide-react'
import { useState } from 'react'
import { call } from '../../api/client.ts'
import { makeStale, useRead } from '../../api/queries.ts'
import { tellDone } from '../../ui/act.tsx'
import { Empty, Failure, Waiting } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import { useMay } from '../session.ts'
import { useUsage } from './kinds.ts'
import { LogoCard } from './logo.tsx'
import { LookCard, useLookForm } from './look.tsx'
import { Preview } from './preview.tsx'
import { RemoveDialog } from './remove-dialog.tsx'
import { ResourcesCard } from './resources.tsx'
import { type Template, useResources } from './template-data.ts'
import { UsersCard } from './users.tsx'

const above = [
  { to: '/programme', label: 'Programme' },
  { to: '/programme/templates', label: 'Experience templates' },
]

/** One experience template: its words, its colour, its resources, and beside them the portal as partners see it. */
export function TemplatePage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const { data, error, refetch } = useRead('GET /api/v1/experience-templates/{id}', { path: { id } })
  if (data) return <TemplateEditor key={data.data.id} template={data.data} />
  return (
    <Page title="Experience template" above={above}>
      {error?.status === 404 ? (
        <Empty
          title="There is no such template"
          action={
            <Button component={Link} to="/programme/templates">
              See all templates
            </Button>
          }
        >
          It may have been deleted, or the address is mistyped.
        </Empty>
      ) : error ? (
        <Failure error={error} retry={() => void refetch()} />
      ) : (
        <Waiting />
      )}
    </Page>
  )
}

function TemplateEditor({ template }: { template: Template }) {
  const form = useLookForm(template)
  const resources = useResources(template.id)
  return (
    <Page title={template.name} lead={template.description} above={above} actions={<Deeds template={template} />}>
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, md: 5 }}>
          <Stack>
            <LookCard template={template} form={form} />
            <LogoCard template={template} />
            <ResourcesCard template={template} resources={resources} />
            <UsersCard template={template} />
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 7 }}>
          <Box pos="sticky" top={72}>
            <Preview look={form.values} logoPath={template.logoPath} />
          </Box>
        </Grid.Col>
      </Grid>
    </Page>
  )
}

function Deeds({ template }: { template: Template }) {
  const [isRemoving, setRemoving] = useState(false)
  const used = useUsage('experienceTemplates')(template.id) ?? 0
  const navigate = useNavigate()
  if (!useMay('partners:write')) return null
  const remove = async () => {
    await call('DELETE /api/v1/experience-templates/{id}', { path: { id: template.id } })
    await navigate({ to: '/programme/templates' })
    await makeStale('experience-templates', 'programme')
    tellDone(`${template.name} was deleted.`)
  }
  return (
    <>
      <Button variant="default" leftSection={<Trash2 size={16} aria-hidden />} onClick={() => setRemoving(true)}>
        Delete
      </Button>
      {isRemoving ? (
        <RemoveDialog
          name={template.name}
          one="template"
          used={used}
          text="Its logo and its resources are deleted with it. This cannot be undone."
          remove={remove}
          close={() => setRemoving(false)}
        />
      ) : null}
    </>
  )
}
