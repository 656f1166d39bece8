import { Anchor, Box, Button, Group, Paper, SimpleGrid, Stack, Text } from '@mantine/core'
import { Link, useNavigate } from '@tanstack/react-router'
import { Palette, Plus } from 'lucide-react'
import { useForm } from '@mantine/form'
import { TextInput } from '@mantine/core'
import { call, type Schemas } from '../../api/client.ts'
import { makeStale, useRead } from '../../api/queries.ts'
import { tellDone } from '../../ui/act.tsx'
import { FormDialog } from '../../ui/form-dialog.tsx'
import { Empty, Failure, Waiting } from '../../ui/notice.tsx'
import { Paging } from '../../ui/table.tsx'
import { useSearchState } from '../../ui/router.tsx'
import { useMay } from '../session.ts'
import { partnersText, useUsage } from './kinds.ts'

type Template = Schemas['ExperienceTemplate']

/** What partners’ portals look like. */
export function Templates() {
  const [{ cursor, new: wanted }, change] = useSearchState()
  const query = { limit: 24, cursor }
  const { data, error, refetch } = useRead('GET /api/v1/experience-templates', { query }, { keep: true })
  const mayWrite = useMay('partners:write')
  if (error && !data) return <Failure error={error} retry={() => void refetch()} />
  if (!data) return <Waiting rows={4} />
  const add = mayWrite ? (
    <Button leftSection={<Plus size={16} aria-hidden />} onClick={() => change({ new: 'template' })}>
      New template
    </Button>
  ) : null
  return (
    <Stack gap="md">
      <Group justify="space-between">
        <Text c="dimmed">What a partner’s portal shows, and how it looks.</Text>
        {data.data.length ? add : null}
      </Group>
      {data.data.length ? (
        <SimpleGrid cols={{ base: 1, xs: 2, md: 3 }}>
          {data.data.map((template) => (
            <TemplateCard key={template.id} template={template} />
          ))}
        </SimpleGrid>
      ) : (
        <Paper withBorder radius="md">
          <Empty title="No template yet" icon={Palette} action={add}>
            Make one with your logo, your colour and your words, then publish it to partners.
          </Empty>
        </Paper>
      )}
      <Paging next={data.pagination.nextCursor} />
      {mayWrite && wanted === 'template' ? <NewTemplate close={() => change({ new: undefined })} /> : null}
    </Stack>
  )
}

function TemplateCard({ template }: { template: Template }) {
  const used = useUsage('experienceTemplates')(template.id)
  return (
    <Paper withBorder radius="md" style={{ overflow: 'hidden' }}>
      <Box h={56} px="md" className="template-head" style={{ background: template.accentColour ?? undefined }}>
        {template.logoPath ? <img src={template.logoPath} alt="" height={28} /> : null}
      </Box>
      <Stack gap={4} p="md">
        <Anchor component={Link} to={`/programme/templates/${template.id}`} fw={600}>
          {template.name}
        </Anchor>
        <Text size="sm" c="dimmed" lineClamp={2}>
          {template.description ?? 'No description'}
        </Text>
        <Text size="sm">{used ? partnersText(used) : used === 0 ? 'No partners yet' : ' '}</Text>
      </Stack>
    </Paper>
  )
}

function NewTemplate({ close }: { close: () => void }) {
  const form = useForm({ initialValues: { name: '' } })
  const navigate = useNavigate()
  const submit = async () => {
    const { data } = await call('POST /api/v1/experience-templates', { body: form.values })
    await makeStale('experience-templates', 'programme')
    tellDone(`${data.name} was added.`)
    await navigate({ to: `/programme/templates/${data.id}` })
  }
  return (
    <FormDialog title="New experience template" close={close} confirm="Add template" form={form} submit={submit}>
      <TextInput
        label="Name"
        description="For your team. Partners do not see it."
        required
        data-autofocus
        {...form.getInputProps('name')}
      />
    </FormDialog>
  )
}
