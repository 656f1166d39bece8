import { ActionIcon, Avatar, Menu, Text, useComputedColorScheme, useMantineColorScheme } from '@mantine/core'
import { Link, useNavigate } from '@tanstack/react-router'
import { useQueryClient } from '@tanstack/react-query'
import { BookOpen, LogOut, Moon, Sun, UserRound } from 'lucide-react'
import { useProfile } from './session.ts'

/** Who is signed in, the looks, and the way out. */
export function PersonMenu() {
  const { data } = useProfile()
  const { setColorScheme } = useMantineColorScheme()
  const isDark = useComputedColorScheme('light') === 'dark'
  const navigate = useNavigate()
  const client = useQueryClient()
  const signOut = async () => {
    await fetch('/api/auth/sign-out', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' })
    client.clear()
    await navigate({ to: '/sign-in' })
  }
  const name = data?.member.name ?? data?.member.email ?? ''
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <ActionIcon variant="transparent" radius="xl" size={36} aria-label={`Account of ${name}`}>
          <Avatar radius="xl" size={34} color="bond" variant="filled">
            <UserRound size={18} aria-hidden />
          </Avatar>
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Text size="sm" fw={600} px="sm" pt={6} truncate>
          {name}
        </Text>
        <Text size="xs" c="dimmed" px="sm" pb={6} truncate>
          {data?.member.email}
        </Text>
        <Menu.Divider />
        <Menu.Item component={Link} to="/settings/profile" leftSection={<UserRound size={16} aria-hidden />}>
          Profile and sessions
        </Menu.Item>
        <Menu.Item
          leftSection={isDark ? <Sun size={16} aria-hidden /> : <Moon size={16} aria-hidden />}
          onClick={() => setColorScheme(isDark ? 'light' : 'dark')}
        >
          {isDark ? 'Light colours' : 'Dark colours'}
        </Menu.Item>
        <Menu.Item component="a" href="/docs" target="_blank" leftSection={<BookOpen size={16} aria-hidden />}>
          API reference
        </Menu.Item>
        <Menu.Item leftSection={<LogOut size={16} aria-hidden />} onClick={() => void signOut()}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
