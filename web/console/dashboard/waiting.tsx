import { Group, NavLink, Stack, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { CheckCheck, ChevronRight } from 'lucide-react'
import type { Schemas } from '../../api/client.ts'
import { Card } from '../../ui/notice.tsx'

type Waiting = Schemas['Overview']['waiting']
type Deed = { label: string; many: number; to: string; search?: Record<string, string> }

const whole = new Intl.NumberFormat()

/** What waits for somebody, each with the way to its list. */
export function WaitingCard({ waiting }: { waiting: Waiting }) {
  const deeds = deedsOf(waiting).filter(({ many }) => many > 0)
  return (
    <Card title="Waiting for somebody">
      {deeds.length ? (
        <Stack gap={2}>
          {deeds.map(({ label, many, to, search }) => (
            <NavLink
              key={label}
              component={Link}
              to={to}
              search={(search ?? {}) as never}
              label={label}
              rightSection={
                <Group gap={6} wrap="nowrap">
                  <Text fw={650} className="tabular">
                    {whole.format(many)}
                  </Text>
                  <ChevronRight size={16} aria-hidden />
                </Group>
              }
              style={{ borderRadius: 'var(--mantine-radius-md)' }}
            />
          ))}
        </Stack>
      ) : (
        <Group gap="xs" py="sm">
          <CheckCheck size={18} aria-hidden />
          <Text c="dimmed">Nothing waits for anybody.</Text>
        </Group>
      )}
    </Card>
  )
}

function deedsOf({ payouts, ...waiting }: Waiting): Deed[] {
  const inStage = (stage: string) => payouts?.find((one) => one.stage === stage)?.payouts ?? 0
  const ofStage = (label: string, stage: string): Deed => ({
    label,
    many: inStage(stage),
    to: '/payouts/all',
    search: { stage },
  })
  return [
    { label: 'Conversions to review', many: waiting.conversionsInReview ?? 0, to: '/conversions' },
    {
      label: 'Conversions to accept',
      many: waiting.conversionsPending ?? 0,
      to: '/conversions',
      search: { status: 'pending' },
    },
    { label: 'Deals to decide on', many: waiting.deals ?? 0, to: '/deals', search: { status: 'PENDING' } },
    {
      label: 'Submissions to decide on',
      many: waiting.submissions ?? 0,
      to: '/forms/submissions',
      search: { status: 'PENDING' },
    },
    { label: 'Billing changes to decide on', many: waiting.billingChanges ?? 0, to: '/clients' },
    ofStage('Payouts to review', 'PENDING_REVIEW'),
    ofStage('Payouts that wait for an invoice', 'PENDING_INVOICE'),
    ofStage('Payouts to pay', 'APPROVED'),
    ofStage('Payments that failed', 'FAILED'),
    ofStage('Payouts that are blocked', 'BLOCKED'),
  ]
}
