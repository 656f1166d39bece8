import { Anchor } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { Building2 } from 'lucide-react'
import { useRead } from '../../api/queries.ts'
import { DateText, Nothing } from '../../ui/date.tsx'
import { ChoiceFilter, Filters, SearchFilter } from '../../ui/filters.tsx'
import { Empty } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import { useSearchState } from '../../ui/router.tsx'
import { Status } from '../../ui/status.tsx'
import { type Column, DataTable } from '../../ui/table.tsx'
import { PartnerFilter } from '../names.tsx'
import { type Client, ClientStatus, nameOf, payer } from './client.tsx'
import { Rooms } from './rooms.tsx'

type Flag = 'true' | 'false'

/** The clients of all partners. */
export function ClientsPage() {
  const [search] = useSearchState()
  const { q, status, partnerId, test, deletion, cursor } = search
  const query = {
    q,
    status: status as Client['status'] | undefined,
    partnerId,
    isTest: test as Flag | undefined,
    scheduledForDeletion: deletion as Flag | undefined,
    cursor,
    limit: 25,
  }
  const reading = useRead('GET /api/v1/clients', { query: query as never }, { keep: true })
  return (
    <Page title="Clients" lead="The companies that your partners look after.">
      <Rooms />
      <Filters names={['q', 'status', 'partnerId', 'test', 'deletion']}>
        <SearchFilter label="Search name" />
        <PartnerFilter />
        <ChoiceFilter label="Status" name="status" options={statuses} />
        <ChoiceFilter label="Deletion" name="deletion" options={deletions} />
        <ChoiceFilter label="Test clients" name="test" options={tests} />
      </Filters>
      <DataTable
        label="Clients"
        reading={reading}
        columns={columns}
        idOf={({ id }) => id}
        empty={
          <Empty title="No client here" icon={Building2}>
            {q || status || partnerId || test || deletion
              ? 'Nothing fits these filters.'
              : 'Partners add their clients by their own API. They show up here at once.'}
          </Empty>
        }
      />
    </Page>
  )
}

const statuses = [
  { value: 'ACTIVE', label: 'Active' },
  { value: 'ARCHIVED', label: 'Archived' },
]
const deletions = [
  { value: 'true', label: 'Will be deleted' },
  { value: 'false', label: 'Stays' },
]
const tests = [
  { value: 'false', label: 'Without test clients' },
  { value: 'true', label: 'Test clients only' },
]

const columns: Column<Client>[] = [
  {
    id: 'name',
    title: 'Name',
    cell: (client) => (
      <Anchor component={Link} to={`/clients/${client.id}`} fw={550}>
        {nameOf(client)}
      </Anchor>
    ),
  },
  {
    id: 'partner',
    title: 'Partner',
    cell: ({ partnerId, partnerName }) => (
      <Anchor component={Link} to={`/partners/${partnerId}`}>
        {partnerName}
      </Anchor>
    ),
  },
  { id: 'status', title: 'Status', cell: (client) => <Standing client={client} /> },
  { id: 'industry', title: 'Industry', cell: ({ industry }) => industry ?? <Nothing /> },
  {
    id: 'billing',
    title: 'Who pays',
    cell: ({ billingMode }) => (billingMode ? payer[billingMode].replace(' pays', '') : 'As by default'),
  },
  { id: 'since', title: 'Client since', cell: ({ createdAt }) => <DateText at={createdAt} /> },
]

function Standing({ client }: { client: Client }) {
  return (
    <>
      <ClientStatus {...client} /> {client.isTest ? <Status tone="quiet">Test</Status> : null}
    </>
  )
}
