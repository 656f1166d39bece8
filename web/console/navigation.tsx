import { NavLink, Stack, Text } from '@mantine/core'
import { Link, useLocation } from '@tanstack/react-router'
import type { Door } from './area.ts'
import { areas } from './areas.ts'
import { holds, useProfile } from './session.ts'

/** The doors that this member's role opens. */
export function useDoors(): Door[] {
  const { data } = useProfile()
  return areas.flatMap(({ doors }) => doors).filter(({ may }) => holds(data, may))
}

/** The rooms of the console by section. */
export function Navigation() {
  const { pathname } = useLocation()
  const doors = useDoors()
  const sections = Map.groupBy(doors, ({ section }) => section)
  const leadsHere = (to: string) => (to === '/' ? pathname === '/' : pathname === to || pathname.startsWith(`${to}/`))
  const [here] = doors
    .map(({ to }) => to)
    .filter(leadsHere)
    .toSorted((a, b) => b.length - a.length)
  const isHere = (to: string) => to === here
  return (
    <Stack component="nav" aria-label="Console" gap="md">
      {[...sections].map(([section, own]) => (
        <div key={section}>
          <Text size="xs" c="dimmed" fw={650} px="sm" pb={4}>
            {section}
          </Text>
          {own.map(({ label, to, icon: Icon }) => (
            <NavLink
              key={to}
              component={Link}
              to={to}
              activeOptions={{ exact: true }}
              label={label}
              active={isHere(to)}
              aria-current={isHere(to) ? 'page' : undefined}
              leftSection={<Icon size={17} aria-hidden />}
              style={{ borderRadius: 'var(--mantine-radius-md)' }}
            />
          ))}
        </div>
      ))}
    </Stack>
  )
}
