import { Anchor, Button, Group, Progress, Stack, Text, ThemeIcon } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useQueryClient } from '@tanstack/react-query'
import { CircleCheck, Handshake, MousePointerClick, UsersRound } from 'lucide-react'
import { useEffect } from 'react'
import { useChange, useRead } from '../../api/queries.ts'
import { tellFailure } from '../../ui/act.tsx'
import { Card, Failure } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import { useMay, useProfile } from '../session.ts'

/** What comes first in an organisation that is new: look around on invented data, or begin. */
export function WelcomePage() {
  const { data } = useProfile()
  const name = data?.member.name?.split(' ')[0]
  return (
    <Page
      title={name ? `Welcome, ${name}` : 'Welcome'}
      lead="Look around on invented data first, or begin with your own."
    >
      {useMay('admin') ? <DemoCard /> : null}
      <FirstSteps />
    </Page>
  )
}

function DemoCard() {
  const client = useQueryClient()
  const reading = useRead('GET /api/v1/demo', {}, { refetchInterval: 1500 })
  const start = useChange('POST /api/v1/demo')
  const state = reading.data?.data.state
  useEffect(() => {
    if (state === 'DONE') void client.invalidateQueries()
  }, [state, client])
  if (reading.error) return <Failure error={reading.error} retry={() => void reading.refetch()} />
  return (
    <Card title="An invented programme">
      <Stack gap="sm" align="flex-start">
        <Text maw={640}>
          Fifty partners with eight months of links, sales, commissions and payouts. Every page has something to show.
          It does not go away by itself, so use it in an organisation that you only try things in.
        </Text>
        {state === 'RUNNING' ? <Running percent={reading.data?.data.percent ?? 0} /> : null}
        {state === 'DONE' ? <Done /> : null}
        {state === 'NONE' || state === 'FAILED' ? (
          <Button variant="light" loading={start.isPending} onClick={() => start.mutate({}, { onError: tellFailure })}>
            {state === 'FAILED' ? 'It broke off: go on' : 'Fill with invented data'}
          </Button>
        ) : null}
      </Stack>
    </Card>
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

const steps = [
  {
    icon: Handshake,
    title: 'Add your first partner',
    text: 'Or import a file with all of them.',
    to: '/partners/new',
    label: 'New partner',
    may: 'partners:write',
  },
  {
    icon: MousePointerClick,
    title: 'Make a campaign',
    text: 'Where links lead, and what a sale earns.',
    to: '/campaigns',
    label: 'Campaigns',
    may: 'affiliate:manage',
  },
  {
    icon: UsersRound,
    title: 'Invite your colleagues',
    text: 'Each with a role that allows what they need.',
    to: '/settings/members',
    label: 'Members',
    may: 'members:write',
  },
]

function FirstSteps() {
  return (
    <Card title="The first three steps">
      <Stack gap="lg" component="ol" m={0} p={0} style={{ listStyle: 'none' }}>
        {steps.map((step) => (
          <Step key={step.to} {...step} />
        ))}
      </Stack>
    </Card>
  )
}

function Step({ icon: Icon, title, text, to, label, may }: (typeof steps)[number]) {
  const isAllowed = useMay(may)
  return (
    <Group component="li" gap="md" wrap="nowrap" align="flex-start">
      <ThemeIcon variant="light" size={40} radius="xl" aria-hidden>
        <Icon size={20} />
      </ThemeIcon>
      <Group justify="space-between" gap="xs" style={{ flex: 1 }}>
        <div>
          <Text fw={600}>{title}</Text>
          <Text size="sm" c="dimmed">
            {text}
          </Text>
        </div>
        {isAllowed ? (
          <Button component={Link} to={to} variant="default" size="xs">
            {label}
          </Button>
        ) : null}
      </Group>
    </Group>
  )
}
