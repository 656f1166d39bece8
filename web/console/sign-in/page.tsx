import { Alert, Anchor, Button, Divider, PasswordInput, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useNavigate } from '@tanstack/react-router'
import { useQueryClient } from '@tanstack/react-query'
import { CircleAlert, KeyRound, Mail, Terminal } from 'lucide-react'
import { useState } from 'react'
import { useRead } from '../../api/queries.ts'
import { tellFailure } from '../../ui/act.tsx'
import { basePath } from '../../ui/app.tsx'
import { useSearchState } from '../../ui/router.tsx'
import { askToSignIn } from './ask.ts'
import { isAddress } from './checks.ts'
import { CodeWay } from './code.tsx'
import { EntryForm } from './form.tsx'
import { Outside } from './outside.tsx'

export type Way = 'password' | 'code' | 'forgotten'

/** Where somebody signs in: by password, by a code, or by the provider of the operator. */
export function SignInPage() {
  const [way, setWay] = useState<Way>('password')
  const [email, setEmail] = useState('')
  const { data } = useRead('GET /api/v1/console', {})
  const enter = useEnter()
  if (way !== 'password') return <CodeWay way={way} email={email} leave={() => setWay('password')} enter={enter} />
  return (
    <Outside title="Sign in" lead="For the people who run the partner programme.">
      <Turned />
      {data?.data.isFirstRun ? <FirstRunHint /> : null}
      <PasswordForm email={email} setEmail={setEmail} enter={enter} forget={() => setWay('forgotten')} />
      <Divider label="or" />
      <Button variant="default" leftSection={<Mail size={16} aria-hidden />} onClick={() => setWay('code')}>
        Send me a code by e-mail
      </Button>
      {data?.data.signInBy.includes('OIDC') ? <ProviderButton /> : null}
    </Outside>
  )
}

/** Goes on to where somebody wanted to be, with nothing kept of whoever was here before. */
export function useEnter(): () => Promise<void> {
  const client = useQueryClient()
  const navigate = useNavigate()
  const [{ next }] = useSearchState()
  return async () => {
    client.clear()
    await navigate({ to: ownPath(next) as '/', replace: true })
  }
}

/** Only a page of the console is gone on to. */
const ownPath = (next: string | undefined) => (next && /^\/(?![/\\])/.test(next) ? next : '/')

type PasswordProps = {
  email: string
  setEmail: (email: string) => void
  enter: () => Promise<void>
  forget: () => void
}

function PasswordForm({ email, setEmail, enter, forget }: PasswordProps) {
  const form = useForm({
    initialValues: { email, password: '' },
    validate: { email: isAddress, password: (value) => (value ? null : 'Type your password.') },
    onValuesChange: (values) => setEmail(values.email),
  })
  const act = async (values: { email: string; password: string }) => {
    await askToSignIn('sign-in/email', values)
    await enter()
  }
  return (
    <EntryForm form={form} act={act} confirm="Sign in">
      <TextInput label="E-mail" type="email" autoComplete="username" autoFocus {...form.getInputProps('email')} />
      <PasswordInput
        label="Password"
        autoComplete="current-password"
        visibilityToggleButtonProps={{ 'aria-label': 'Show the password' }}
        {...form.getInputProps('password')}
      />
      <Anchor component="button" type="button" size="sm" ta="left" onClick={forget}>
        Forgotten your password?
      </Anchor>
    </EntryForm>
  )
}

function ProviderButton() {
  const [{ next }] = useSearchState()
  const go = async () => {
    const { url } = await askToSignIn('sign-in/social', { to: `${basePath}${ownPath(next)}` })
    if (url) location.assign(url)
  }
  return (
    <Button
      variant="default"
      leftSection={<KeyRound size={16} aria-hidden />}
      onClick={() => void go().catch(tellFailure)}
    >
      Sign in with your company account
    </Button>
  )
}

/** Why the provider's way ended here. */
function Turned() {
  const [{ error }] = useSearchState()
  if (!error) return null
  const isMember = !/member|signup|linked/i.test(error)
  return (
    <Alert role="alert" color="red" variant="light" icon={<CircleAlert aria-hidden />} title="You are not signed in">
      {isMember
        ? 'The way through your company account did not work. Try again, or sign in another way.'
        : 'Your company account is of no member here, or its e-mail address is not verified. Ask an administrator to invite you.'}
    </Alert>
  )
}

function FirstRunHint() {
  return (
    <Alert color="bond" variant="light" icon={<Terminal aria-hidden />} title="Nobody can sign in yet">
      The server printed a link at its start that makes the first member. Open it, or start the server again for
      another.
    </Alert>
  )
}
