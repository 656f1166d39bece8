import { Stack, Text, Timeline } from '@mantine/core'
import { Check, CircleMinus, Flag, MousePointerClick, Receipt, Ticket } from 'lucide-react'
import { DateText } from '../../ui/date.tsx'
import { Card } from '../../ui/notice.tsx'
import { PartnerName } from '../names.tsx'
import { Checks } from './checks.tsx'
import { Earning } from './earning.tsx'
import { type Explanation, reasons, type Touch } from './words.ts'

/** Everything that was considered when it was reported: who was in question, which checks it passed, what it earned. */
export function Story({ explanation, at }: { explanation: Explanation; at: string }) {
  const { rules, commission } = explanation
  return (
    <Stack gap="md">
      <Card title="Who brought it">
        <Touches explanation={explanation} at={at} />
      </Card>
      {rules.length ? (
        <Card title="Quality checks">
          <Checks rules={rules} />
        </Card>
      ) : null}
      {commission ? (
        <Card title="What it earned">
          <Earning commission={commission} />
        </Card>
      ) : null}
    </Stack>
  )
}

function Touches({
  explanation: { attribution, reportedBy, status, reasons: why },
  at,
}: {
  explanation: Explanation
  at: string
}) {
  const touches = attribution?.touches ?? []
  const which = attribution?.model === 'FIRST_CLICK' ? 'first' : 'last'
  return (
    <Stack gap="md">
      <Text size="sm" c="dimmed">
        {attribution
          ? `The campaign credits the ${which} click within ${days(attribution.windowDays)}.`
          : 'It did not come to looking at clicks.'}
      </Text>
      <Timeline bulletSize={26} lineWidth={2} active={touches.length}>
        {touches.map((touch) => (
          <Timeline.Item
            key={`${touch.type}${touch.id}`}
            color={touch.verdict === 'CREDITED' ? undefined : 'gray'}
            bullet={bulletOf(touch)}
            title={<TouchTitle touch={touch} />}
          >
            <Text size="sm" fw={touch.verdict === 'CREDITED' ? 600 : undefined}>
              {verdictText(touch, which)}
            </Text>
            <Text size="xs" c="dimmed">
              <DateText at={touch.at} style="time" />
              {` · ${knownBy[touch.knownBy]}`}
            </Text>
          </Timeline.Item>
        ))}
        <Timeline.Item
          bullet={<Flag size={14} aria-hidden />}
          color={status === 'ignored' ? 'red' : undefined}
          title={status === 'ignored' ? 'No conversion was recorded' : 'The conversion was recorded'}
        >
          <Text size="sm">{outcomes[status]}</Text>
          {why.map((reason) => (
            <Text size="sm" key={reason}>
              {reasons[reason]}.
            </Text>
          ))}
          <Text size="xs" c="dimmed">
            <DateText at={at} style="time" />
            {reportedBy === 'SITE' ? ' · reported by a page' : ' · reported by a server'}
          </Text>
        </Timeline.Item>
      </Timeline>
    </Stack>
  )
}

const days = (count: number) => (count === 1 ? 'one day' : `${count} days`)

const outcomes = {
  pending: 'It waits to be accepted.',
  review: 'It waits for a person to decide.',
  ignored: 'The report is kept for thirty days.',
}

const kinds: Record<Touch['type'], string> = {
  CLICK: 'Click on the link of',
  COUPON: 'Coupon of',
  CONVERSION: 'Earlier conversion of',
}

function TouchTitle({ touch: { type, partnerId } }: { touch: Touch }) {
  return (
    <Text span fw={550} size="sm">
      {kinds[type]} <PartnerName id={partnerId} isInText />
    </Text>
  )
}

function bulletOf({ type, verdict }: Touch) {
  if (verdict === 'CREDITED') return <Check size={14} aria-hidden />
  if (verdict !== 'NOT_CHOSEN') return <CircleMinus size={14} aria-hidden />
  const Icon = { CLICK: MousePointerClick, COUPON: Ticket, CONVERSION: Receipt }[type]
  return <Icon size={14} aria-hidden />
}

const knownBy: Record<Touch['knownBy'], string> = {
  REPORT: 'told by the report',
  EARLIER_TOKEN: 'remembered by the page',
  SAME_VISITOR: 'found by the same visitor',
  COUPON_CODE: 'told by the code',
  SAME_EMAIL: 'found by the same e-mail',
}

function verdictText({ verdict, type }: Touch, which: 'first' | 'last'): string {
  if (verdict === 'CREDITED') return type === 'CLICK' ? `Credited: it is the ${which} that counts.` : 'Credited.'
  return {
    NOT_CHOSEN: `Not credited: it counts, but it is not the ${which} one.`,
    AFTER_REPORTED: 'Not credited: it came after the click that was reported.',
    OUTSIDE_WINDOW: 'Not credited: it is older than the campaign’s window.',
    LINK_REVOKED: 'Not credited: the link is revoked.',
    PARTNER_ARCHIVED: 'Not credited: the partner is archived.',
    OTHER_CAMPAIGN: 'Not credited: it belongs to another campaign.',
    COUPON_ENDED: 'Not credited: the coupon has ended.',
  }[verdict]
}
