import { Anchor, Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { Link2, Network } from 'lucide-react'
import { useState } from 'react'
import type { Schemas } from '../../api/client.ts'
import { useRead } from '../../api/queries.ts'
import { DateText, dateText } from '../../ui/date.tsx'
import { ChoiceFilter, Filters } from '../../ui/filters.tsx'
import { Empty } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import { useSearchState } from '../../ui/router.tsx'
import { Status } from '../../ui/status.tsx'
import { type Column, DataTable } from '../../ui/table.tsx'
import { useMay } from '../session.ts'
import { LinkDialog } from './link-dialog.tsx'
import { Rooms } from './rooms.tsx'

export type Brought = Schemas['BroughtPartner']

/** The partners that referral partners have brought, and how far each is. */
export function ReferralsPage() {
  const [{ status, referralPartnerId, cursor }] = useSearchState()
  const mayWrite = useMay('clients:write')
  const [linked, link] = useState<Brought>()
  const query = { status: status as Brought['status'] | undefined, referralPartnerId, cursor, limit: 25 }
  const reading = useRead('GET /api/v1/brought-partners', { query }, { keep: true })
  const deeds: Column<Brought> = {
    id: 'link',
    title: '',
    align: 'right',
    cell: (partner) =>
      partner.status === 'PENDING_ONBOARDING' && !partner.isArchived ? (
        <Button
          size="xs"
          variant="default"
          leftSection={<Link2 size={14} aria-hidden />}
          onClick={() => link(partner)}
          aria-label={`Make link for ${partner.name}`}
        >
          Make link
        </Button>
      ) : null,
  }
  return (
    <Page title="Referrals" lead="Partners that your referral partners have brought, and how far each has come.">
      <Rooms />
      <Filters names={['status', 'referralPartnerId']}>
        <ChoiceFilter label="Onboarding" name="status" options={statuses} />
      </Filters>
      <DataTable
        label="Referrals"
        reading={reading}
        columns={mayWrite ? [...columns, deeds] : columns}
        idOf={({ id }) => id}
        empty={
          <Empty title="Nobody was brought yet" icon={Network}>
            {status || referralPartnerId
              ? 'Nothing fits these filters.'
              : 'A partner with a referral key brings others by its API. They show up here with their onboarding.'}
          </Empty>
        }
      />
      {linked ? <LinkDialog partner={linked} close={() => link(undefined)} /> : null}
    </Page>
  )
}

const statuses = [
  { value: 'PENDING_ONBOARDING', label: 'Waits for its owner' },
  { value: 'ACTIVE', label: 'Onboarded' },
]

const columns: Column<Brought>[] = [
  {
    id: 'name',
    title: 'Partner',
    cell: ({ id, name }) => (
      <Anchor component={Link} to={`/partners/${id}`} fw={550}>
        {name}
      </Anchor>
    ),
  },
  {
    id: 'by',
    title: 'Brought by',
    cell: ({ referralPartner }) => (
      <Anchor component={Link} to={`/partners/${referralPartner.id}`}>
        {referralPartner.name}
      </Anchor>
    ),
  },
  { id: 'status', title: 'Onboarding', cell: (partner) => <Onboarding {...partner} /> },
  {
    id: 'clients',
    title: 'Clients',
    align: 'right',
    cell: ({ id, clients }) =>
      clients ? (
        <Anchor component={Link} to="/clients" search={{ partnerId: id } as never} className="tabular">
          {clients}
        </Anchor>
      ) : (
        0
      ),
  },
  { id: 'since', title: 'Brought on', cell: ({ createdAt }) => <DateText at={createdAt} /> },
]

function Onboarding({ status, isArchived, linkExpiresAt }: Brought) {
  if (isArchived) return <Status tone="quiet">Archived</Status>
  if (status === 'ACTIVE') return <Status tone="good">Onboarded</Status>
  return (
    <Status tone="waiting">
      {linkExpiresAt ? `Waits for its owner, link until ${dateText(linkExpiresAt)}` : 'Waits for its owner'}
    </Status>
  )
}
