import { Anchor, Button, Group, Radio, Stack, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { call, type Schemas } from '../../api/client.ts'
import { makeStale, useRead } from '../../api/queries.ts'
import { tellDone } from '../../ui/act.tsx'
import { FormDialog } from '../../ui/form-dialog.tsx'
import { Card, Failure, Waiting } from '../../ui/notice.tsx'
import { Paging } from '../../ui/table.tsx'
import { useSearchState } from '../../ui/router.tsx'
import { nameOfPartner, PartnerSelect } from '../names.tsx'
import { useMay } from '../session.ts'
import { partnersText, useUsage } from './kinds.ts'
import type { Template } from './template-data.ts'

/** The partners whose portal this is. */
export function UsersCard({ template }: { template: Template }) {
  const [{ cursor }] = useSearchState()
  const mayWrite = useMay('partners:write')
  const [isPublishing, setPublishing] = useState(false)
  const used = useUsage('experienceTemplates')(template.id)
  const query = { experienceTemplateId: template.id, limit: 10, cursor, sort: 'name' } as const
  const { data, error, refetch } = useRead('GET /api/v1/partners', { query }, { keep: true })
  const publish = mayWrite ? (
    <Button
      size="sm"
      variant="default"
      leftSection={<Plus size={16} aria-hidden />}
      onClick={() => setPublishing(true)}
    >
      Publish to a partner
    </Button>
  ) : null
  return (
    <Card title={used ? `Published to ${partnersText(used)}` : 'Partners'} actions={publish}>
      {error && !data ? <Failure error={error} retry={() => void refetch()} /> : null}
      {!data && !error ? <Waiting rows={3} /> : null}
      {data?.data.length === 0 ? (
        <Text c="dimmed" size="sm">
          No partner sees this portal yet. Publish it to the first one.
        </Text>
      ) : null}
      <Stack component="ul" gap={6} m={0} p={0} style={{ listStyle: 'none' }}>
        {data?.data.map((partner) => (
          <Group component="li" key={partner.id} gap="xs" justify="space-between">
            <Anchor component={Link} to={`/partners/${partner.id}`} size="sm" inherit={false} fw={550}>
              {nameOfPartner(partner)}
            </Anchor>
            <Text size="sm" c="dimmed">
              {partner.domain}
            </Text>
          </Group>
        ))}
      </Stack>
      <Paging next={data?.pagination.nextCursor ?? null} />
      {isPublishing ? <PublishDialog template={template} close={() => setPublishing(false)} /> : null}
    </Card>
  )
}

type Portal = NonNullable<Schemas['PartnerPortal']>
type Access = Portal['portalAccess']

/** Gives a partner this portal, in place of the one it has. */
function PublishDialog({ template, close }: { template: Template; close: () => void }) {
  const [id, choose] = useState<string | null>(null)
  const [access, setAccess] = useState<Access>('RESTRICTED_USERS')
  const before = useRead('GET /api/v1/partners/{id}/portal', { path: { id: id ?? '' } }, { enabled: Boolean(id) })
  const portal = before.data?.data
  const submit = async () => {
    if (!id) return
    const name = await publish(id, { experienceTemplateId: template.id, portalAccess: access })
    const undo = portal ? () => publish(id, portal) : undefined
    tellDone(`${name} sees this portal now.`, undo)
  }
  return (
    <FormDialog
      title={`Publish ${template.name}`}
      close={close}
      confirm="Publish"
      submit={submit}
      isReady={Boolean(id && before.data)}
    >
      <PartnerSelect label="Partner" value={id} onChange={choose} required data-autofocus />
      <Radio.Group label="Who may enter" value={access} onChange={(value) => setAccess(value as Access)}>
        <Stack gap="xs" mt={6}>
          <Radio value="RESTRICTED_USERS" label="People whom you or the partner invite" />
          <Radio value="RESTRICTED_DOMAINS" label="Anybody with an e-mail address at the partner’s domain" />
        </Stack>
      </Radio.Group>
      {id && before.data ? (
        <Text size="sm" c="dimmed">
          {portal
            ? 'It takes the place of the portal that the partner has.'
            : 'The partner has no portal yet. A portal cannot be taken back, only replaced by another template.'}
        </Text>
      ) : null}
    </FormDialog>
  )
}

async function publish(id: string, { experienceTemplateId, portalAccess }: Omit<Portal, 'publishedAt'>) {
  const { data } = await call('PATCH /api/v1/partners/{id}', {
    path: { id },
    body: { experienceTemplateId, portalAccess },
  })
  await makeStale('partners', 'programme')
  return nameOfPartner(data)
}
