import { Anchor, Button, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { Contact, Plus } from 'lucide-react'
import { useRead } from '../../api/queries.ts'
import { Nothing } from '../../ui/date.tsx'
import { ChoiceFilter, Filters, SearchFilter } from '../../ui/filters.tsx'
import { Empty } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import { useSearchState } from '../../ui/router.tsx'
import { Status } from '../../ui/status.tsx'
import { type Column, DataTable } from '../../ui/table.tsx'
import { PartnerFilter } from '../names.tsx'
import { useMay } from '../session.ts'
import { nameOf, type Person, type Role, roleOptions, roleWords } from './person.ts'

/** The people of the organisation who look after partners. */
export function ContactsPage() {
  const [{ q, role, partnerId, floating, cursor }] = useSearchState()
  const mayWrite = useMay('contacts:write')
  const query = {
    q,
    role: role as Role | undefined,
    partnerId,
    floating: floating as 'true' | undefined,
    cursor,
    limit: 25,
  }
  const reading = useRead('GET /api/v1/internal-contacts', { query }, { keep: true })
  const isFiltered = Boolean(q || role || partnerId || floating)
  const create = mayWrite ? (
    <Button component={Link} to="/contacts/new" leftSection={<Plus size={16} aria-hidden />}>
      New internal contact
    </Button>
  ) : null
  return (
    <Page title="Internal contacts" lead="The people of your team who look after partners." actions={create}>
      <Filters names={['q', 'role', 'partnerId', 'floating']}>
        <SearchFilter label="Search name or e-mail" />
        <ChoiceFilter label="Role" name="role" options={roleOptions} />
        <PartnerFilter />
        <ChoiceFilter label="Assignment" name="floating" options={[{ value: 'true', label: 'On no partner yet' }]} />
      </Filters>
      <DataTable
        label="Internal contacts"
        reading={reading}
        columns={columns}
        idOf={({ id }) => id}
        empty={
          <Empty title="No internal contact here" icon={Contact} action={isFiltered ? null : create}>
            {isFiltered
              ? 'Nobody fits these filters.'
              : 'Add the people of your team, then say which partners each looks after.'}
          </Empty>
        }
      />
    </Page>
  )
}

const columns: Column<Person>[] = [
  {
    id: 'name',
    title: 'Name',
    cell: (person) => (
      <Anchor component={Link} to={`/contacts/${person.id}`} fw={550} style={{ whiteSpace: 'nowrap' }}>
        {nameOf(person)}
      </Anchor>
    ),
  },
  { id: 'roles', title: 'Roles', cell: ({ roles }) => roles.map(roleWords).join(', ') || <Nothing /> },
  { id: 'partners', title: 'Partners', align: 'right', cell: (person) => <PartnerCount {...person} /> },
  { id: 'jobTitle', title: 'Job title', cell: ({ jobTitle }) => jobTitle ?? <Nothing /> },
  { id: 'email', title: 'E-mail', cell: ({ email }) => <Anchor href={`mailto:${email}`}>{email}</Anchor> },
]

function PartnerCount({ partners, floating }: Person) {
  if (floating && !partners) return <Status tone="waiting">None yet</Status>
  return (
    <Text span inherit className="tabular">
      {partners}
    </Text>
  )
}
