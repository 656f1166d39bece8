import { Box, Burger, Group, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useLocation } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { AccountMenu } from './account-menu.tsx'
import { LanguageMenu } from './language-menu.tsx'
import { Mark } from './mark.tsx'
import { Navigation } from './navigation.tsx'
import type { Session } from './session.ts'

/** Whose portal it is, and for whom; the way to the rooms on a phone. */
export function Head({ session }: { session: Session }) {
  const { t } = useTranslation('shell')
  const [isOpen, { toggle, close }] = useDisclosure(false)
  const { pathname } = useLocation()
  useEffect(close, [pathname, close])
  return (
    <header>
      <div className="portal-head">
        <Burger
          opened={isOpen}
          onClick={toggle}
          hiddenFrom="sm"
          size="sm"
          aria-label={isOpen ? t('close') : t('open')}
          aria-expanded={isOpen}
        />
        <Brand session={session} />
        <Box style={{ flex: 1 }} />
        <Group gap={4} wrap="nowrap">
          <Box visibleFrom="sm">
            <LanguageMenu />
          </Box>
          <AccountMenu session={session} />
        </Group>
      </div>
      {isOpen ? (
        <Box className="portal-rooms" hiddenFrom="sm">
          <Navigation />
          <Box px="xs" pt="xs">
            <LanguageMenu />
          </Box>
        </Box>
      ) : null}
    </header>
  )
}

function Brand({ session: { organisation, partner, look } }: { session: Session }) {
  return (
    <Group gap="sm" wrap="nowrap" style={{ minWidth: 0 }}>
      <Mark name={organisation.name} logoPath={look.logoPath} />
      <Box style={{ minWidth: 0 }}>
        {look.logoPath ? null : (
          <Text fw={650} lh={1.2} truncate>
            {organisation.name}
          </Text>
        )}
        <Text size="sm" c="dimmed" lh={1.3} truncate>
          {partner.name}
        </Text>
      </Box>
    </Group>
  )
}
