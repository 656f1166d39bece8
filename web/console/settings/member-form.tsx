import { Select, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useChange } from '../../api/queries.ts'
import { tellDone } from '../../ui/act.tsx'
import { FormDialog } from '../../ui/form-dialog.tsx'
import { useProfile } from '../session.ts'
import { isAddress } from '../sign-in/checks.ts'
import type { Member } from './members.tsx'
import { type Role, rolesUpTo, roleWords } from './roles.ts'

const blank = { email: '', name: '', role: 'PARTNER_MANAGER' as Role }

/** A new member, and the letter by which they join. */
export function InviteModal({ opened, close }: { opened: boolean; close: () => void }) {
  const create = useChange('POST /api/v1/users')
  const form = useForm({ initialValues: blank, validate: { email: isAddress } })
  const leave = () => {
    form.reset()
    close()
  }
  const submit = async () => {
    const { email, name, role } = form.values
    await create.mutateAsync({ body: { email, role, invite: true, ...(name.trim() ? { name } : {}) } })
    tellDone(`An invitation is on its way to ${email}.`)
  }
  return (
    <FormDialog
      title="Invite a member"
      opened={opened}
      close={leave}
      confirm="Send the invitation"
      form={form}
      submit={submit}
    >
      <TextInput
        label="E-mail"
        description="A letter with a link goes there. The link works once, and for seven days."
        type="email"
        data-autofocus
        {...form.getInputProps('email')}
      />
      <TextInput label="Name (optional)" {...form.getInputProps('name')} />
      <RoleChoice {...form.getInputProps('role')} role={form.values.role} />
    </FormDialog>
  )
}

/** Another name or role for a member. */
export function MemberModal({ member, close }: { member: Member; close: () => void }) {
  const update = useChange('PATCH /api/v1/users/{id}', { alsoStale: ['me'] })
  const before = { name: member.name, role: member.role }
  const form = useForm({ initialValues: { name: member.name ?? '', role: member.role } })
  const path = { id: member.id }
  const submit = async () => {
    const { name, role } = form.values
    await update.mutateAsync({ path, body: { name: name.trim() || null, role } })
    tellDone(`${name || member.email} was changed.`, () => update.mutateAsync({ path, body: before }))
  }
  return (
    <FormDialog title={member.email} close={close} confirm="Save" form={form} submit={submit}>
      <TextInput label="Name" data-autofocus {...form.getInputProps('name')} />
      <RoleChoice {...form.getInputProps('role')} role={form.values.role} />
      <Text size="sm" c="dimmed">
        Another role holds at once, also where they are signed in.
      </Text>
    </FormDialog>
  )
}

function RoleChoice({ role, ...input }: { role: Role }) {
  const { data } = useProfile()
  return (
    <Select
      label="Role"
      description={`${roleWords[role].name}: ${roleWords[role].text}.`}
      data={rolesUpTo(data?.member.role)}
      allowDeselect={false}
      comboboxProps={{ withinPortal: true }}
      {...input}
    />
  )
}
