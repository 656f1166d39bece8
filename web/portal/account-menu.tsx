import { ActionIcon, Avatar, Menu, Text, useComputedColorScheme, useMantineColorScheme } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { LogOut, Moon, Sun, UserRound } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { ApiError, call } from '../api/client.ts'
import { queryClient } from '../api/queries.ts'
import { tellFailure } from '../ui/act.tsx'
import { failureText } from './language/failure.ts'
import type { Session } from './session.ts'
import { signInPath } from './sign-in/area.ts'

/** Who is signed in, the looks, and the way out. */
export function AccountMenu({ session: { visitor, partner } }: { session: Session }) {
  const { t } = useTranslation('shell')
  const { setColorScheme } = useMantineColorScheme()
  const isDark = useComputedColorScheme('light') === 'dark'
  const signOut = useSignOut()
  const name = visitor.name ?? visitor.email
  return (
    <Menu position="bottom-end" width={250}>
      <Menu.Target>
        <ActionIcon variant="transparent" radius="xl" size={38} aria-label={t('account', { name })}>
          <Avatar radius="xl" size={36} variant="light" color="var(--mantine-primary-color-filled)">
            <UserRound size={19} aria-hidden />
          </Avatar>
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Text size="sm" fw={600} px="sm" pt={6} truncate>
          {name}
        </Text>
        {visitor.name ? (
          <Text size="xs" c="dimmed" px="sm" truncate>
            {visitor.email}
          </Text>
        ) : null}
        <Text size="xs" c="dimmed" px="sm" pb={6} truncate>
          {t('signedInFor', { partner: partner.name })}
        </Text>
        <Menu.Divider />
        <Menu.Item
          leftSection={isDark ? <Sun size={16} aria-hidden /> : <Moon size={16} aria-hidden />}
          onClick={() => setColorScheme(isDark ? 'light' : 'dark')}
        >
          {isDark ? t('lightColours') : t('darkColours')}
        </Menu.Item>
        <Menu.Item leftSection={<LogOut size={16} aria-hidden />} onClick={() => void signOut()}>
          {t('signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

/** Ends the session on the server, then forgets here what it showed. One that has ended already is as good. */
function useSignOut() {
  const { t } = useTranslation('shell')
  const navigate = useNavigate()
  return async () => {
    try {
      await call('DELETE /api/v1/portal/session')
    } catch (error) {
      if (!(error instanceof ApiError && error.status === 401)) return tellFailure(new Error(failureText(t, error)))
    }
    await navigate({ to: signInPath })
    queryClient.clear()
  }
}
