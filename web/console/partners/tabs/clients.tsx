import { Anchor, Stack } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { Building2 } from 'lucide-react'
import type { Schemas } from '#web/api/client.ts'
import { useRead } from '#web/api/queries.ts'
import { DateText, Nothing } from '#web/ui/date.tsx'
import { ChoiceFilter, Filters, SearchFilter } from '#web/ui/filters.tsx'
import { Empty } from '#web/ui/notice.tsx'
import { useSearchState } from '#web/ui/router.tsx'
import { Status, wordsOf } from '#web/ui/status.tsx'
import { type Column, DataTable } from '#web/ui/table.tsx'
import type { Partner } from '../partner.tsx'

type Client = Schemas['Client']

/** The companies that this partner looks after. */
export function ClientsTab({ partner: { id } }: { partner: Partner }) {
  const [{ q, status, cursor }] = useSearchState()
  const query = { q, status: status as Client['status'] | undefined, cursor, limit: 25 }
  const reading = useRead('GET /api/v1/partners/{id}/clients', { path: { id }, query }, { keep: true })
  return (
    <Stack>
      <Filters names={['q', 'status']}>
        <SearchFilter label="Search clients" />
        <ChoiceFilter label="Status" name="status" options={statuses} />
      </Filters>
      <DataTable
        label="Clients"
        reading={reading}
        columns={columns}
        idOf={(one) => one.id}
        empty={
          <Empty title={q || status ? 'No client fits' : 'No clients yet'} icon={Building2}>
            {q || status ? 'Try another search.' : 'The partner brings its clients in over the API, or in its portal.'}
          </Empty>
        }
      />
    </Stack>
  )
}

const statuses = [
  { value: 'ACTIVE', label: 'Active' },
  { value: 'ARCHIVED', label: 'Archived' },
]

const columns: Column<Client>[] = [
  {
    id: 'name',
    title: 'Name',
    cell: ({ id, name, externalId }) => (
      <Anchor component={Link} to={`/clients/${id}`} fw={550}>
        {name ?? externalId}
      </Anchor>
    ),
  },
  { id: 'contact', title: 'Contact', cell: ({ contact }) => contact.name ?? contact.email ?? <Nothing /> },
  { id: 'plan', title: 'Billing plan', cell: ({ billingPlan }) => wordsOf(billingPlan) },
  {
    id: 'status',
    title: 'Status',
    cell: ({ status }) => <Status tone={status === 'ACTIVE' ? 'good' : 'quiet'}>{wordsOf(status)}</Status>,
  },
  { id: 'since', title: 'Since', cell: ({ createdAt }) => <DateText at={createdAt} /> },
]
