import { Button, SimpleGrid, Stack, Text, ThemeIcon } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { Handshake, type LucideIcon, Megaphone, UsersRound } from 'lucide-react'
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
    icon: UsersRound,
    title: '3. Invite your colleagues',
    text: 'Each with a role that allows what they need.',
    to: '/settings/members',
    action: 'Invite colleagues',
    scope: 'members:write',
  },
]

/** What to do first in an organisation that is new. */
export function FirstSteps() {
  return (
    <Card title="First steps">
      <SimpleGrid component="ol" cols={{ base: 1, sm: 3 }} spacing="xl" m={0} p={0} style={{ listStyle: 'none' }}>
        {steps.map((step) => (
          <OneStep key={step.to} {...step} />
        ))}
      </SimpleGrid>
    </Card>
  )
}

function OneStep({ icon: Icon, title, text, to, action, scope }: Step) {
  const may = useMay(scope)
  return (
    <Stack component="li" gap="xs" align="flex-start">
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
