import { Button, Group, Progress, SimpleGrid, Stack, Text, ThemeIcon } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { Handshake, Megaphone, Percent, type LucideIcon } from 'lucide-react'
import { useEffect, useState } from 'react'
import { queryClient, useChange, useRead } from '../../api/queries.ts'
import { tellFailure } from '../../ui/act.tsx'
import { Card } from '../../ui/notice.tsx'
import { useMay } from '../session.ts'

type Step = { icon: LucideIcon; title: string; text: string; to: string; action: string; scope: string }

const steps: Step[] = [
  {
    icon: Handshake,
    title: '1. Add a partner',
    text: 'A company you work with: by hand, or many at once from a file.',
    to: '/partners/new',
    action: 'Add a partner',
    scope: 'partners:write',
  },
  {
    icon: Megaphone,
    title: '2. Create a campaign',
    text: 'Where links lead, what a conversion earns, and the snippet for your site.',
    to: '/campaigns/new',
    action: 'Create a campaign',
    scope: 'affiliate:manage',
  },
  {
    icon: Percent,
    title: '3. Make a commission plan',
    text: 'How partners earn from sales, renewals and refunds that you report.',
    to: '/commissions/plans/new',
    action: 'Make a plan',
    scope: 'commissions:write',
  },
]

/** What to do first, while there is no partner. */
export function FirstSteps({ demo }: { demo: State | undefined }) {
  return (
    <Card title="First steps">
      <Stack gap="lg">
        <SimpleGrid cols={{ base: 1, sm: 3 }} spacing="xl">
          {steps.map((step) => (
            <OneStep key={step.to} {...step} />
          ))}
        </SimpleGrid>
        {demo ? <Demo demo={demo} /> : null}
      </Stack>
    </Card>
  )
}

function OneStep({ icon: Icon, title, text, to, action, scope }: Step) {
  const may = useMay(scope)
  return (
    <Stack gap="xs" align="flex-start">
      <ThemeIcon variant="light" size={40} radius="xl" aria-hidden>
        <Icon size={20} />
      </ThemeIcon>
      <Text fw={600}>{title}</Text>
      <Text size="sm" c="dimmed">
        {text}
      </Text>
      {may ? (
        <Button component={Link} to={to} size="xs" variant="default">
          {action}
        </Button>
      ) : null}
    </Stack>
  )
}

const watchMs = 2000

/** How far the invented programme is, looked at while it may be on its way. */
export function useDemo(isNew: boolean) {
  const isAdmin = useMay('admin')
  const [isWatched, watch] = useState(isNew)
  const { data } = useRead('GET /api/v1/demo', {}, { enabled: isAdmin, refetchInterval: isWatched && watchMs })
  const state = data?.data.state
  const isRunning = state === 'RUNNING'
  useEffect(() => {
    watch(isRunning || isNew)
    return () => void (isRunning && queryClient.invalidateQueries())
  }, [isRunning, isNew])
  return data?.data
}

type State = NonNullable<ReturnType<typeof useDemo>>

/** Offers the invented programme, and shows how far it is. */
function Demo({ demo: { state, percent } }: { demo: State }) {
  const start = useChange('POST /api/v1/demo')
  if (state === 'RUNNING')
    return (
      <Stack gap={4}>
        <Text size="sm" aria-live="polite">
          The invented programme is being made: {percent} %
        </Text>
        <Progress value={percent} animated aria-label="The invented programme" />
      </Stack>
    )
  if (state === 'DONE') return null
  return (
    <Group gap="sm">
      <Button
        size="xs"
        variant="light"
        loading={start.isPending}
        onClick={() => void start.mutateAsync({}).catch(tellFailure)}
      >
        Fill with an invented programme
      </Button>
      <Text size="sm" c="dimmed">
        To look around: partners, links, sales and payouts of eight months. It is made for an empty organisation only.
      </Text>
    </Group>
  )
}
