import { ActionIcon, Button, Group, Menu, Text } from '@mantine/core'
import { EllipsisVertical, Plus, UsersRound } from 'lucide-react'
import type { Schemas } from '../../api/client.ts'
import { useChange, useRead } from '../../api/queries.ts'
import { ask, tellDone, tellFailure } from '../../ui/act.tsx'
import { Ago } from '../../ui/date.tsx'
import { Empty } from '../../ui/notice.tsx'
import { useSearchState } from '../../ui/router.tsx'
import { Status, type Tone } from '../../ui/status.tsx'
import { type Column, DataTable } from '../../ui/table.tsx'
import { useMay, useProfile } from '../session.ts'
import { SettingsFrame } from './frame.tsx'
import { InviteModal, MemberModal } from './member-form.tsx'
import { roleWords } from './roles.ts'

export type Member = Schemas['User']

/** The people on the staff: who they are, and what they may do. */
export function MembersPage() {
  const [search, change] = useSearchState()
  const mayWrite = useMay('members:write')
  const reading = useRead('GET /api/v1/users', { query: { cursor: search['cursor'], limit: 25 } }, { keep: true })
  const invite = mayWrite ? (
    <Button leftSection={<Plus size={16} aria-hidden />} onClick={() => change({ new: '1' }, { keepPage: true })}>
      Invite a member
    </Button>
  ) : null
  const edited = reading.data?.data.find(({ id }) => id === search['edit'])
  const close = () => change({ new: undefined, edit: undefined }, { keepPage: true })
  return (
    <SettingsFrame title="Members" lead="The people who work in this console." actions={invite}>
      <DataTable
        label="Members"
        reading={reading}
        columns={mayWrite ? [...columns, deeds] : columns}
        idOf={({ id }) => id}
        empty={
          <Empty title="Nobody yet" icon={UsersRound} action={invite}>
            Invite the first colleague. They choose a password by the link in the letter.
          </Empty>
        }
      />
      {mayWrite ? <InviteModal opened={search['new'] !== undefined} close={close} /> : null}
      {mayWrite && edited ? <MemberModal key={edited.id} member={edited} close={close} /> : null}
    </SettingsFrame>
  )
}

const tones: Record<Member['status'], { tone: Tone; word: string }> = {
  ACTIVE: { tone: 'good', word: 'Active' },
  INVITED: { tone: 'waiting', word: 'Invited' },
  PENDING: { tone: 'quiet', word: 'Not invited' },
}

const columns: Column<Member>[] = [
  {
    id: 'name',
    title: 'Name',
    cell: ({ name, email }) => (
      <Text inherit fw={550} style={{ whiteSpace: 'nowrap' }}>
        {name ?? email}
      </Text>
    ),
  },
  { id: 'email', title: 'E-mail', cell: ({ email }) => email },
  { id: 'role', title: 'Role', cell: ({ role }) => roleWords[role].name },
  {
    id: 'status',
    title: 'Status',
    cell: ({ status }) => <Status tone={tones[status].tone}>{tones[status].word}</Status>,
  },
  { id: 'created', title: 'Added', cell: ({ createdAt }) => <Ago at={createdAt} /> },
]

const deeds: Column<Member> = { id: 'deeds', title: '', align: 'right', cell: (member) => <Deeds member={member} /> }

/** What may be done with a member; nothing, where the role is above one’s own. */
function Deeds({ member }: { member: Member }) {
  const { data } = useProfile()
  const [, change] = useSearchState()
  const invite = useChange('POST /api/v1/users/{id}/invite')
  const remove = useChange('DELETE /api/v1/users/{id}')
  const name = member.name ?? member.email
  if (member.role === 'OWNER' && data?.member.role !== 'OWNER') return null
  const send = () =>
    invite.mutate(
      { path: { id: member.id } },
      { onSuccess: () => tellDone(`An invitation is on its way to ${member.email}.`), onError: tellFailure },
    )
  const askToRemove = () =>
    ask({
      title: `Remove ${name}?`,
      text: `${name} is signed out at once and cannot sign in to this organisation any more. What they did stays in the audit log. This cannot be undone; you can invite them again.`,
      confirm: 'Remove',
      isDangerous: true,
      act: async () => {
        await remove.mutateAsync({ path: { id: member.id } })
        tellDone(`${name} was removed.`)
      },
    })
  return (
    <Group justify="flex-end">
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label={`What to do with ${name}`}>
            <EllipsisVertical size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => change({ edit: member.id }, { keepPage: true })}>Change name or role</Menu.Item>
          <Menu.Item onClick={send}>
            {member.status === 'ACTIVE'
              ? 'Send a link to set a password'
              : member.status === 'INVITED'
                ? 'Invite again'
                : 'Invite'}
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item color="red" onClick={askToRemove}>
            Remove
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </Group>
  )
}
