import { Anchor, Button, Group, Progress, Stack, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { CircleCheck, TriangleAlert } from 'lucide-react'
import { useEffect } from 'react'
import type { Schemas } from '../../api/client.ts'
import { queryClient, useChange, useRead } from '../../api/queries.ts'
import { tellFailure } from '../../ui/act.tsx'
import { Card, Failure } from '../../ui/notice.tsx'
import { useMay } from '../session.ts'

const watchMs = 1500

/** How far the invented programme is; watched while it is being made. All pages are read anew when it is there. */
export function useDemo() {
  const isAdmin = useMay('admin')
  const reading = useRead(
    'GET /api/v1/demo',
    {},
    { enabled: isAdmin, refetchInterval: (answer) => answer?.data.state === 'RUNNING' && watchMs },
  )
  const isRunning = reading.data?.data.state === 'RUNNING'
  useEffect(() => (isRunning ? () => void queryClient.invalidateQueries() : undefined), [isRunning])
  return reading
}

type Demo = Schemas['Demo']

/** Offers an administrator the invented programme, shows how far it is, and how it ended. */
export function DemoCard({ demo }: { demo: ReturnType<typeof useDemo> }) {
  if (demo.error && !demo.data) return <Failure error={demo.error} retry={() => void demo.refetch()} />
  if (!demo.data) return null
  const { state, percent } = demo.data.data
  return (
    <Card title="An invented programme">
      <Stack gap="sm" align="flex-start">
        {state === 'DONE' ? null : (
          <Text maw={640}>
            Fifty partners with eight months of links, sales, commissions and payouts. Every page has something to show.
            It does not go away by itself, so use it in an organisation that you only try things in.
          </Text>
        )}
        {state === 'RUNNING' ? <Running percent={percent} /> : null}
        {state === 'DONE' ? <Done /> : null}
        {state === 'FAILED' ? <BrokenOff /> : null}
        {state === 'NONE' || state === 'FAILED' ? <Start state={state} /> : null}
      </Stack>
    </Card>
  )
}

function Start({ state }: { state: Demo['state'] }) {
  const start = useChange('POST /api/v1/demo')
  return (
    <Button variant="light" loading={start.isPending} onClick={() => start.mutate({}, { onError: tellFailure })}>
      {state === 'FAILED' ? 'Go on' : 'Fill with invented data'}
    </Button>
  )
}

function Running({ percent }: { percent: number }) {
  return (
    <Stack gap={4} w="100%" maw={480}>
      <Progress value={Math.max(2, percent)} animated aria-label="Progress of the invented programme" />
      <Text size="sm" c="dimmed" role="status">
        {percent} % of eight months. You can leave this page; it goes on.
      </Text>
    </Stack>
  )
}

function BrokenOff() {
  return (
    <Group gap="xs" role="alert" wrap="nowrap" align="flex-start">
      <TriangleAlert size={18} aria-hidden style={{ flexShrink: 0, marginTop: 3 }} />
      <Text>
        It broke off, and what was made until then is there. Go on, and it is made whole; if it breaks off again, the
        server’s log says why.
      </Text>
    </Group>
  )
}

function Done() {
  return (
    <Group gap="xs" role="status">
      <CircleCheck size={18} aria-hidden />
      <Text>
        It is there.{' '}
        <Anchor component={Link} to="/partners" underline="always">
          Look at the partners
        </Anchor>{' '}
        or at the{' '}
        <Anchor component={Link} to="/" underline="always">
          dashboard
        </Anchor>
        .
      </Text>
    </Group>
  )
}
