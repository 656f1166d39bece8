import { Divider, NavLink, Text, useComputedColorScheme, useMantineColorScheme } from '@mantine/core'
import { LogOut, Moon, Sun, UserRound } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { ApiError, call } from '../api/client.ts'
import { tellFailure } from '../ui/act.tsx'
import { basePath } from '../ui/app.tsx'
import { failureText } from './language/failure.ts'
import type { Session } from './session.ts'
import { signInPath } from './sign-in/area.ts'

const menu = 'account-menu'

/** Who is signed in, the looks, and the way out: a popover of the browser's own, which closes by Escape and by a click elsewhere. */
export function AccountMenu({ session: { visitor, partner } }: { session: Session }) {
  const { t } = useTranslation('shell')
  const { setColorScheme } = useMantineColorScheme()
  const isDark = useComputedColorScheme('light') === 'dark'
  const signOut = useSignOut()
  const name = visitor.name ?? visitor.email
  const turn = isDark ? { icon: Sun, label: t('lightColours') } : { icon: Moon, label: t('darkColours') }
  return (
    <>
      <button type="button" className="portal-account" popoverTarget={menu} aria-label={t('account', { name })}>
        <UserRound size={19} aria-hidden />
      </button>
      <div id={menu} popover="auto" className="portal-menu">
        <Text size="sm" fw={600} px="sm" pt={4} truncate>
          {name}
        </Text>
        {visitor.name ? (
          <Text size="xs" c="dimmed" px="sm" truncate>
            {visitor.email}
          </Text>
        ) : null}
        <Text size="xs" c="dimmed" px="sm" truncate>
          {t('signedInFor', { partner: partner.name })}
        </Text>
        <Divider my={6} />
        <NavLink
          component="button"
          leftSection={<turn.icon size={16} aria-hidden />}
          label={turn.label}
          onClick={() => setColorScheme(isDark ? 'light' : 'dark')}
        />
        <NavLink
          component="button"
          leftSection={<LogOut size={16} aria-hidden />}
          label={t('signOut')}
          onClick={() => void signOut()}
        />
      </div>
    </>
  )
}

/** Ends the session on the server, then loads the page anew, which forgets all that it showed. One that has ended already is as good. */
function useSignOut() {
  const { t } = useTranslation('shell')
  return async () => {
    try {
      await call('DELETE /api/v1/portal/session')
    } catch (error) {
      if (!(error instanceof ApiError && error.status === 401)) return tellFailure(new Error(failureText(t, error)))
    }
    window.location.assign(`${basePath}${signInPath}`)
  }
}
