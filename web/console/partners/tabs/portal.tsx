import { Anchor, Button, Select, Text } from '@mantine/core'
import { useForm } from '@mantine/form'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { Schemas } from '#web/api/client.ts'
import { useChange, useRead } from '#web/api/queries.ts'
import { Fact, Facts, showFaults, tellDone } from '#web/ui/act.tsx'
import { DateText } from '#web/ui/date.tsx'
import { Card, Failure, Waiting } from '#web/ui/notice.tsx'
import { useMay } from '#web/console/session.ts'
import { useTemplates } from '../lookups.ts'
import type { Partner } from '../partner.tsx'
import { EditForm } from './edit-form.tsx'

type Portal = NonNullable<Schemas['PartnerPortal']>

const access: Record<Portal['portalAccess'], string> = {
  RESTRICTED_USERS: 'The people who were given access',
  RESTRICTED_DOMAINS: 'Anybody with an e-mail address at the partner’s domain',
}

/** What the partner's portal shows, and who may enter. */
export function PortalCard({ partner }: { partner: Partner }) {
  const mayWrite = useMay('partners:write')
  const [isEditing, setEditing] = useState(false)
  const reading = useRead('GET /api/v1/partners/{id}/portal', { path: { id: partner.id } })
  const portal = reading.data?.data ?? null
  const edit = (
    <Button
      size="xs"
      variant="default"
      onClick={() => setEditing(true)}
      aria-label={portal ? 'Edit portal' : 'Publish portal'}
    >
      {portal ? 'Edit' : 'Publish'}
    </Button>
  )
  return (
    <Card title="Portal" actions={mayWrite && reading.data && !isEditing ? edit : null}>
      {reading.error ? <Failure error={reading.error} retry={() => void reading.refetch()} /> : null}
      {reading.isPending ? <Waiting rows={2} /> : null}
      {reading.data && isEditing ? (
        <PortalForm partner={partner} portal={portal} close={() => setEditing(false)} />
      ) : null}
      {reading.data && !isEditing ? <Shown portal={portal} /> : null}
    </Card>
  )
}

function Shown({ portal }: { portal: Portal | null }) {
  const templates = useTemplates()
  if (!portal)
    return (
      <Text size="sm" c="dimmed">
        No experience template is published for this partner: its portal has the usual look.
      </Text>
    )
  return (
    <Facts>
      <Fact name="Template">{templates.nameOf(portal.experienceTemplateId) ?? 'Experience template'}</Fact>
      <Fact name="Who may enter">{access[portal.portalAccess]}</Fact>
      <Fact name="Published">
        <DateText at={portal.publishedAt} style="time" />
      </Fact>
    </Facts>
  )
}

type Values = { experienceTemplateId: string; portalAccess: Portal['portalAccess'] }

function PortalForm({ partner, portal, close }: { partner: Partner; portal: Portal | null; close: () => void }) {
  const templates = useTemplates()
  const change = useChange('PATCH /api/v1/partners/{id}', { alsoStale: ['events'] })
  const form = useForm<Values>({
    initialValues: {
      experienceTemplateId: portal?.experienceTemplateId ?? '',
      portalAccess: portal?.portalAccess ?? 'RESTRICTED_USERS',
    },
  })
  const put = ({ experienceTemplateId, portalAccess }: Values) =>
    change.mutateAsync({ path: { id: partner.id }, body: { experienceTemplateId, portalAccess } })
  const submit = async (values: Values) => {
    try {
      await put(values)
      tellDone('The portal is published.', portal ? () => put(portal) : undefined)
      close()
    } catch (error) {
      showFaults(form, error)
    }
  }
  return (
    <EditForm submit={() => form.onSubmit((values) => void submit(values))()} close={close} isBusy={change.isPending}>
      <Select
        label="Experience template"
        data={templates.options}
        required
        allowDeselect={false}
        nothingFoundMessage="None has this name."
        {...form.getInputProps('experienceTemplateId')}
      />
      <Select
        label="Who may enter"
        data={Object.entries(access).map(([value, label]) => ({ value, label }))}
        allowDeselect={false}
        {...form.getInputProps('portalAccess')}
      />
      <Text size="sm" c="dimmed">
        {portal ? null : 'Publishing cannot be undone; another template can be chosen at any time. '}
        Templates are made in the{' '}
        <Anchor component={Link} to="/programme" inherit underline="always">
          programme
        </Anchor>
        .
      </Text>
    </EditForm>
  )
}
