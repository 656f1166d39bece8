import { Alert, Center, Group, Paper, Stack, Text, Title } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { Building2, CircleAlert } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Answer, call } from '../../api/client.ts'
import { queryClient, useRead } from '../../api/queries.ts'
import { Empty, Failure, WaitingPage } from '../../ui/notice.tsx'
import { useSearchState } from '../../ui/router.tsx'
import { recall } from '../language/language.ts'
import { failureText } from '../language/failure.ts'
import { LanguageMenu } from '../language-menu.tsx'
import { Mark } from '../mark.tsx'
import { sessionKey } from '../session.ts'
import { rememberedOrganisation } from './area.ts'
import { CodeForm } from './code-form.tsx'
import { EmailForm } from './email-form.tsx'
import { keepTicket, keptTicket } from './ticket.ts'

/** A code that was asked for: for which address, the ticket that it works with, and when another can be. */
export type Requested = { email: string; ticket: string; againAt: string }

type Ways = Answer<'GET /api/v1/portal/sign-in'>['data']

/** Where one signs in: an address, then the code that was mailed there; or by the company's account. */
export function SignInPage() {
  const { t } = useTranslation('shell')
  const [search] = useSearchState()
  const organisation = search['organisation'] ?? recall(rememberedOrganisation) ?? undefined
  const { data, error, refetch } = useRead('GET /api/v1/portal/sign-in', { query: { organisation } })
  useEffect(() => {
    document.title = t('signIn.title')
  }, [t])
  if (!data && !error) return <WaitingPage />
  return (
    <Center component="main" mih="min(100vh, 640px)" p="md">
      <Stack w="100%" maw={420} gap="sm">
        <Paper withBorder p={{ base: 'md', xs: 'xl' }} radius="lg">
          {error ? (
            <Failure
              error={new Error(failureText(t, error))}
              retry={() => void refetch()}
              words={{ again: t('tryAgain'), title: t('failed') }}
            />
          ) : null}
          {data ? <Door ways={data.data} refused={search['refused']} next={search['next']} /> : null}
        </Paper>
        <Group justify="center">
          <LanguageMenu />
        </Group>
      </Stack>
    </Center>
  )
}

function Door({ ways, refused, next }: { ways: Ways; refused: string | undefined; next: string | undefined }) {
  const { t } = useTranslation('shell')
  const [requested, setRequested] = useState<Requested>()
  const enter = useEnter(next)
  const { organisation } = ways
  if (!organisation)
    return (
      <Empty title={t('signIn.unclear')} icon={Building2}>
        {t('signIn.unclearText')}
      </Empty>
    )
  const request = async (email: string, language: string) => {
    const body = { email, organisation: organisation.id, language: language as 'en' }
    const { data } = await call('POST /api/v1/portal/codes', { body })
    if (data.ticket !== null) keepTicket(email, data.ticket)
    const before = requested?.email === email ? requested.ticket : keptTicket(email)
    setRequested({ email, ticket: data.ticket ?? before, againAt: data.againAt })
  }
  return (
    <Stack gap="lg">
      <Sign organisation={organisation.name} logoPath={ways.logoPath} />
      {refused && !requested ? (
        <Alert color="red" variant="light" icon={<CircleAlert aria-hidden />} role="alert">
          {refused === 'VISITOR' ? t('signIn.refusedVisitor') : t('signIn.refusedProvider')}
        </Alert>
      ) : null}
      {requested ? (
        <CodeForm
          requested={requested}
          organisation={organisation.id}
          again={request}
          leave={() => setRequested(undefined)}
          enter={enter}
        />
      ) : (
        <EmailForm ways={ways} request={request} />
      )}
    </Stack>
  )
}

function Sign({ organisation, logoPath }: { organisation: string; logoPath: string | null }) {
  const { t } = useTranslation('shell')
  return (
    <Stack gap="md" align="flex-start">
      <Mark name={organisation} logoPath={logoPath} />
      <div>
        <Title order={1}>{t('signIn.title')}</Title>
        <Text c="dimmed">{t('signIn.to', { vendor: organisation })}</Text>
      </div>
    </Stack>
  )
}

/** Goes where the visitor had wanted to go, in this portal and nowhere else. */
function useEnter(next: string | undefined) {
  const navigate = useNavigate()
  return async (session: Answer<'POST /api/v1/portal/session'>) => {
    queryClient.setQueryData(sessionKey, session)
    const wanted = new URL(next?.startsWith('/') ? `http://portal${next}` : 'http://portal/')
    const search = Object.fromEntries(wanted.searchParams)
    await navigate({ to: wanted.pathname, search: search as never, replace: true })
  }
}
