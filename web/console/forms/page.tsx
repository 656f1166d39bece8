import { Anchor, Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { ClipboardList } from 'lucide-react'
import { useRead } from '../../api/queries.ts'
import { Ago } from '../../ui/date.tsx'
import { ChoiceFilter, Filters } from '../../ui/filters.tsx'
import { Empty } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import { useSearchState } from '../../ui/router.tsx'
import { Status } from '../../ui/status.tsx'
import { type Column, DataTable } from '../../ui/table.tsx'
import { useMay } from '../session.ts'
import { type Form, optionsOf, type Purpose, purposes } from './words.ts'

/** Every form. */
export function FormsPage() {
  const [{ purpose, status, cursor }] = useSearchState()
  const mayManage = useMay('forms:manage')
  const query = {
    purpose: purpose as Purpose | undefined,
    status: status as Form['status'] | undefined,
    cursor,
    limit: 25,
  }
  const reading = useRead('GET /api/v1/forms', { query }, { keep: true })
  const create = mayManage ? (
    <Button component={Link} to="/forms/new">
      New form
    </Button>
  ) : null
  return (
    <Page
      title="Forms"
      lead="What you ask partners, and what conversions are recorded by."
      actions={
        <>
          <Button component={Link} to="/forms/submissions" variant="default">
            Submissions
          </Button>
          {create}
        </>
      }
    >
      <Filters names={['purpose', 'status']}>
        <ChoiceFilter label="Purpose" name="purpose" options={optionsOf(purposes)} />
        <ChoiceFilter
          label="Status"
          name="status"
          options={[
            { value: 'ACTIVE', label: 'Active' },
            { value: 'ARCHIVED', label: 'Archived' },
          ]}
        />
      </Filters>
      <DataTable
        label="Forms"
        reading={reading}
        columns={columns}
        idOf={({ id }) => id}
        empty={
          <Empty title="No form here" icon={ClipboardList} action={create}>
            {purpose || status
              ? 'Nothing fits these filters.'
              : 'Ask partners for leads and deals: make the first form.'}
          </Empty>
        }
      />
    </Page>
  )
}

const columns: Column<Form>[] = [
  {
    id: 'name',
    title: 'Name',
    cell: ({ id, name }) => (
      <Anchor component={Link} to={`/forms/${id}`} fw={550}>
        {name}
      </Anchor>
    ),
  },
  { id: 'purpose', title: 'Purpose', cell: ({ purpose }) => purposes[purpose].label },
  { id: 'fields', title: 'Fields', align: 'right', cell: ({ fields }) => fields.length },
  {
    id: 'decided',
    title: 'Decision',
    cell: ({ needsAcceptance, purpose }) =>
      purpose === 'CONVERSION' ? 'With the conversion' : needsAcceptance ? 'By a person' : 'None needed',
  },
  {
    id: 'status',
    title: 'Status',
    cell: ({ status }) => (
      <Status tone={status === 'ACTIVE' ? 'good' : 'quiet'}>{status === 'ACTIVE' ? 'Active' : 'Archived'}</Status>
    ),
  },
  { id: 'updated', title: 'Changed', align: 'right', cell: ({ updatedAt }) => <Ago at={updatedAt} /> },
]
