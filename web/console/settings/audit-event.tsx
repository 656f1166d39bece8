import { Anchor, Code, Stack, Table, Text } from '@mantine/core'
import type { Schemas } from '../../api/client.ts'
import { Fact, Facts } from '../../ui/act.tsx'
import { DateText } from '../../ui/date.tsx'
import { fieldInWords, isReference, valueInWords } from './event-words.ts'
import { PartnerName } from './partner-choice.tsx'

type Event = Schemas['Event']

/** Who acted, in a word. */
export const actorKinds: Record<Event['actor']['kind'], string> = {
  key: 'API key',
  member: 'Member',
  visitor: 'Visitor',
  site: 'Web page',
  operator: 'The server',
  public: 'By a link',
}

type Line = { key: string; before: unknown; after: unknown }

/** The values that an event says something of. */
export function linesOf({ before, after }: Event): Line[] {
  const keys = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])]
  return keys
    .map((key) => ({ key, before: before?.[key], after: after?.[key] }))
    .filter((line) => isSaid(line.before) || isSaid(line.after))
}

const isSaid = (value: unknown) => value !== null && value !== undefined && value !== ''

/** All that is known of one event. */
export function AuditEvent({ event }: { event: Event }) {
  const lines = linesOf(event)
  return (
    <Stack gap="md">
      <Facts>
        <Fact name="When">
          <DateText at={event.createdAt} style="time" />
        </Fact>
        <Fact name="Who">
          {event.actor.name} ({actorKinds[event.actor.kind].toLowerCase()})
        </Fact>
        {event.partnerId ? (
          <Fact name="Partner">
            <PartnerName id={event.partnerId} />
          </Fact>
        ) : null}
        <Fact name="Request">
          <Code>{event.requestId}</Code>
        </Fact>
      </Facts>
      {lines.length ? <Values lines={lines} event={event} /> : <Text c="dimmed">No values were recorded.</Text>}
      <Anchor href="/docs/#tag/Events" target="_blank" size="sm">
        How to read events by the API
      </Anchor>
    </Stack>
  )
}

function Values({ lines, event }: { lines: Line[]; event: Event }) {
  const isChange = event.before !== null && event.after !== null
  return (
    <Table.ScrollContainer
      minWidth={360}
      scrollAreaProps={{ viewportProps: { tabIndex: 0, role: 'region', 'aria-label': 'Values' } }}
    >
      <Table aria-label="Values" verticalSpacing={6}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Field</Table.Th>
            {event.before ? <Table.Th>{isChange ? 'Before' : 'Was'}</Table.Th> : null}
            {event.after ? <Table.Th>{isChange ? 'After' : 'Value'}</Table.Th> : null}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {lines.map(({ key, before, after }) => (
            <Table.Tr key={key}>
              <Table.Td>{fieldInWords(key)}</Table.Td>
              {event.before ? <Cell name={key} value={before} /> : null}
              {event.after ? <Cell name={key} value={after} /> : null}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}

function Cell({ name, value }: { name: string; value: unknown }) {
  const text = valueInWords(value, name)
  const isCode =
    isReference(name) || name === 'id' || (typeof value === 'object' && value !== null && !Array.isArray(value))
  return (
    <Table.Td style={{ overflowWrap: 'anywhere' }}>
      {isCode && text !== 'none' ? <Code style={{ whiteSpace: 'pre-wrap' }}>{text}</Code> : text}
    </Table.Td>
  )
}
