import { AppShell, Box, Burger, Group, ScrollArea, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { Navigate, Outlet, useLocation, useMatches } from '@tanstack/react-router'
import { useEffect } from 'react'
import { Failure, WaitingPage } from '../ui/notice.tsx'
import icon from '../ui/icon.svg'
import { Navigation } from './navigation.tsx'
import { Palette, PaletteButton } from './palette.tsx'
import { PersonMenu } from './person-menu.tsx'
import { useProfile } from './session.ts'
import { outsidePaths } from './sign-in/area.ts'

/** The frame of the console: whoever is not signed in is led to where one signs in. */
export function Shell() {
  const { pathname } = useLocation()
  const shown = String(useMatches().at(-1)?.fullPath)
  if (outsidePaths.includes(shown)) return <Outlet />
  // The page that one signs in on is on its way; the one before it is not to be shown without its frame.
  return outsidePaths.includes(pathname) ? <WaitingPage /> : <Inside />
}

function Inside() {
  const { href } = useLocation()
  const { data, error, refetch } = useProfile()
  if (error?.status === 401) return <Navigate to="/sign-in" search={{ next: href } as never} replace />
  if (error)
    return (
      <Box p="xl">
        <Failure error={error} retry={() => void refetch()} />
      </Box>
    )
  if (!data) return <WaitingPage />
  return <Frame organisation={data.organisation.name} />
}

function Frame({ organisation }: { organisation: string }) {
  const [isOpen, { toggle, close }] = useDisclosure(false)
  const { pathname } = useLocation()
  useEffect(close, [pathname, close])
  return (
    <AppShell
      header={{ height: 56 }}
      navbar={{ width: 232, breakpoint: 'sm', collapsed: { mobile: !isOpen } }}
      padding="md"
    >
      <AppShell.Header>
        <Group h="100%" px="md" gap="sm" wrap="nowrap">
          <Burger
            opened={isOpen}
            onClick={toggle}
            hiddenFrom="sm"
            size="sm"
            aria-label={isOpen ? 'Close navigation' : 'Open navigation'}
          />
          <a href="#content" className="skip">
            Skip to content
          </a>
          <img src={icon} alt="" width={26} height={26} />
          <Text fw={650} truncate>
            {organisation}
          </Text>
          <Box style={{ flex: 1 }} />
          <PaletteButton />
          <PersonMenu />
        </Group>
      </AppShell.Header>
      <AppShell.Navbar>
        <AppShell.Section grow component={ScrollArea} p="xs">
          <Navigation />
        </AppShell.Section>
      </AppShell.Navbar>
      <AppShell.Main id="content">
        <Box maw={1280} mx="auto">
          <Outlet />
        </Box>
      </AppShell.Main>
      <Palette />
    </AppShell>
  )
}
