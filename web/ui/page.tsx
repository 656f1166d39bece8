import { Anchor, Breadcrumbs, Group, Stack, Text, Title } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useEffect } from 'react'

type Head = {
  title: string
  /** One line under the title. */
  lead?: ReactNode
  /** The pages above this one. */
  above?: { to: string; label: string }[]
  actions?: ReactNode
  /** What stands beside the title, such as a status. */
  beside?: ReactNode
  children: ReactNode
}

/** A page: its title (also the tab's), what can be done on it, and its content. */
export function Page({ title, lead, above = [], actions, beside, children }: Head) {
  useEffect(() => {
    document.title = title
  }, [title])
  return (
    <Stack gap="md">
      <Stack gap={4}>
        {above.length ? (
          <Breadcrumbs separator="›">
            {above.map(({ to, label }) => (
              <Anchor key={to} component={Link} to={to} size="sm">
                {label}
              </Anchor>
            ))}
          </Breadcrumbs>
        ) : null}
        <Group justify="space-between" align="center" gap="sm">
          <Group gap="sm" align="center">
            <Title order={1}>{title}</Title>
            {beside}
          </Group>
          <Group gap="xs">{actions}</Group>
        </Group>
        {lead ? (
          <Text c="dimmed" maw={720}>
            {lead}
          </Text>
        ) : null}
      </Stack>
      {children}
    </Stack>
  )
}
