import { Alert, Box } from '@mantine/core'
import { Navigate, Outlet, useLocation } from '@tanstack/react-router'
import { Eye } from 'lucide-react'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { Failure, WaitingPage } from '../ui/notice.tsx'
import { Head } from './head.tsx'
import { followVisitor, remember } from './language/language.ts'
import { failureText } from './language/failure.ts'
import { Navigation } from './navigation.tsx'
import { linkPaths } from './onboarding/area.ts'
import { type Session, useSession } from './session.ts'
import { rememberedOrganisation, signInPath } from './sign-in/area.ts'

/** The frame of the portal: whoever is not signed in is led to where one signs in. */
export function Shell() {
  const { t } = useTranslation('shell')
  const { pathname, searchStr } = useLocation()
  const isOutside = pathname === signInPath || linkPaths.includes(pathname)
  const { data, error, refetch } = useSession({ enabled: !isOutside })
  if (isOutside) return <Outlet />
  if (error?.status === 401)
    return <Navigate to={signInPath} search={{ next: `${pathname}${searchStr}` } as never} replace />
  if (error)
    return (
      <Box p="xl">
        <Failure
          error={new Error(failureText(t, error))}
          retry={() => void refetch()}
          words={{ again: t('tryAgain'), title: t('failed') }}
        />
      </Box>
    )
  return data ? <Frame session={data} /> : <WaitingPage />
}

/** One document that scrolls as a whole: in a frame of another page there is no second bar. */
function Frame({ session }: { session: Session }) {
  const { t } = useTranslation('shell')
  const { id } = session.organisation
  const { language } = session.visitor
  useEffect(() => {
    remember(rememberedOrganisation, id)
    void followVisitor(language)
  }, [id, language])
  return (
    <>
      <a href="#content" className="skip">
        {t('skip')}
      </a>
      <Head session={session} />
      <div className="portal-body">
        <aside className="portal-side">
          <Navigation />
        </aside>
        <main className="portal-main" id="content" tabIndex={-1}>
          {session.isLookedAt ? (
            <Alert variant="light" mb="md" icon={<Eye aria-hidden />}>
              {t('lookedAt', { name: session.visitor.name ?? session.visitor.email })}
            </Alert>
          ) : null}
          <Outlet />
        </main>
      </div>
    </>
  )
}
