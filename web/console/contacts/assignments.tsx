import { ActionIcon, Anchor, Button, Group, Select, Stack, Title } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { Handshake, Plus, X } from 'lucide-react'
import { useState } from 'react'
import { call } from '../../api/client.ts'
import { makeStale, useRead } from '../../api/queries.ts'
import { tellDone, tellFailure } from '../../ui/act.tsx'
import { Ago } from '../../ui/date.tsx'
import { Empty } from '../../ui/notice.tsx'
import { useSearchState } from '../../ui/router.tsx'
import { Status } from '../../ui/status.tsx'
import { type Column, DataTable } from '../../ui/table.tsx'
import { useMay } from '../session.ts'
import { AssignDialog, AttachDialog } from './assign-dialog.tsx'
import { type Assignment, nameOf, type Person, type Role, roleOptions, roleWords } from './person.ts'

/** Whom a person looks after, and in which role. */
export function Assignments({ person }: { person: Person }) {
  const [{ cursor }] = useSearchState()
  const mayWrite = useMay('contacts:write')
  const [isAdding, setAdding] = useState(false)
  const [attached, setAttached] = useState<Assignment>()
  const reading = useRead(
    'GET /api/v1/internal-contacts/{id}/assignments',
    { path: { id: person.id }, query: { cursor, limit: 25 } },
    { keep: true },
  )
  const add = mayWrite ? (
    <Button size="sm" leftSection={<Plus size={16} aria-hidden />} onClick={() => setAdding(true)}>
      Assign to a partner
    </Button>
  ) : null
  const isEmpty = reading.data?.data.length === 0 && !cursor
  return (
    <Stack gap="sm">
      <Group justify="space-between">
        <Title order={2} size="h3">
          Roles
        </Title>
        {isEmpty ? null : add}
      </Group>
      <DataTable
        label="Roles"
        reading={reading}
        columns={mayWrite ? [...told(person, setAttached), removal(person)] : told()}
        idOf={({ id }) => id}
        empty={
          <Empty title="No role yet" icon={Handshake} action={add}>
            {nameOf(person)} looks after nobody. Assign the person to a partner in a role.
          </Empty>
        }
      />
      {isAdding ? <AssignDialog person={person} close={() => setAdding(false)} /> : null}
      {attached ? <AttachDialog person={person} assignment={attached} close={() => setAttached(undefined)} /> : null}
    </Stack>
  )
}

/** The columns; with a person, what may be changed can be changed in place. */
function told(person?: Person, attach?: (assignment: Assignment) => void): Column<Assignment>[] {
  return [
    {
      id: 'partner',
      title: 'Partner',
      cell: (one) => <Place assignment={one} attach={attach} />,
    },
    {
      id: 'role',
      title: 'Role',
      cell: (one) => (person ? <RoleSelect person={person} assignment={one} /> : roleWords(one.role)),
    },
    { id: 'since', title: 'Since', cell: ({ createdAt }) => <Ago at={createdAt} /> },
  ]
}

type PlaceProps = { assignment: Assignment; attach: ((assignment: Assignment) => void) | undefined }

function Place({ assignment, attach }: PlaceProps) {
  const { partner } = assignment
  if (partner)
    return (
      <Anchor component={Link} to={`/partners/${partner.id}`} fw={550}>
        {partner.name}
      </Anchor>
    )
  return (
    <Group gap="xs">
      <Status tone="waiting">On no partner yet</Status>
      {attach ? (
        <Button size="compact-xs" variant="light" onClick={() => attach(assignment)}>
          Choose partner
        </Button>
      ) : null}
    </Group>
  )
}

function RoleSelect({ person, assignment }: { person: Person; assignment: Assignment }) {
  const { role, partner } = assignment
  return (
    <Select
      aria-label={`Role ${partner ? `at ${partner.name}` : 'on no partner yet'}`}
      size="xs"
      w={190}
      data={roleOptions}
      value={role}
      allowDeselect={false}
      onChange={(value) => value && void changeRole(person, assignment, value as Role).catch(tellFailure)}
    />
  )
}

const stale = () => makeStale('internal-contacts', 'partners')

async function changeRole(person: Person, { id: assignmentId, role: before }: Assignment, role: Role): Promise<void> {
  const write = async (wanted: Role) => {
    const path = { id: person.id, assignmentId }
    await call('PATCH /api/v1/internal-contacts/{id}/assignments/{assignmentId}', { path, body: { role: wanted } })
    await stale()
  }
  await write(role)
  tellDone(`${nameOf(person)} is ${roleWords(role).toLowerCase()} now.`, () => write(before))
}

const removal = (person: Person): Column<Assignment> => ({
  id: 'remove',
  title: '',
  align: 'right',
  cell: (one) => (
    <ActionIcon
      variant="subtle"
      color="gray"
      aria-label={`Remove ${roleWords(one.role).toLowerCase()}${one.partner ? ` at ${one.partner.name}` : ''}`}
      onClick={() => void remove(person, one).catch(tellFailure)}
    >
      <X size={16} aria-hidden />
    </ActionIcon>
  ),
})

async function remove(person: Person, { id, role, partner, remoteId }: Assignment): Promise<void> {
  const path = { id: person.id, assignmentId: id }
  await call('DELETE /api/v1/internal-contacts/{id}/assignments/{assignmentId}', { path })
  await stale()
  tellDone(`${nameOf(person)} has this role no more.`, async () => {
    const body = { role, partnerId: partner?.id ?? null, remoteId }
    await call('POST /api/v1/internal-contacts/{id}/assignments', { path: { id: person.id }, body })
    await stale()
  })
}
