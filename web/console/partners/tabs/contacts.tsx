import { ActionIcon, Anchor, Button, Group, Select, Stack, Text } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { Link } from '@tanstack/react-router'
import { ContactRound, Plus, X } from 'lucide-react'
import { useState } from 'react'
import { call, type Schemas } from '#web/api/client.ts'
import { queryClient, useRead } from '#web/api/queries.ts'
import { tellDone, tellFailure } from '#web/ui/act.tsx'
import { Nothing } from '#web/ui/date.tsx'
import { FormDialog } from '#web/ui/form-dialog.tsx'
import { Empty } from '#web/ui/notice.tsx'
import { useSearchState } from '#web/ui/router.tsx'
import { type Column, DataTable } from '#web/ui/table.tsx'
import { type Role, roleOptions, roleWords } from '#web/console/contacts/person.ts'
import { useMay } from '#web/console/session.ts'
import { nameOf, type Partner } from '../partner.tsx'

type Assigned = Schemas['PartnerContact']
/** Who of the organisation looks after this partner, and in which role. */
export function ContactsTab({ partner }: { partner: Partner }) {
  const mayWrite = useMay('contacts:write')
  const [{ cursor }] = useSearchState()
  const [isAdding, setAdding] = useState(false)
  const query = { cursor, limit: 25 }
  const reading = useRead('GET /api/v1/partners/{id}/contacts', { path: { id: partner.id }, query }, { keep: true })
  const add = mayWrite ? (
    <Button size="sm" leftSection={<Plus size={16} aria-hidden />} onClick={() => setAdding(true)}>
      Assign a contact
    </Button>
  ) : null
  return (
    <Stack>
      {reading.data?.data.length ? <Group justify="flex-end">{add}</Group> : null}
      <DataTable
        label="Contacts"
        reading={reading}
        columns={mayWrite ? [...columns, removal(partner)] : columns}
        idOf={({ id }) => id}
        empty={
          <Empty title="Nobody looks after this partner" icon={ContactRound} action={add}>
            Assign people of your team, each in a role.
          </Empty>
        }
      />
      {isAdding ? <AssignDialog partner={partner} close={() => setAdding(false)} /> : null}
    </Stack>
  )
}

const columns: Column<Assigned>[] = [
  { id: 'role', title: 'Role', cell: ({ role }) => roleWords(role) },
  {
    id: 'name',
    title: 'Name',
    cell: ({ contact }) => (
      <Anchor component={Link} to={`/contacts/${contact.id}`} fw={550}>
        {contact.name ?? contact.email}
      </Anchor>
    ),
  },
  { id: 'title', title: 'Job title', cell: ({ contact }) => contact.jobTitle ?? <Nothing /> },
  {
    id: 'email',
    title: 'E-mail',
    cell: ({ contact }) => <Anchor href={`mailto:${contact.email}`}>{contact.email}</Anchor>,
  },
  { id: 'phone', title: 'Phone', cell: ({ contact }) => contact.phone ?? <Nothing /> },
]

const removal = (partner: Partner): Column<Assigned> => ({
  id: 'remove',
  title: 'Actions',
  align: 'right',
  cell: (one) => (
    <ActionIcon
      variant="subtle"
      color="gray"
      aria-label={`Remove ${one.contact.name ?? one.contact.email} as ${roleWords(one.role)}`}
      onClick={() => void remove(partner, one).catch(tellFailure)}
    >
      <X size={16} />
    </ActionIcon>
  ),
})

const stale = () =>
  Promise.all(
    ['partners', 'internal-contacts', 'events'].map((noun) => queryClient.invalidateQueries({ queryKey: [noun] })),
  )

async function assign(partner: Partner, id: string, role: Role, remoteId?: string | null): Promise<void> {
  const body = { role, partnerId: partner.id, ...(remoteId ? { remoteId } : {}) }
  await call('POST /api/v1/internal-contacts/{id}/assignments', { path: { id }, body })
  await stale()
}

async function remove(partner: Partner, { id, role, remoteId, contact }: Assigned): Promise<void> {
  const path = { id: contact.id, assignmentId: id }
  await call('DELETE /api/v1/internal-contacts/{id}/assignments/{assignmentId}', { path })
  await stale()
  const done = `${contact.name ?? contact.email} is no longer ${roleWords(role).toLowerCase()} of ${nameOf(partner)}.`
  tellDone(done, () => assign(partner, contact.id, role, remoteId))
}

function AssignDialog({ partner, close }: { partner: Partner; close: () => void }) {
  const [typed, setTyped] = useState('')
  const [q] = useDebouncedValue(typed, 200)
  const [person, setPerson] = useState<string | null>(null)
  const [role, setRole] = useState<Role>('account_manager')
  const people = useRead('GET /api/v1/internal-contacts', { query: { q: q || undefined, limit: 25 } }, { keep: true })
  const options = people.data?.data.map(({ id, name, email }) => ({
    value: id,
    label: name ? `${name} (${email})` : email,
  }))
  const submit = async () => {
    await assign(partner, person ?? '', role)
    tellDone('The contact is assigned.')
  }
  return (
    <FormDialog title="Assign a contact" close={close} confirm="Assign" submit={submit} isReady={person !== null}>
      <Select
        label="Person"
        placeholder="Search by name or e-mail"
        data={options ?? []}
        value={person}
        onChange={setPerson}
        searchable
        onSearchChange={setTyped}
        filter={({ options: all }) => all}
        nothingFoundMessage="No internal contact has this name."
        required
        data-autofocus
      />
      <Select
        label="Role"
        data={roleOptions}
        value={role}
        onChange={(value) => value && setRole(value as Role)}
        allowDeselect={false}
      />
      <Text size="sm" c="dimmed">
        Not in the list?{' '}
        <Anchor component={Link} to="/contacts" inherit underline="always">
          Add the person to the internal contacts
        </Anchor>{' '}
        first.
      </Text>
    </FormDialog>
  )
}
