import { Anchor, Stack, Text, Timeline as Line } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { Schemas } from '../../api/client.ts'
import { useRead } from '../../api/queries.ts'
import { Ago, dateText } from '../../ui/date.tsx'
import { Card, Failure, Waiting } from '../../ui/notice.tsx'
import { wordsOf } from '../../ui/status.tsx'
import { useMay } from '../session.ts'
import type { Client } from './client.tsx'

type Event = Schemas['Event']

/** What happened to a client: who did what, the latest first. */
export function Timeline({ client }: { client: Client }) {
  const mayRead = useMay('events:read')
  const query = { partnerId: client.partnerId, subjectId: client.id, limit: 20 }
  const { data, error, refetch } = useRead('GET /api/v1/events', { query }, { enabled: mayRead })
  if (!mayRead) return null
  return (
    <Card title="What happened">
      {error && !data ? <Failure error={error} retry={() => void refetch()} /> : null}
      {!data && !error ? <Waiting rows={3} /> : null}
      <Line bulletSize={12} lineWidth={2} active={-1}>
        {data?.data.map((event) => (
          <Line.Item key={event.id}>
            <Text size="sm">{sentence(event)}</Text>
            <Stack gap={0}>
              {detailsOf(event).map((detail) => (
                <Text key={detail} size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
                  {detail}
                </Text>
              ))}
            </Stack>
            <Text size="xs" c="dimmed">
              {event.actor.name} · <Ago at={event.createdAt} />
            </Text>
          </Line.Item>
        ))}
      </Line>
      {data?.pagination.nextCursor ? (
        <Anchor component={Link} to={`/partners/${client.partnerId}`} size="sm" inherit={false}>
          Earlier events are in the timeline of {client.partnerName}
        </Anchor>
      ) : null}
      {data?.data.length === 0 ? (
        <Text size="sm" c="dimmed">
          Nothing is recorded yet.
        </Text>
      ) : null}
    </Card>
  )
}

const sentences: Record<string, string> = {
  'clients.create': 'Added by the partner',
  'clients.update': 'The record was changed',
  'clients.archive': 'Archived',
  'clients.restore': 'Restored',
  'clients.schedule-deletion': 'Deletion was scheduled',
  'clients.cancel-deletion': 'Deletion was stopped',
  'sub-partners.update-client': 'The record was changed',
  'user-assignments.add': 'Somebody was assigned to it',
  'user-assignments.set': 'Who looks after it was changed',
  'user-assignments.remove': 'Somebody was taken off it',
  'billing-settings.change': 'Who pays was changed',
}

const sentence = ({ type }: Event) => sentences[type] ?? wordsOf(type.split('.').join(' '))

const isHidden = /(Ids?|_by|_at|By|At)$/
const names: Record<string, string> = {
  isTest: 'Test client',
  street1: 'Street',
  street2: 'Second line',
  naics: 'NAICS code',
  einLastFour: 'Tax number ends in',
}

/** The values that changed, in words; ids say nothing to a reader, nor does what was empty from the beginning. */
function detailsOf({ before, after }: Event): string[] {
  return Object.entries(after ?? {})
    .filter(([key, value]) => !isHidden.test(key) && isPlain(value) && (before?.[key] ?? null) !== value)
    .filter(([key, value]) => !isNothing(value) || !isNothing(before?.[key]))
    .slice(0, 8)
    .map(([key, value]) => `${nameOf(key)}: ${told(value)}${wasOf(before?.[key])}`)
}

const nameOf = (key: string) => names[key] ?? wordsOf(key.replaceAll(/([A-Z])/g, '_$1'))
const isPlain = (value: unknown) => value === null || ['string', 'number', 'boolean'].includes(typeof value)
const isNothing = (value: unknown) => value === null || value === undefined || value === '' || value === false
const wasOf = (value: unknown) => (isPlain(value) && !isNothing(value) ? ` (was ${told(value)})` : '')

function told(value: unknown): string {
  const text = String(value ?? '')
  if (text === '') return 'none'
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return dateText(text)
  return /^[A-Z][A-Z_]{3,}$/.test(text) ? wordsOf(text) : text
}
