import { Anchor, PasswordInput, type PasswordInputProps, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useState } from 'react'
import { askToSignIn } from './ask.ts'
import { isAddress, isCode, isPassword } from './checks.ts'
import { EntryForm } from './form.tsx'
import { Outside } from './outside.tsx'

type Props = {
  way: 'code' | 'forgotten'
  email: string
  leave: () => void
  enter: () => Promise<void>
}

const words = {
  code: { title: 'Sign in by e-mail', lead: 'We send a code to your address. It takes the place of your password.' },
  forgotten: {
    title: 'Set a new password',
    lead: 'We send a code to your address. With it you choose a new password.',
  },
}

/** First the address, then the code that came there. */
export function CodeWay({ way, email, leave, enter }: Props) {
  const [sentTo, setSentTo] = useState<string>()
  const back = (
    <Anchor component="button" type="button" size="sm" onClick={leave}>
      Back to signing in
    </Anchor>
  )
  if (sentTo === undefined)
    return (
      <Outside {...words[way]} below={back}>
        <AddressForm way={way} email={email} sent={setSentTo} />
      </Outside>
    )
  return (
    <Outside
      title={words[way].title}
      lead={`If ${sentTo} belongs to a member, a letter with an eight-digit code is on its way. It works for ten minutes.`}
      below={back}
    >
      {way === 'code' ? <CodeForm email={sentTo} enter={enter} /> : <PasswordForm email={sentTo} enter={enter} />}
      <Text size="sm" c="dimmed">
        Nothing there? Look into the spam folder, or{' '}
        <Anchor component="button" type="button" underline="always" onClick={() => setSentTo(undefined)}>
          ask for another code
        </Anchor>
        .
      </Text>
    </Outside>
  )
}

function AddressForm({ way, email, sent }: Pick<Props, 'way' | 'email'> & { sent: (email: string) => void }) {
  const form = useForm({ initialValues: { email }, validate: { email: isAddress } })
  const type = way === 'code' ? 'sign-in' : 'forget-password'
  const act = async (values: { email: string }) => {
    await askToSignIn('email-otp/send-verification-otp', { email: values.email, type })
    sent(values.email)
  }
  return (
    <EntryForm form={form} act={act} confirm="Send the code">
      <TextInput label="E-mail" type="email" autoComplete="username" autoFocus {...form.getInputProps('email')} />
    </EntryForm>
  )
}

type Entering = { email: string; enter: () => Promise<void> }

function CodeForm({ email, enter }: Entering) {
  const form = useForm({ initialValues: { otp: '' }, validate: { otp: isCode } })
  const act = async ({ otp }: { otp: string }) => {
    await askToSignIn('sign-in/email-otp', { email, otp: otp.trim() })
    await enter()
  }
  return (
    <EntryForm form={form} act={act} confirm="Sign in">
      <TextInput
        label="Code"
        inputMode="numeric"
        autoComplete="one-time-code"
        autoFocus
        {...form.getInputProps('otp')}
      />
    </EntryForm>
  )
}

function PasswordForm({ email, enter }: Entering) {
  const form = useForm({
    initialValues: { otp: '', password: '' },
    validate: { otp: isCode, password: isPassword },
  })
  const act = async ({ otp, password }: { otp: string; password: string }) => {
    await askToSignIn('email-otp/reset-password', { email, otp: otp.trim(), password })
    await askToSignIn('sign-in/email', { email, password })
    await enter()
  }
  return (
    <EntryForm form={form} act={act} confirm="Set the password and sign in">
      <TextInput
        label="Code"
        inputMode="numeric"
        autoComplete="one-time-code"
        autoFocus
        {...form.getInputProps('otp')}
      />
      <NewPassword {...form.getInputProps('password')} />
      <Text size="sm" c="dimmed">
        You are signed out wherever you were signed in.
      </Text>
    </EntryForm>
  )
}

/** A password that is chosen. */
export function NewPassword({ label = 'New password', ...more }: PasswordInputProps) {
  return (
    <PasswordInput
      label={label}
      description="At least 10 characters; a few words make a good one."
      autoComplete="new-password"
      visibilityToggleButtonProps={{ 'aria-label': 'Show the password' }}
      {...more}
    />
  )
}
