import { Button, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { Link } from '@tanstack/react-router'
import { useQuery } from '@tanstack/react-query'
import { MailX } from 'lucide-react'
import { type ApiError, call, type Schemas } from '../../api/client.ts'
import { Empty, Failure, Waiting } from '../../ui/notice.tsx'
import { askToSignIn } from './ask.ts'
import { isName, isPassword } from './checks.ts'
import { NewPassword } from './code.tsx'
import { EntryForm } from './form.tsx'
import { Outside } from './outside.tsx'
import { useEnter } from './page.tsx'
import { useTokenOfLink } from './token.ts'

type Invitation = Schemas['UserInvitation']

/** Where the link of an invitation leads: a name, a password, and in. */
export function JoinPage() {
  const token = useTokenOfLink()
  const { data, error, refetch } = useQuery<Invitation, ApiError>({
    queryKey: ['user-invitations', token],
    queryFn: async () => (await call('POST /api/v1/user-invitations/validate', { body: { token } })).data,
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  })
  if (error && (error.status === 404 || error.status === 422)) return <Dead />
  if (error)
    return (
      <Outside title="Join">
        <Failure error={error} retry={() => void refetch()} />
      </Outside>
    )
  if (!data)
    return (
      <Outside title="Join">
        <Waiting rows={3} />
      </Outside>
    )
  return (
    <Outside title={`Join ${data.organisation.name}`} lead={`You will sign in as ${data.email}.`}>
      <JoinForm token={token} invitation={data} />
    </Outside>
  )
}

function JoinForm({ token, invitation }: { token: string; invitation: Invitation }) {
  const { email, name, hasPassword } = invitation
  const enter = useEnter()
  const form = useForm({
    initialValues: { name: name ?? '', password: '' },
    validate: { name: isName, password: (value) => (hasPassword && !value ? null : isPassword(value)) },
  })
  const act = async (values: { name: string; password: string }) => {
    const { password } = values
    await call('POST /api/v1/user-invitations/accept', {
      body: { token, name: values.name, ...(password ? { password } : {}) },
    })
    if (password) await askToSignIn('sign-in/email', { email, password })
    await enter()
  }
  return (
    <EntryForm form={form} act={act} confirm="Join">
      <input type="hidden" autoComplete="username" value={email} readOnly />
      <TextInput label="Your name" autoComplete="name" autoFocus {...form.getInputProps('name')} />
      <NewPassword
        label={hasPassword ? 'New password (optional)' : 'Choose a password'}
        {...(hasPassword ? { description: 'Leave it empty to keep the password that you have here.' } : {})}
        {...form.getInputProps('password')}
      />
    </EntryForm>
  )
}

function Dead() {
  return (
    <Outside title="This invitation does not work">
      <Empty
        title="Used, expired or replaced"
        icon={MailX}
        action={
          <Button component={Link} to="/sign-in">
            Go to sign-in
          </Button>
        }
      >
        An invitation works once, and for seven days. Ask an administrator to send you another one.
      </Empty>
    </Outside>
  )
}
