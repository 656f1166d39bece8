import { Button, Group, Stack, Text, ThemeIcon } from '@mantine/core'
import { Laptop, Smartphone } from 'lucide-react'
import type { Schemas } from '../../api/client.ts'
import { useChange, useRead } from '../../api/queries.ts'
import { ask, tellDone, tellFailure } from '../../ui/act.tsx'
import { Ago } from '../../ui/date.tsx'
import { Card, Failure, Waiting } from '../../ui/notice.tsx'
import { Status } from '../../ui/status.tsx'

type Session = Schemas['Session']

/** Where one is signed in. */
export function Sessions() {
  const { data, error, refetch } = useRead('GET /api/v1/me/sessions', { query: { limit: 100 } })
  const endAll = useChange('DELETE /api/v1/me/sessions')
  const others = data?.data.filter(({ isCurrent }) => !isCurrent) ?? []
  const end = () =>
    ask({
      title: 'End your other sessions?',
      text: `${others.length === 1 ? 'One browser is' : `${others.length} browsers are`} signed out at once. This cannot be undone; you sign in again there.`,
      confirm: 'End them',
      isDangerous: true,
      act: async () => {
        await endAll.mutateAsync({})
        tellDone('Your other sessions have ended.')
      },
    })
  const all = others.length ? (
    <Button variant="default" size="xs" onClick={end}>
      End all others
    </Button>
  ) : null
  return (
    <Card title="Sessions" actions={all}>
      {error ? <Failure error={error} retry={() => void refetch()} /> : null}
      {data ? (
        <Stack gap="md" component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
          {data.data.map((session) => (
            <SessionLine key={session.id} session={session} />
          ))}
        </Stack>
      ) : error ? null : (
        <Waiting rows={2} />
      )}
    </Card>
  )
}

function SessionLine({ session: { id, browser, address, isCurrent, lastSeenAt } }: { session: Session }) {
  const end = useChange('DELETE /api/v1/me/sessions/{id}')
  const Icon = /iPhone|Android/.test(browser) ? Smartphone : Laptop
  return (
    <Group component="li" wrap="nowrap" gap="sm">
      <ThemeIcon variant="light" size={36} radius="xl" aria-hidden>
        <Icon size={18} />
      </ThemeIcon>
      <div style={{ flex: 1, minWidth: 0 }}>
        <Group gap="xs">
          <Text fw={550}>{browser}</Text>
          {isCurrent ? <Status tone="good">This one</Status> : null}
        </Group>
        <Text size="sm" c="dimmed">
          {address ? `${address}, ` : ''}
          {isCurrent ? (
            'in use now'
          ) : (
            <>
              seen <Ago at={lastSeenAt} />
            </>
          )}
        </Text>
      </div>
      {isCurrent ? null : (
        <Button
          variant="default"
          size="xs"
          loading={end.isPending}
          aria-label={`End the session of ${browser}`}
          onClick={() =>
            end.mutate({ path: { id } }, { onSuccess: () => tellDone('The session has ended.'), onError: tellFailure })
          }
        >
          End
        </Button>
      )}
    </Group>
  )
}
