import { Anchor, Group, Stack, Text, Timeline, VisuallyHidden } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { ArrowRight, Clock } from 'lucide-react'
import { useRead } from '#web/api/queries.ts'
import { DateText } from '#web/ui/date.tsx'
import { Card, Empty, Failure, Waiting } from '#web/ui/notice.tsx'
import { useMay } from '#web/console/session.ts'
import { useSearchState } from '#web/ui/router.tsx'
import { Paging } from '#web/ui/table.tsx'
import { useOwners, usePhases, useTemplates, useTiers } from '../lookups.ts'
import type { Partner } from '../partner.tsx'
import { type Difference, differencesOf, type Names } from './differences.ts'
import { type Event, sentenceOf } from './story.ts'

/** What happened to this partner, and who did it. */
export function TimelineTab({ partner: { id } }: { partner: Partner }) {
  const [{ cursor }] = useSearchState()
  const { data, error, refetch } = useRead(
    'GET /api/v1/events',
    { query: { partnerId: id, cursor, limit: 25 } },
    { keep: true },
  )
  const names = useNames(id)
  if (error && !data) return <Failure error={error} retry={() => void refetch()} />
  if (!data) return <Waiting />
  if (!data.data.length) return <Empty title="Nothing has happened yet" icon={Clock} />
  return (
    <Card>
      <Timeline bulletSize={14} lineWidth={2} active={data.data.length} aria-label="Timeline">
        {data.data.map((event) => (
          <Happening key={event.id} event={event} names={names} />
        ))}
      </Timeline>
      <Paging next={data.pagination.nextCursor} />
    </Card>
  )
}

/** The names of what a partner refers to. */
function useNames(partnerId: string): Names {
  const lookups = [useTiers(), usePhases(), useOwners(), useTemplates()]
  const enabled = useMay('visitors:read')
  const visitors = useRead('GET /api/v1/visitors', { query: { partnerId, limit: 100 } }, { enabled }).data?.data ?? []
  return (id) => {
    const visitor = visitors.find((one) => one.id === id)
    return visitor ? (visitor.name ?? visitor.email) : lookups.map(({ nameOf }) => nameOf(id)).find(Boolean)
  }
}

const kinds: Record<Event['actor']['kind'], string> = {
  key: 'API key',
  member: 'member',
  visitor: 'at the partner',
  site: 'web site',
  operator: 'operator',
  public: 'one-time link',
}

function Happening({ event, names }: { event: Event; names: Names }) {
  const { actor, createdAt, redactedAt } = event
  return (
    <Timeline.Item>
      <Stack gap={2}>
        <Group gap={6} align="baseline">
          <Text size="sm">
            <b>{actor.name}</b> {sentenceOf(event)}
          </Text>
          <Text size="xs" c="dimmed">
            {kinds[actor.kind]} · <DateText at={createdAt} style="time" />
          </Text>
        </Group>
        {redactedAt ? (
          <Text size="xs" c="dimmed">
            Personal data was taken out of this event.
          </Text>
        ) : null}
        <Differences all={differencesOf(event, names)} />
      </Stack>
    </Timeline.Item>
  )
}

const usuallyShown = 3

/** The first few; the rest when somebody asks. */
function Differences({ all }: { all: Difference[] }) {
  const [isOpen, { open }] = useDisclosure(all.length <= usuallyShown + 1)
  const shown = isOpen ? all : all.slice(0, usuallyShown)
  return (
    <Group gap="md" style={{ rowGap: 0 }} align="baseline">
      {shown.map((one) => (
        <Changed key={one.label} {...one} />
      ))}
      {isOpen ? null : (
        <Anchor component="button" type="button" size="sm" onClick={open}>
          {all.length - shown.length} more
        </Anchor>
      )}
    </Group>
  )
}

function Changed({ label, before, after }: Difference) {
  return (
    <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
      {label}:{' '}
      {before === null ? null : (
        <>
          <Text span inherit td="line-through">
            {before}
          </Text>
          <ArrowRight size={12} aria-hidden style={{ margin: '0 6px' }} />
          <VisuallyHidden> to </VisuallyHidden>
        </>
      )}
      <Text span inherit c="var(--mantine-color-text)">
        {after ?? 'none'}
      </Text>
    </Text>
  )
}
