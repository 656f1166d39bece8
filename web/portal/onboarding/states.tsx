import { Button, List, Stack, Text, Title } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { type ApiError } from '../../api/client.ts'
import { Failure } from '../../ui/notice.tsx'
import { failureText } from '../language/failure.ts'
import { signInPath } from '../sign-in/area.ts'
import { LinkFrame } from './frame.tsx'
import { tokenOfLink } from './token.ts'

/** A link that does nothing, or a page that was loaded anew and has none. */
export function DeadLink() {
  const { t } = useTranslation('onboarding')
  const isGone = tokenOfLink() === ''
  return (
    <LinkFrame title={isGone ? t('absent') : t('dead')}>
      <Text>{isGone ? t('absentText') : t('deadText')}</Text>
      <SignInLink variant="default" />
    </LinkFrame>
  )
}

/** The link could not be looked at. */
export function LinkFailure({ error, retry }: { error: ApiError; retry: () => void }) {
  const { t } = useTranslation('shell')
  return (
    <LinkFrame title={t('title')}>
      <Failure
        error={new Error(failureText(t, error))}
        retry={retry}
        words={{ again: t('tryAgain'), title: t('failed') }}
      />
    </LinkFrame>
  )
}

/** What was done, and what the person can do from here. */
export function Done({ title, lead, partner, email }: Record<'title' | 'lead' | 'partner' | 'email', string>) {
  const { t } = useTranslation('onboarding')
  return (
    <LinkFrame title={title} lead={lead} partner={partner}>
      <div role="status">
        <Title order={2} size="h3" mb="xs">
          {t('next')}
        </Title>
        <List spacing="xs" type="ordered" style={{ overflowWrap: 'anywhere' }}>
          <List.Item>{t('nextSignIn', { email })}</List.Item>
          <List.Item>{t('nextAsk')}</List.Item>
        </List>
      </div>
      <SignInLink />
    </LinkFrame>
  )
}

function SignInLink({ variant = 'filled' }: { variant?: string }) {
  const { t } = useTranslation('onboarding')
  return (
    <Stack>
      <Button component={Link} to={signInPath} variant={variant}>
        {t('signIn')}
      </Button>
    </Stack>
  )
}
