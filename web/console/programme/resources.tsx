import { ActionIcon, Anchor, Box, Button, Group, Stack, Text } from '@mantine/core'
import { ArrowDown, ArrowUp, FileText, Link2, Pencil, Plus, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { call } from '../../api/client.ts'
import { ask, tellDone, tellFailure } from '../../ui/act.tsx'
import { Card, Failure, Waiting } from '../../ui/notice.tsx'
import { useMay } from '../session.ts'
import { ResourceDialog } from './resource-dialog.tsx'
import { type Resource, staleTemplates, type Template, type useResources } from './template-data.ts'

type Props = { template: Template; resources: ReturnType<typeof useResources> }

/** What partners find to read and to use. */
export function ResourcesCard({ template, resources: { data, error, refetch } }: Props) {
  const mayWrite = useMay('partners:write')
  const [isAdding, setAdding] = useState(false)
  const all = data?.data ?? []
  const add = mayWrite ? (
    <Button size="sm" variant="default" leftSection={<Plus size={16} aria-hidden />} onClick={() => setAdding(true)}>
      Add resource
    </Button>
  ) : null
  return (
    <Card title="Resources" actions={add}>
      {error && !data ? <Failure error={error} retry={() => void refetch()} /> : null}
      {!data && !error ? <Waiting rows={2} /> : null}
      {data && !all.length ? (
        <Text c="dimmed" size="sm">
          Nothing here yet. Add price lists, decks and links that partners should have at hand.
        </Text>
      ) : null}
      <Stack component="ol" gap="xs" m={0} p={0} style={{ listStyle: 'none' }} aria-label="Resources">
        {all.map((resource, place) => (
          <ResourceRow key={resource.id} resource={resource} all={all} place={place} mayWrite={mayWrite} />
        ))}
      </Stack>
      {isAdding ? (
        <ResourceDialog templateId={template.id} rank={(all.at(-1)?.rank ?? 0) + 10} close={() => setAdding(false)} />
      ) : null}
    </Card>
  )
}

type RowProps = { resource: Resource; all: Resource[]; place: number; mayWrite: boolean }

function ResourceRow({ resource, all, place, mayWrite }: RowProps) {
  const [isEditing, setEditing] = useState(false)
  const { title } = resource
  const Icon = resource.file ? FileText : Link2
  const move = (to: number) => void reorder(all, place, to).catch(tellFailure)
  const common = { variant: 'subtle', color: 'gray' } as const
  return (
    <Group component="li" gap="sm" wrap="nowrap" align="flex-start">
      <Icon size={18} aria-hidden style={{ marginTop: 3, flexShrink: 0 }} />
      <Box style={{ flex: 1, minWidth: 0 }}>
        <Where resource={resource} />
        <Text size="xs" c="dimmed" truncate>
          {[resource.category, resource.description].filter(Boolean).join(' · ')}
        </Text>
      </Box>
      {mayWrite ? (
        <Group gap={0} wrap="nowrap">
          <ActionIcon
            {...common}
            aria-label={`Move ${title} up`}
            disabled={place === 0}
            onClick={() => move(place - 1)}
          >
            <ArrowUp size={16} aria-hidden />
          </ActionIcon>
          <ActionIcon
            {...common}
            aria-label={`Move ${title} down`}
            disabled={place === all.length - 1}
            onClick={() => move(place + 1)}
          >
            <ArrowDown size={16} aria-hidden />
          </ActionIcon>
          <ActionIcon {...common} aria-label={`Edit ${title}`} onClick={() => setEditing(true)}>
            <Pencil size={16} aria-hidden />
          </ActionIcon>
          <ActionIcon {...common} aria-label={`Delete ${title}`} onClick={() => remove(resource)}>
            <Trash2 size={16} aria-hidden />
          </ActionIcon>
        </Group>
      ) : null}
      {isEditing ? (
        <ResourceDialog
          templateId={resource.templateId}
          resource={resource}
          rank={resource.rank}
          close={() => setEditing(false)}
        />
      ) : null}
    </Group>
  )
}

function Where({ resource: { id, title, url, file } }: { resource: Resource }) {
  const to = url ?? (file ? `/api/v1/experience-resources/${id}/file` : undefined)
  if (!to)
    return (
      <Text size="sm" fw={550}>
        {title}{' '}
        <Text span inherit c="dimmed">
          (no file yet: partners do not see it)
        </Text>
      </Text>
    )
  return (
    <Anchor href={to} target="_blank" rel="noreferrer" size="sm" inherit={false} fw={550}>
      {title}
    </Anchor>
  )
}

/** Gives each resource the rank of its place; only those that moved are written. */
async function reorder(all: Resource[], from: number, to: number): Promise<void> {
  const [moved] = all.slice(from, from + 1)
  if (!moved) return
  await rank(all.toSpliced(from, 1).toSpliced(to, 0, moved))
  tellDone(`${moved.title} was moved.`, () => rank(all))
}

async function rank(all: Resource[]): Promise<void> {
  for (const [place, { id }] of all.entries())
    await call('PATCH /api/v1/experience-resources/{id}', { path: { id }, body: { rank: (place + 1) * 10 } })
  await staleTemplates()
}

function remove(resource: Resource): void {
  const { id, title, templateId, description, category, url, rank: place } = resource
  const act = async () => {
    await call('DELETE /api/v1/experience-resources/{id}', { path: { id } })
    await staleTemplates()
  }
  const again = async () => {
    const body = { title, description, category, url, rank: place }
    await call('POST /api/v1/experience-templates/{id}/resources', { path: { id: templateId }, body })
    await staleTemplates()
  }
  if (url)
    return void act()
      .then(() => tellDone(`${title} was deleted.`, again))
      .catch(tellFailure)
  return ask({
    title: `Delete ${title}?`,
    text: 'Its file is deleted too. This cannot be undone.',
    confirm: 'Delete resource',
    isDangerous: true,
    act: async () => {
      await act()
      tellDone(`${title} was deleted.`)
    },
  })
}
