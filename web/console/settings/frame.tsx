import { Box, Group, NavLink, ScrollArea, Stack } from '@mantine/core'
import { Link, useLocation } from '@tanstack/react-router'
import { Code, History, KeyRound, type LucideIcon, SlidersHorizontal, UserRound, UsersRound } from 'lucide-react'
import type { ReactNode } from 'react'
import { Page } from '../../ui/page.tsx'
import { holds, useProfile } from '../session.ts'

type Section = { to: string; label: string; icon: LucideIcon; may?: string }

const sections: Section[] = [
  { to: '/settings/profile', label: 'Profile', icon: UserRound },
  { to: '/settings/organisation', label: 'Organisation', icon: SlidersHorizontal },
  { to: '/settings/members', label: 'Members', icon: UsersRound, may: 'members:read' },
  { to: '/settings/api-keys', label: 'API keys', icon: KeyRound, may: 'keys:read' },
  { to: '/settings/embed-domains', label: 'Embed domains', icon: Code, may: 'partners:read' },
  { to: '/settings/audit-log', label: 'Audit log', icon: History, may: 'events:read' },
]

type Props = { title: string; lead?: ReactNode; actions?: ReactNode; children: ReactNode }

/** One page of the settings, with the way to the others beside it; above it where there is no room. */
export function SettingsFrame({ children, ...head }: Props) {
  return (
    <Group align="flex-start" gap="xl" wrap="nowrap">
      <Box component="nav" aria-label="Settings" w={190} visibleFrom="md" style={{ flexShrink: 0 }} pt={4}>
        <Sections />
      </Box>
      <Stack style={{ flex: 1, minWidth: 0 }} gap="md">
        <Box component="nav" aria-label="Settings" hiddenFrom="md">
          <ScrollArea type="never" viewportProps={{ tabIndex: -1 }}>
            <Group gap={4} wrap="nowrap">
              <Sections isRow />
            </Group>
          </ScrollArea>
        </Box>
        <Page {...head}>{children}</Page>
      </Stack>
    </Group>
  )
}

function Sections({ isRow = false }: { isRow?: boolean }) {
  const { pathname } = useLocation()
  const { data } = useProfile()
  const open = sections.filter(({ may }) => holds(data, may))
  return open.map(({ to, label, icon: Icon }) => (
    <NavLink
      key={to}
      ref={isRow && pathname === to ? intoView : undefined}
      component={Link}
      to={to}
      label={label}
      active={pathname === to}
      aria-current={pathname === to ? 'page' : undefined}
      leftSection={isRow ? undefined : <Icon size={16} aria-hidden />}
      style={{ borderRadius: 'var(--mantine-radius-md)' }}
      w={isRow ? 'auto' : undefined}
      noWrap
    />
  ))
}

/** Where the sections stand in a row that is longer than the screen, the one that is open is seen. */
const intoView = (link: HTMLElement | null) => link?.scrollIntoView({ inline: 'center', block: 'nearest' })
