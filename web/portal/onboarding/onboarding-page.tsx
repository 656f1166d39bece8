import { TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQuery } from '@tanstack/react-query'
import { Mail } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError, call, type Schemas } from '../../api/client.ts'
import { WaitingPage } from '../../ui/notice.tsx'
import { LinkFrame } from './frame.tsx'
import { LinkForm } from './link-form.tsx'
import { NameFields, noNames } from './name-fields.tsx'
import { DeadLink, Done, LinkFailure } from './states.tsx'
import { tokenOfLink } from './token.ts'

/** Where a partner's first link leads: whoever opens it becomes the partner's owner. */
export function OnboardingPage() {
  const [isDead, setDead] = useState(false)
  const { data, error, refetch } = useQuery<Schemas['OnboardingValidateResponse'], ApiError>({
    queryKey: ['onboarding'],
    queryFn: () => call('POST /v2/referral/onboarding/validate', { body: { token: tokenOfLink() } }),
    enabled: tokenOfLink() !== '',
    staleTime: Number.POSITIVE_INFINITY,
  })
  if (isDead || tokenOfLink() === '' || error?.status === 422) return <DeadLink />
  if (error) return <LinkFailure error={error} retry={() => void refetch()} />
  if (!data) return <WaitingPage />
  return data.valid ? <Owner partner={data.partnerName ?? ''} die={() => setDead(true)} /> : <DeadLink />
}

function Owner({ partner, die }: { partner: string; die: () => void }) {
  const { t } = useTranslation('onboarding')
  const [owner, setOwner] = useState<string>()
  const form = useOwnerForm()
  const act = async ({ email, ...names }: typeof form.values) => {
    const body = { token: tokenOfLink(), email: email.trim(), ...names }
    await call('POST /v2/referral/onboarding/complete', { body })
    setOwner(body.email)
  }
  const tells = (error: unknown) => {
    const status = error instanceof ApiError ? error.status : undefined
    if (status === 404) die()
    if (status === 409) form.setFieldError('email', t('emailTaken'))
    if (status === 422) form.setFieldError('email', t('emailInvalid'))
    return status === 404 || status === 409 || status === 422
  }
  if (owner !== undefined)
    return (
      <Done title={t('onboarded', { partner })} lead={t('owner', { email: owner })} partner={partner} email={owner} />
    )
  return (
    <LinkFrame title={t('onboard', { partner })} lead={t('onboardLead')} partner={partner}>
      <LinkForm form={form} act={act} tells={tells} confirm={t('onboardConfirm')}>
        <NameFields form={form} />
        <TextInput
          type="email"
          autoComplete="email"
          label={t('email')}
          description={t('emailHint')}
          leftSection={<Mail size={16} aria-hidden />}
          {...form.getInputProps('email')}
        />
      </LinkForm>
    </LinkFrame>
  )
}

function useOwnerForm() {
  const { t } = useTranslation('onboarding')
  const isName = (value: string) => (value.trim() ? null : t('nameMissing'))
  return useForm({
    initialValues: { ...noNames, email: '' },
    validate: {
      firstName: isName,
      lastName: isName,
      email: (value) => (/^\S+@\S+\.\S+$/.test(value.trim()) ? null : t('emailInvalid')),
    },
  })
}
