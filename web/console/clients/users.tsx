import { ActionIcon, Anchor, Button, Group, Select, Stack, Text } from '@mantine/core'
import { Plus, X } from 'lucide-react'
import { useState } from 'react'
import { call, type Schemas } from '../../api/client.ts'
import { useRead } from '../../api/queries.ts'
import { tellDone, tellFailure } from '../../ui/act.tsx'
import { FormDialog } from '../../ui/form-dialog.tsx'
import { Card, Failure, Waiting } from '../../ui/notice.tsx'
import { wordsOf } from '../../ui/status.tsx'
import { useMay } from '../session.ts'
import { type Client, nameOf, staleClients } from './client.tsx'

type User = Schemas['ClientUser']

/** The people at the partner who look after a client. */
export function UsersCard({ client }: { client: Client }) {
  const mayWrite = useMay('clients:write')
  const [isAdding, setAdding] = useState(false)
  const { data, error, refetch } = useRead('GET /api/v1/clients/{id}/users', {
    path: { id: client.id },
    query: { limit: 100 },
  })
  const users = data?.data ?? []
  const isActive = client.status === 'ACTIVE'
  const add =
    mayWrite && isActive ? (
      <Button size="sm" variant="default" leftSection={<Plus size={16} aria-hidden />} onClick={() => setAdding(true)}>
        Assign
      </Button>
    ) : null
  return (
    <Card title="Who looks after it" actions={add}>
      {error && !data ? <Failure error={error} retry={() => void refetch()} /> : null}
      {!data && !error ? <Waiting rows={2} /> : null}
      {data && !users.length ? (
        <Text size="sm" c="dimmed">
          Nobody at {client.partnerName} is assigned to it: its owners and admins see it all the same.
        </Text>
      ) : null}
      <Stack component="ul" gap="xs" m={0} p={0} style={{ listStyle: 'none' }}>
        {users.map((user) => (
          <Group component="li" key={user.id} justify="space-between" wrap="nowrap" gap="xs">
            <div style={{ minWidth: 0 }}>
              <Text size="sm" fw={550}>
                {user.name}
              </Text>
              <Text size="sm" c="dimmed" truncate>
                {wordsOf(user.role)}
                {user.name === user.email ? '' : ' · '}
                {user.name === user.email ? null : <Anchor href={`mailto:${user.email}`}>{user.email}</Anchor>}
              </Text>
            </div>
            {mayWrite ? (
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={`Remove ${user.name}`}
                onClick={() => void remove(client, user).catch(tellFailure)}
              >
                <X size={16} aria-hidden />
              </ActionIcon>
            ) : null}
          </Group>
        ))}
      </Stack>
      {isAdding ? <AssignDialog client={client} assigned={users} close={() => setAdding(false)} /> : null}
    </Card>
  )
}

async function assign({ id }: Client, userId: string): Promise<User> {
  const { data } = await call('PUT /api/v1/clients/{id}/users/{userId}', { path: { id, userId } })
  await staleClients()
  return data
}

async function unassign({ id }: Client, userId: string): Promise<void> {
  await call('DELETE /api/v1/clients/{id}/users/{userId}', { path: { id, userId } })
  await staleClients()
}

async function remove(client: Client, { id, name }: User): Promise<void> {
  await unassign(client, id)
  tellDone(`${name} looks after it no more.`, () => assign(client, id))
}

type Dialog = { client: Client; assigned: User[]; close: () => void }

function AssignDialog({ client, assigned, close }: Dialog) {
  const [userId, choose] = useState<string | null>(null)
  const { data } = useRead('GET /api/v1/partners/{id}/users', { path: { id: client.partnerId }, query: { limit: 100 } })
  const free = (data?.data ?? []).filter(
    ({ id, status }) => status === 'ACTIVE' && !assigned.some((user) => user.id === id),
  )
  const submit = async () => {
    if (!userId) return
    const user = await assign(client, userId)
    tellDone(`${user.name} looks after ${nameOf(client)}.`, () => unassign(client, userId))
  }
  return (
    <FormDialog
      title={`Who looks after ${nameOf(client)}?`}
      close={close}
      confirm="Assign"
      submit={submit}
      isReady={userId !== null}
    >
      <Select
        label={`User of ${client.partnerName}`}
        data={free.map(({ id, email, firstName, lastName }) => ({
          value: id,
          label: [firstName, lastName].filter(Boolean).join(' ') || email,
        }))}
        value={userId}
        onChange={choose}
        searchable
        required
        data-autofocus
        nothingFoundMessage={data ? 'No other active user has this name.' : 'Searching…'}
      />
    </FormDialog>
  )
}
