import { Alert, Button, Center, Group, Loader, Paper, Skeleton, Stack, Text, ThemeIcon, Title } from '@mantine/core'
import { CircleAlert, Inbox, type LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { ApiError } from '../api/client.ts'

/** Nothing is here, and what to do about it. */
export function Empty({
  title,
  children,
  action,
  icon: Icon = Inbox,
}: {
  title: string
  children?: ReactNode
  action?: ReactNode
  icon?: LucideIcon
}) {
  return (
    <Center py="xl" px="md">
      <Stack align="center" gap="xs" maw={460}>
        <ThemeIcon size={52} radius="xl" variant="light" aria-hidden>
          <Icon size={26} />
        </ThemeIcon>
        <Title order={2} size="h3" ta="center">
          {title}
        </Title>
        {children ? (
          <Text c="dimmed" ta="center">
            {children}
          </Text>
        ) : null}
        {action ? <Group mt="xs">{action}</Group> : null}
      </Stack>
    </Center>
  )
}

/** What went wrong, as the API says it, and another try where that may help. */
export function Failure({
  error,
  retry,
  words = { again: 'Try again', title: 'This did not work' },
}: {
  error: unknown
  retry?: () => void
  words?: { again: string; title: string }
}) {
  const message = error instanceof Error ? error.message : String(error)
  const mayHelp = !(error instanceof ApiError) || error.status === 0 || error.status >= 429
  return (
    <Alert role="alert" color="red" icon={<CircleAlert aria-hidden />} title={words.title} variant="light">
      <Stack gap="xs" align="flex-start">
        <Text size="sm">{message}</Text>
        {retry && mayHelp ? (
          <Button size="xs" variant="default" onClick={retry}>
            {words.again}
          </Button>
        ) : null}
      </Stack>
    </Alert>
  )
}

/** The shape of what is on its way. */
export function Waiting({ rows = 6 }: { rows?: number }) {
  return (
    <Stack gap="sm" role="status" aria-busy="true" aria-label="Loading">
      {Array.from({ length: rows }, (_, row) => (
        <Skeleton key={row} height={28} radius="sm" />
      ))}
    </Stack>
  )
}

/** A whole page on its way. */
export function WaitingPage() {
  return (
    <Center mih="50vh" role="status" aria-busy="true" aria-label="Loading">
      <Loader />
    </Center>
  )
}

/** A sheet on the page. */
export function Card({
  title,
  actions,
  children,
  padding = 'md',
}: {
  title?: ReactNode
  actions?: ReactNode
  children: ReactNode
  padding?: string | number
}) {
  return (
    <Paper withBorder p={padding} radius="md">
      {title || actions ? (
        <Group justify="space-between" mb="sm" p={padding === 0 ? 'md' : 0} pb={0}>
          {title ? (
            <Title order={2} size="h3">
              {title}
            </Title>
          ) : (
            <span />
          )}
          {actions}
        </Group>
      ) : null}
      {children}
    </Paper>
  )
}
