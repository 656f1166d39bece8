import { Badge, Button, Group, PasswordInput, Select, Stack, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { Schemas } from '../../api/client.ts'
import { useChange, useRead } from '../../api/queries.ts'
import { Fact, Facts, showFaults, tellDone, tellFailure } from '../../ui/act.tsx'
import { Card, Failure, Waiting } from '../../ui/notice.tsx'
import { isName, isPassword } from '../sign-in/checks.ts'
import { NewPassword } from '../sign-in/code.tsx'
import { SettingsFrame } from './frame.tsx'
import { roleWords } from './roles.ts'
import { Sessions } from './sessions.tsx'

type Profile = Schemas['Profile']

/** One’s own name, password and sessions. */
export function ProfilePage() {
  const { data, error, refetch } = useRead('GET /api/v1/me/profile', {})
  return (
    <SettingsFrame title="Profile" lead="Who you are here, and where you are signed in.">
      {error ? <Failure error={error} retry={() => void refetch()} /> : null}
      {data ? (
        <>
          <Person profile={data.data} />
          <Password hasPassword={data.data.hasPassword} />
          <Sessions />
        </>
      ) : error ? null : (
        <Waiting />
      )}
    </SettingsFrame>
  )
}

function Person({ profile }: { profile: Profile }) {
  const { member } = profile
  const change = useChange('PATCH /api/v1/me/profile', { alsoStale: ['users'] })
  const form = useForm({ initialValues: { name: member.name ?? '' }, validate: { name: isName } })
  const save = async ({ name }: { name: string }) => {
    const before = member.name
    await change.mutateAsync({ body: { name } }).then(
      () =>
        tellDone('Your name was changed.', before ? () => change.mutateAsync({ body: { name: before } }) : undefined),
      (error: unknown) => showFaults(form, error),
    )
  }
  return (
    <Card title="You">
      <Stack gap="md">
        <Facts>
          <Fact name="E-mail">{member.email}</Fact>
          <Fact name="Role">
            {roleWords[member.role].name}: {roleWords[member.role].text}
          </Fact>
        </Facts>
        <form onSubmit={form.onSubmit((values) => void save(values))}>
          <Group align="flex-end" gap="sm">
            <TextInput label="Name" autoComplete="name" w={{ base: '100%', xs: 280 }} {...form.getInputProps('name')} />
            <Button type="submit" loading={change.isPending} disabled={!form.isDirty()}>
              Save name
            </Button>
          </Group>
        </form>
        {profile.organisations.length > 1 ? <Switch profile={profile} /> : null}
      </Stack>
    </Card>
  )
}

function Switch({ profile }: { profile: Profile }) {
  const client = useQueryClient()
  const navigate = useNavigate()
  const change = useChange('POST /api/v1/me/organisation')
  const go = async (organisationId: string | null) => {
    if (!organisationId || organisationId === profile.organisation.id) return
    await change.mutateAsync({ body: { organisationId } })
    client.clear()
    await navigate({ to: '/' })
  }
  return (
    <Select
      label="Organisation"
      description="You are a member of several. Choose the one to work in."
      data={profile.organisations.map(({ id, name, role }) => ({
        value: id,
        label: `${name} (${roleWords[role].name})`,
      }))}
      value={profile.organisation.id}
      allowDeselect={false}
      onChange={(id) => void go(id).catch(tellFailure)}
      w={{ base: '100%', xs: 360 }}
    />
  )
}

const blank = { currentPassword: '', newPassword: '' }

function Password({ hasPassword }: { hasPassword: boolean }) {
  const change = useChange('PATCH /api/v1/me/profile')
  const form = useForm({
    initialValues: blank,
    validate: {
      currentPassword: (value) => (hasPassword && !value ? 'Type the password that you sign in by.' : null),
      newPassword: isPassword,
    },
  })
  const save = async ({ currentPassword, newPassword }: typeof blank) => {
    const body = { newPassword, ...(hasPassword ? { currentPassword } : {}) }
    await change.mutateAsync({ body }).then(
      () => {
        form.reset()
        tellDone('Your password was changed. Your other sessions have ended.')
      },
      (error: { code?: string; message?: string }) => {
        if (error.code === 'WRONG_PASSWORD') form.setFieldError('currentPassword', error.message)
        else showFaults(form, error)
      },
    )
  }
  return (
    <Card title="Password" actions={hasPassword ? null : <Badge variant="light">None yet</Badge>}>
      <form onSubmit={form.onSubmit((values) => void save(values))}>
        <Stack gap="sm" align="flex-start">
          {hasPassword ? (
            <PasswordInput
              label="Current password"
              autoComplete="current-password"
              visibilityToggleButtonProps={{ 'aria-label': 'Show the password' }}
              w={{ base: '100%', xs: 320 }}
              {...form.getInputProps('currentPassword')}
            />
          ) : (
            <Text size="sm" c="dimmed">
              You sign in by e-mail code or company account. With a password you can sign in without waiting for a
              letter.
            </Text>
          )}
          <NewPassword w={{ base: '100%', xs: 320 }} {...form.getInputProps('newPassword')} />
          <Button type="submit" loading={change.isPending}>
            {hasPassword ? 'Change password' : 'Set password'}
          </Button>
        </Stack>
      </form>
    </Card>
  )
}
