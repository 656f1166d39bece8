import { useForm } from '@mantine/form'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError, call, type Schemas } from '../../api/client.ts'
import { WaitingPage } from '../../ui/notice.tsx'
import { LinkFrame } from './frame.tsx'
import { LinkForm } from './link-form.tsx'
import { NameFields, type Names, noNames } from './name-fields.tsx'
import { DeadLink, Done, LinkFailure } from './states.tsx'
import { tokenOfLink } from './token.ts'

/** Where the link of an invitation leads: the person joins the users of a partner. */
export function InvitationPage() {
  const [isDead, setDead] = useState(false)
  const { data, error, refetch } = useQuery<Schemas['InvitationState'], ApiError>({
    queryKey: ['invitation'],
    queryFn: async () => (await call('POST /api/v1/invitations/validate', { body: { token: tokenOfLink() } })).data,
    enabled: tokenOfLink() !== '',
    staleTime: Number.POSITIVE_INFINITY,
  })
  if (isDead || tokenOfLink() === '' || error?.status === 422) return <DeadLink />
  if (error) return <LinkFailure error={error} retry={() => void refetch()} />
  if (!data) return <WaitingPage />
  if (!data.valid) return <DeadLink />
  return <Invited partner={data.partnerName ?? ''} email={data.email ?? ''} die={() => setDead(true)} />
}

function Invited({ partner, email, die }: { partner: string; email: string; die: () => void }) {
  const { t } = useTranslation('onboarding')
  const [hasJoined, setJoined] = useState(false)
  const isName = (value: string) => (value.trim() ? null : t('nameMissing'))
  const form = useForm({ initialValues: noNames, validate: { firstName: isName, lastName: isName } })
  const act = async (names: Names) => {
    await call('POST /api/v1/invitations/accept', { body: { token: tokenOfLink(), ...names } })
    setJoined(true)
  }
  const tells = (error: unknown) => {
    const isGone = error instanceof ApiError && error.status === 404
    if (isGone) die()
    return isGone
  }
  if (hasJoined)
    return <Done title={t('joined', { partner })} lead={t('user', { email })} partner={partner} email={email} />
  return (
    <LinkFrame title={t('join', { partner })} lead={t('joinLead', { email })} partner={partner}>
      <LinkForm form={form} act={act} tells={tells} confirm={t('joinConfirm')}>
        <NameFields form={form} />
      </LinkForm>
    </LinkFrame>
  )
}
