import { Anchor, Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { Handshake } from 'lucide-react'
import type { Schemas } from '../../api/client.ts'
import { useRead } from '../../api/queries.ts'
import { Ago } from '../../ui/date.tsx'
import { ChoiceFilter, Filters, SearchFilter } from '../../ui/filters.tsx'
import { Empty } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import { useSearchState } from '../../ui/router.tsx'
import { Status } from '../../ui/status.tsx'
import { type Column, DataTable } from '../../ui/table.tsx'
import { useMay } from '../session.ts'

type Partner = Schemas['Partner']

/** Every partner, as a table. */
export function PartnersPage() {
  const [{ q, status, sort, cursor }] = useSearchState()
  const mayWrite = useMay('partners:write')
  const query = {
    q,
    status: status as Partner['status'] | undefined,
    sort: sort as 'name' | undefined,
    cursor,
    limit: 25,
  }
  const reading = useRead('GET /api/v1/partners', { query }, { keep: true })
  const create = mayWrite ? (
    <Button component={Link} to="/partners/new">
      New partner
    </Button>
  ) : null
  return (
    <Page title="Partners" lead="The companies that you work with." actions={create}>
      <Filters names={['q', 'status']}>
        <SearchFilter label="Search name or domain" />
        <ChoiceFilter
          label="Status"
          name="status"
          options={[
            { value: 'active', label: 'Active' },
            { value: 'inactive', label: 'Archived' },
          ]}
        />
      </Filters>
      <DataTable
        label="Partners"
        reading={reading}
        columns={columns}
        idOf={({ id }) => id}
        empty={
          <Empty title="No partner here" icon={Handshake} action={create}>
            {q || status ? 'Nothing fits these filters.' : 'Add the first one, or import a file.'}
          </Empty>
        }
      />
    </Page>
  )
}

const columns: Column<Partner>[] = [
  {
    id: 'name',
    title: 'Name',
    sort: 'name',
    cell: ({ id, name }) => (
      <Anchor component={Link} to={`/partners/${id}`} fw={550}>
        {name}
      </Anchor>
    ),
  },
  { id: 'domain', title: 'Domain', cell: ({ domain }) => domain },
  {
    id: 'status',
    title: 'Status',
    cell: ({ status }) => (
      <Status tone={status === 'active' ? 'good' : 'quiet'}>{status === 'active' ? 'Active' : 'Archived'}</Status>
    ),
  },
  { id: 'updated', title: 'Changed', sort: 'updatedAt', cell: ({ updatedAt }) => <Ago at={updatedAt} /> },
]
