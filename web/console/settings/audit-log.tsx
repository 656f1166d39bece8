import { Button, Modal, Select, Text, TextInput } from '@mantine/core'
import { History } from 'lucide-react'
import { useState } from 'react'
import type { Schemas } from '../../api/client.ts'
import { useRead } from '../../api/queries.ts'
import { DateText } from '../../ui/date.tsx'
import { Filters } from '../../ui/filters.tsx'
import { Empty } from '../../ui/notice.tsx'
import { useSearchState } from '../../ui/router.tsx'
import { type Column, DataTable } from '../../ui/table.tsx'
import { useMay } from '../session.ts'
import { actorKinds, AuditEvent, linesOf } from './audit-event.tsx'
import { eventChoices, eventInWords, fieldInWords, isReference, valueInWords } from './event-words.ts'
import { SettingsFrame } from './frame.tsx'
import { PartnerChoice, PartnerName } from './partner-choice.tsx'

type Event = Schemas['Event']

const filters = ['type', 'actorId', 'partnerId', 'from', 'to']

/** Who changed what, and when. */
export function AuditLogPage() {
  const [search, change] = useSearchState()
  const [shown, show] = useState<Event>()
  const { cursor, type, actorId, partnerId, from, to } = search
  const query = { cursor, type, actorId, partnerId, from, to, limit: 25 }
  const reading = useRead('GET /api/v1/events', { query }, { keep: true })
  const isFiltered = filters.some((name) => search[name])
  return (
    <SettingsFrame title="Audit log" lead="Every change: who made it, when, and what was there before.">
      <Filters names={filters}>
        <TypeFilter />
        <ActorFilter />
        <PartnerChoice
          label="Partner"
          isFilter
          value={partnerId ?? null}
          onChange={(id) => change({ partnerId: id ?? undefined })}
        />
        <DayFilter label="From" name="from" />
        <DayFilter label="To" name="to" />
      </Filters>
      <DataTable
        label="Audit log"
        reading={reading}
        columns={[
          ...columns,
          { id: 'details', title: '', align: 'right', cell: (event) => <Details event={event} show={show} /> },
        ]}
        idOf={({ id }) => id}
        empty={
          <Empty title="Nothing here" icon={History}>
            {isFiltered ? 'Nothing fits these filters. Clear some of them.' : 'The first change will stand here.'}
          </Empty>
        }
      />
      <Modal
        opened={shown !== undefined}
        onClose={() => show(undefined)}
        title={shown ? eventInWords(shown.type) : ''}
        size="lg"
      >
        {shown ? <AuditEvent event={shown} /> : null}
      </Modal>
    </SettingsFrame>
  )
}

function TypeFilter() {
  const [{ type }, change] = useSearchState()
  return (
    <Select
      aria-label="What happened"
      placeholder="What happened"
      data={eventChoices}
      value={type ?? null}
      onChange={(value) => change({ type: value ?? undefined })}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': 'Clear what happened' }}
      nothingFoundMessage="Nothing of this name is recorded."
      w={{ base: '100%', xs: 220 }}
    />
  )
}

function ActorFilter() {
  const [{ actorId }, change] = useSearchState()
  const query = { limit: 100 }
  const members = useRead('GET /api/v1/users', { query }, { enabled: useMay('members:read') })
  const keys = useRead('GET /api/v1/api-keys', { query }, { enabled: useMay('keys:read') })
  const items = (all: { id: string; name: string | null; email?: string }[] | undefined) =>
    (all ?? []).map(({ id, name, email }) => ({ value: id, label: name ?? email ?? id }))
  const groups = [
    { group: 'Members', items: items(members.data?.data) },
    { group: 'API keys', items: items(keys.data?.data) },
    {
      group: 'The server',
      items: [
        { value: 'operator', label: 'Command line' },
        { value: 'jobs', label: 'Background job' },
      ],
    },
  ]
  return (
    <Select
      aria-label="Who"
      placeholder="Who"
      data={groups.filter((group) => group.items.length)}
      value={actorId ?? null}
      onChange={(value) => change({ actorId: value ?? undefined })}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': 'Clear who' }}
      w={{ base: '100%', xs: 190 }}
    />
  )
}

function DayFilter({ label, name }: { label: string; name: string }) {
  const [search, change] = useSearchState()
  return (
    <TextInput
      type="date"
      aria-label={label}
      leftSection={
        <Text size="sm" c="dimmed" aria-hidden>
          {label}
        </Text>
      }
      leftSectionWidth={52}
      value={search[name] ?? ''}
      onChange={({ currentTarget }) => change({ [name]: currentTarget.value || undefined })}
      w={{ base: '100%', xs: 190 }}
    />
  )
}

const columns: Column<Event>[] = [
  { id: 'time', title: 'When', cell: ({ createdAt }) => <DateText at={createdAt} style="time" /> },
  {
    id: 'what',
    title: 'What',
    cell: (event) => (
      <>
        <Text inherit fw={550}>
          {eventInWords(event.type)}
        </Text>
        <Text size="xs" c="dimmed" maw={360} lineClamp={2}>
          {summaryOf(event)}
        </Text>
      </>
    ),
  },
  {
    id: 'actor',
    title: 'Who',
    cell: ({ actor }) => (
      <>
        <Text inherit style={{ whiteSpace: 'nowrap' }} maw={180} truncate>
          {actor.name}
        </Text>
        <Text size="xs" c="dimmed">
          {actorKinds[actor.kind]}
        </Text>
      </>
    ),
  },
  { id: 'partner', title: 'Partner', cell: ({ partnerId }) => (partnerId ? <PartnerName id={partnerId} /> : null) },
]

/** The first few values that changed, in a line. */
function summaryOf(event: Event): string {
  if (event.redactedAt) return 'Personal data was taken out.'
  return linesOf(event)
    .filter(({ key, after, before }) => key !== 'id' && typeof (after ?? before) !== 'object')
    .slice(0, 3)
    .map(({ key, before, after }) => {
      const field = fieldInWords(key)
      if (isReference(key)) return event.before && event.after ? `${field} changed` : ''
      return event.before && event.after
        ? `${field}: ${valueInWords(after, key)} (was ${valueInWords(before, key)})`
        : `${field}: ${valueInWords(after ?? before, key)}`
    })
    .filter(Boolean)
    .join(' · ')
}

function Details({ event, show }: { event: Event; show: (event: Event) => void }) {
  return (
    <Button
      variant="subtle"
      size="compact-sm"
      onClick={() => show(event)}
      aria-label={`Details of ${eventInWords(event.type)}`}
    >
      Details
    </Button>
  )
}
