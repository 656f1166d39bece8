import { Button, Divider, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { Building2, Mail } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Answer, ApiError } from '../../api/client.ts'
import { failureText } from '../language/failure.ts'
import { isFramed } from '../session.ts'

type Ways = Answer<'GET /api/v1/portal/sign-in'>['data']
type Props = { ways: Ways; request: (email: string, language: string) => Promise<void> }

/** Asks for the address that the code is sent to. */
export function EmailForm({ ways, request }: Props) {
  const { t, i18n } = useTranslation('shell')
  const [isSending, setSending] = useState(false)
  const form = useForm({ initialValues: { email: '' } })
  const send = form.onSubmit(async ({ email }) => {
    setSending(true)
    await request(email.trim(), i18n.language).catch((error: unknown) => {
      const isField = error instanceof ApiError && error.status === 422
      form.setFieldError('email', isField ? t('signIn.emailInvalid') : failureText(t, error))
    })
    setSending(false)
  })
  return (
    <Stack gap="md">
      <form onSubmit={send} noValidate>
        <Stack gap="md">
          <TextInput
            type="email"
            autoComplete="email"
            data-autofocus
            label={t('signIn.email')}
            description={t('signIn.emailHint')}
            leftSection={<Mail size={16} aria-hidden />}
            {...form.getInputProps('email')}
          />
          <Button type="submit" loading={isSending}>
            {t('signIn.send')}
          </Button>
        </Stack>
      </form>
      {ways.ways.provider ? <ProviderLink organisation={ways.organisation?.id ?? ''} /> : null}
    </Stack>
  )
}

/** Providers do not stand in frames, so from one they open in a tab. */
function ProviderLink({ organisation }: { organisation: string }) {
  const { t } = useTranslation('shell')
  return (
    <>
      <Divider label={t('signIn.or')} />
      <Button
        component="a"
        variant="default"
        href={`/api/v1/portal/provider?organisation=${encodeURIComponent(organisation)}`}
        target={isFramed ? '_blank' : undefined}
        leftSection={<Building2 size={16} aria-hidden />}
      >
        {isFramed ? t('signIn.providerTab') : t('signIn.provider')}
      </Button>
    </>
  )
}
