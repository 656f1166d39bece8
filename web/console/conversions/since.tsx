import { Stack, Text, Timeline } from '@mantine/core'
import { Ban, Check, Eraser, Replace, Undo2 } from 'lucide-react'
import type { Schemas } from '../../api/client.ts'
import { DateText } from '../../ui/date.tsx'
import { Money } from '../../ui/money.tsx'
import { Card } from '../../ui/notice.tsx'
import { PartnerName } from '../names.tsx'
import { reasonText } from '../decline.tsx'
import { type Conversion } from './words.ts'

type Explained = Schemas['ConversionExplained']
type Step = Schemas['ConversionStep']

const icons = { RECORDED: Check, ACCEPTED: Check, DECLINED: Ban, UNDONE: Undo2, REATTRIBUTED: Replace, ERASED: Eraser }

/** What happened since it was recorded, and where what it earned stands. */
export function Since({ explained, conversion }: { explained: Explained; conversion: Conversion }) {
  return (
    <Card title="What happened since">
      <Stack gap="md">
        {explained.since.length ? (
          <Timeline bulletSize={26} lineWidth={2} active={explained.since.length}>
            {explained.since.map((step) => (
              <Happened key={step.number} step={step} />
            ))}
          </Timeline>
        ) : (
          <Text size="sm" c="dimmed">
            Nothing: {waiting(conversion)}
          </Text>
        )}
        <Standing explained={explained} />
      </Stack>
    </Card>
  )
}

function waiting({ status, acceptAt }: Conversion): string {
  if (status === 'review') return 'it waits for a person to decide.'
  return acceptAt ? 'it waits for its day to be accepted by itself.' : 'it waits to be accepted.'
}

function Happened({ step }: { step: Step }) {
  const Icon = icons[step.action]
  const why = reasonText(step.reasonType, step.reason)
  return (
    <Timeline.Item bullet={<Icon size={14} aria-hidden />} title={<Deed step={step} />}>
      {why ? <Text size="sm">Reason: {why}</Text> : null}
      <Text size="xs" c="dimmed">
        <DateText at={step.createdAt} style="time" />
        {step.actor ? ` · ${step.actor.name}` : ''}
      </Text>
    </Timeline.Item>
  )
}

function Deed({ step: { action, status, from, to } }: { step: Step }) {
  return (
    <Text span fw={550} size="sm">
      {action === 'REATTRIBUTED' && from && to ? (
        <>
          Given from <PartnerName id={from.partnerId} isInText /> to <PartnerName id={to.partnerId} isInText />
        </>
      ) : (
        deeds[action](status)
      )}
    </Text>
  )
}

const deeds: Record<Step['action'], (status: Step['status']) => string> = {
  RECORDED: () => 'Recorded',
  ACCEPTED: () => 'Accepted',
  DECLINED: () => 'Declined',
  UNDONE: (status) => `Decision undone: ${status === 'review' ? 'in review' : 'pending'} again`,
  REATTRIBUTED: () => 'Given to another partner',
  ERASED: () => 'Personal data erased',
}

const standings: Record<NonNullable<Explained['commission']>['status'], string> = {
  HELD: 'is held until the conversion is accepted.',
  PENDING: 'waits for the next payout.',
  APPROVED: 'is on a payout.',
  PAID: 'is paid.',
  POSTPONED: 'is postponed to a later payout.',
  VOIDED: 'is void.',
}

function Standing({ explained: { commission } }: { explained: Explained }) {
  if (!commission) return null
  return (
    <Text size="sm">
      The commission of <Money value={commission.amount} currency={commission.currency} fw={600} />{' '}
      {standings[commission.status]}
      {commission.corrections.length
        ? ` ${commission.corrections.length === 1 ? 'A correction' : `${commission.corrections.length} corrections`} came later.`
        : ''}
    </Text>
  )
}
