import { ActionIcon, Anchor, Button, Group, Menu, Select, Stack, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { Link } from '@tanstack/react-router'
import { EllipsisVertical, Link2, Plus } from 'lucide-react'
import { useState } from 'react'
import { call, type Schemas } from '#web/api/client.ts'
import { queryClient, useChange, useRead } from '#web/api/queries.ts'
import { CopyText, tellDone, tellFailure } from '#web/ui/act.tsx'
import { FormDialog } from '#web/ui/form-dialog.tsx'
import { Empty } from '#web/ui/notice.tsx'
import { useSearchState } from '#web/ui/router.tsx'
import { Status, type Tone } from '#web/ui/status.tsx'
import { type Column, DataTable } from '#web/ui/table.tsx'
import { useMay } from '#web/console/session.ts'
import { type Lookup, useCampaigns } from '../lookups.ts'
import { nameOf, type Partner } from '../partner.tsx'
import { QrDialog } from './qr.tsx'

type PartnerLink = Schemas['AffiliateLink']

/** The partner's addresses in the campaigns. */
export function LinksTab({ partner }: { partner: Partner }) {
  const mayWrite = useMay('affiliate:manage')
  const [{ cursor }] = useSearchState()
  const [isAdding, setAdding] = useState(false)
  const campaigns = useCampaigns()
  const reading = useRead('GET /api/v1/links', { query: { partnerId: partner.id, cursor, limit: 25 } }, { keep: true })
  const add = mayWrite ? (
    <Button leftSection={<Plus size={16} aria-hidden />} onClick={() => setAdding(true)}>
      New link
    </Button>
  ) : null
  return (
    <Stack>
      {reading.data?.data.length ? <Group justify="flex-end">{add}</Group> : null}
      <DataTable
        label="Links"
        reading={reading}
        columns={columnsOf(campaigns, mayWrite)}
        idOf={({ id }) => id}
        empty={
          <Empty title="No links yet" icon={Link2} action={add}>
            With a link the partner is credited for whoever follows it.
          </Empty>
        }
      />
      {isAdding ? <NewLinkDialog partner={partner} close={() => setAdding(false)} /> : null}
    </Stack>
  )
}

const states: Record<PartnerLink['status'], [Tone, string]> = {
  ACTIVE: ['good', 'Active'],
  REVOKED: ['bad', 'Revoked'],
  PARTNER_ARCHIVED: ['quiet', 'Partner archived'],
}

const columnsOf = (campaigns: Lookup, mayWrite: boolean): Column<PartnerLink>[] => [
  {
    id: 'campaign',
    title: 'Campaign',
    cell: ({ campaignId }) => (
      <Anchor component={Link} to={`/campaigns/${campaignId}`} fw={550}>
        {campaigns.nameOf(campaignId) ?? 'Campaign'}
      </Anchor>
    ),
  },
  {
    id: 'address',
    title: 'Address',
    cell: ({ url }) => (
      <Group gap={4} wrap="nowrap">
        <Text size="sm" ff="monospace" style={{ whiteSpace: 'nowrap' }}>
          {url.replace(/^https?:\/\//, '')}
        </Text>
        <CopyText value={url} label="Copy the link" />
      </Group>
    ),
  },
  {
    id: 'clicks',
    title: 'Clicks',
    align: 'right',
    cell: ({ clicks }) => <span className="tabular">{clicks.toLocaleString()}</span>,
  },
  {
    id: 'conversions',
    title: 'Conversions',
    align: 'right',
    cell: ({ conversions }) => <span className="tabular">{conversions.toLocaleString()}</span>,
  },
  {
    id: 'status',
    title: 'Status',
    cell: ({ status }) => <Status tone={states[status][0]}>{states[status][1]}</Status>,
  },
  { id: 'deeds', title: 'Actions', align: 'right', cell: (link) => <Deeds link={link} mayWrite={mayWrite} /> },
]

function Deeds({ link, mayWrite }: { link: PartnerLink; mayWrite: boolean }) {
  const [isQrOpen, setQrOpen] = useState(false)
  const isRevoked = link.status === 'REVOKED'
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label={`What to do with the link ${link.code}`}>
            <EllipsisVertical size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => setQrOpen(true)}>Show the QR code</Menu.Item>
          <Menu.Item component="a" href={link.url} target="_blank" rel="noreferrer">
            Open the link
          </Menu.Item>
          {mayWrite ? (
            <Menu.Item onClick={() => void toggle(link, isRevoked).catch(tellFailure)}>
              {isRevoked ? 'Restore' : 'Revoke'}
            </Menu.Item>
          ) : null}
        </Menu.Dropdown>
      </Menu>
      {isQrOpen ? <QrDialog link={link} close={() => setQrOpen(false)} /> : null}
    </>
  )
}

const verbs = { revoke: 'POST /api/v1/links/{id}/revoke', restore: 'POST /api/v1/links/{id}/restore' } as const

async function act(id: string, verb: keyof typeof verbs): Promise<void> {
  await call(verbs[verb], { path: { id } })
  await Promise.all(['links', 'events'].map((noun) => queryClient.invalidateQueries({ queryKey: [noun] })))
}

async function toggle({ id, code }: PartnerLink, isRevoked: boolean): Promise<void> {
  const [now, back] = isRevoked ? (['restore', 'revoke'] as const) : (['revoke', 'restore'] as const)
  await act(id, now)
  tellDone(`The link ${code} ${isRevoked ? 'leads on again' : 'is revoked'}.`, () => act(id, back))
}

function NewLinkDialog({ partner, close }: { partner: Partner; close: () => void }) {
  const campaigns = useRead('GET /api/v1/campaigns', { query: { status: 'ACTIVE', limit: 100 } })
  const create = useChange('POST /api/v1/campaigns/{id}/links', { alsoStale: ['links', 'events'] })
  const form = useForm({
    initialValues: { campaignId: '', alias: '' },
    validate: { campaignId: (chosen) => (chosen ? null : 'Choose a campaign.') },
  })
  const options = campaigns.data?.data.map(({ id, name }) => ({ value: id, label: name })) ?? []
  const submit = async () => {
    const { campaignId, alias } = form.values
    const body = { partnerId: partner.id, ...(alias && { alias }) }
    const { data } = await create.mutateAsync({ path: { id: campaignId }, body })
    tellDone(`${nameOf(partner)} has the link ${data.url}.`)
  }
  return (
    <FormDialog title="New link" close={close} confirm="Create the link" form={form} submit={submit}>
      <Select
        label="Campaign"
        placeholder="Choose a campaign"
        data={options}
        required
        searchable
        nothingFoundMessage="No active campaign has this name."
        data-autofocus
        {...form.getInputProps('campaignId')}
      />
      <TextInput
        label="Alias"
        description="A code that is easy to tell, such as autumn-fair. One is made anyway."
        {...form.getInputProps('alias')}
      />
    </FormDialog>
  )
}
