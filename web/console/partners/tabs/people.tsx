import { ActionIcon, Anchor, Badge, Button, Checkbox, Group, Menu, Stack, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { EllipsisVertical, Plus, UsersRound } from 'lucide-react'
import { useState } from 'react'
import { call, type Schemas } from '#web/api/client.ts'
import { queryClient, useChange, useRead } from '#web/api/queries.ts'
import { ask, tellDone, tellFailure } from '#web/ui/act.tsx'
import { DateText } from '#web/ui/date.tsx'
import { FormDialog } from '#web/ui/form-dialog.tsx'
import { Empty } from '#web/ui/notice.tsx'
import { useSearchState } from '#web/ui/router.tsx'
import { type Column, DataTable } from '#web/ui/table.tsx'
import { useMay } from '#web/console/session.ts'
import { setManager } from '../head.tsx'
import { nameOf, type Partner } from '../partner.tsx'

type Visitor = Schemas['Visitor']

/** The people at the partner who may enter its portal. */
export function PeopleTab({ partner }: { partner: Partner }) {
  const mayWrite = useMay('visitors:write')
  const [{ cursor }] = useSearchState()
  const [isAdding, setAdding] = useState(false)
  const reading = useRead(
    'GET /api/v1/visitors',
    { query: { partnerId: partner.id, cursor, limit: 25 } },
    { keep: true },
  )
  const add = mayWrite ? (
    <Button leftSection={<Plus size={16} aria-hidden />} onClick={() => setAdding(true)}>
      Give somebody access
    </Button>
  ) : null
  return (
    <Stack>
      {reading.data?.data.length ? (
        <Group justify="space-between">
          <Text c="dimmed" size="sm">
            These people sign in to the portal with their e-mail address; they need no password.
          </Text>
          {add}
        </Group>
      ) : null}
      <DataTable
        label="People"
        reading={reading}
        columns={columnsOf(partner, mayWrite)}
        idOf={({ id }) => id}
        empty={
          <Empty title="Nobody may enter the portal" icon={UsersRound} action={add}>
            Give people at {nameOf(partner)} access, and they sign in with their e-mail address.
          </Empty>
        }
      />
      {isAdding ? <AccessDialog partner={partner} close={() => setAdding(false)} /> : null}
    </Stack>
  )
}

const columnsOf = (partner: Partner, mayWrite: boolean): Column<Visitor>[] => [
  {
    id: 'name',
    title: 'Name',
    cell: ({ id, name, email }) => (
      <Group gap="xs" wrap="nowrap">
        <Text fw={550}>{name ?? email}</Text>
        {partner.manager?.id === id ? (
          <Badge variant="light" tt="none" radius="sm" miw="max-content">
            Manager
          </Badge>
        ) : null}
      </Group>
    ),
  },
  { id: 'email', title: 'E-mail', cell: ({ email }) => <Anchor href={`mailto:${email}`}>{email}</Anchor> },
  { id: 'since', title: 'Access since', cell: ({ createdAt }) => <DateText at={createdAt} /> },
  ...(mayWrite
    ? [
        {
          id: 'deeds',
          title: 'Actions',
          align: 'right' as const,
          cell: (one: Visitor) => <Deeds partner={partner} visitor={one} />,
        },
      ]
    : []),
]

function Deeds({ partner, visitor }: { partner: Partner; visitor: Visitor }) {
  const mayManage = useMay('partners:write')
  const isManager = partner.manager?.id === visitor.id
  const name = visitor.name ?? visitor.email
  const manage = () =>
    setManager(partner.id, isManager ? null : visitor.id, partner.manager?.id ?? null).catch(tellFailure)
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={`What to do with ${name}`}>
          <EllipsisVertical size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {mayManage ? (
          <Menu.Item onClick={() => void manage()}>
            {isManager ? 'No longer the manager' : 'Make the manager'}
          </Menu.Item>
        ) : null}
        <Menu.Item onClick={() => void invite(visitor).catch(tellFailure)}>Mail where the portal is</Menu.Item>
        <Menu.Item color="red" onClick={() => askToRemove(visitor, name)}>
          Take access away
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

async function invite({ id, email }: Visitor): Promise<void> {
  await call('POST /api/v1/visitors/{id}/invite', { path: { id } })
  await queryClient.invalidateQueries({ queryKey: ['events'] })
  tellDone(`A letter to ${email} is on its way.`)
}

function askToRemove({ id }: Visitor, name: string): void {
  ask({
    title: `Take the access of ${name} away?`,
    text: 'They are signed out of the portal at once and can enter it no more. This cannot be undone; you can give them access anew.',
    confirm: 'Take access away',
    isDangerous: true,
    act: async () => {
      await call('DELETE /api/v1/visitors/{id}', { path: { id } })
      await Promise.all(
        ['visitors', 'partners', 'events'].map((noun) => queryClient.invalidateQueries({ queryKey: [noun] })),
      )
      tellDone(`${name} can enter the portal no more.`)
    },
  })
}

function AccessDialog({ partner, close }: { partner: Partner; close: () => void }) {
  const form = useForm({ initialValues: { name: '', email: '', isMailed: true } })
  const create = useChange('POST /api/v1/visitors', { alsoStale: ['events'] })
  const submit = async () => {
    const { name, email, isMailed } = form.values
    const { data } = await create.mutateAsync({ body: { partnerId: partner.id, email, ...(name && { name }) } })
    tellDone(`${name || email} may enter the portal of ${nameOf(partner)}.`)
    if (isMailed) await invite(data).catch(tellFailure)
  }
  return (
    <FormDialog title="Give somebody access" close={close} confirm="Give access" form={form} submit={submit}>
      <TextInput label="E-mail" type="email" required data-autofocus {...form.getInputProps('email')} />
      <TextInput label="Name" {...form.getInputProps('name')} />
      <Checkbox label="Mail them where the portal is" {...form.getInputProps('isMailed', { type: 'checkbox' })} />
      <Text size="sm" c="dimmed">
        They sign in to the portal with this address and the code that is mailed to them.
      </Text>
    </FormDialog>
  )
}
