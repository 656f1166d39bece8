import { Alert, Button, Group, List, Stack, Table, Text } from '@mantine/core'
import { useNavigate, useParams } from '@tanstack/react-router'
import { ArrowLeftRight, Merge } from 'lucide-react'
import { useChange, useRead } from '#web/api/queries.ts'
import { ask, tellDone } from '#web/ui/act.tsx'
import { Nothing } from '#web/ui/date.tsx'
import { Card, Failure, Waiting } from '#web/ui/notice.tsx'
import { Page } from '#web/ui/page.tsx'
import { useSearchState } from '#web/ui/router.tsx'
import { usePhases, useTiers } from './lookups.ts'
import { PartnerSelect } from './partner-select.tsx'
import { nameOf, type Partner } from './partner.tsx'

/** Two records of one company become one: both side by side, and what will come of it. */
export function MergePage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const [search, change] = useSearchState()
  const otherId = search['with'] ?? ''
  const staying = useRead('GET /api/v1/partners/{id}', { path: { id } })
  const going = useRead('GET /api/v1/partners/{id}', { path: { id: otherId } }, { enabled: otherId !== '' })
  const error = staying.error ?? going.error
  const [stays, goes] = [staying.data?.data, otherId ? going.data?.data : undefined]
  return (
    <Page
      title={stays ? `Merge into ${nameOf(stays)}` : 'Merge'}
      lead="Two records of one company become one. Everything that belongs to the other partner moves to this one."
      above={[
        { to: '/partners', label: 'Partners' },
        { to: `/partners/${id}`, label: stays ? nameOf(stays) : 'Partner' },
      ]}
    >
      <Card>
        <Stack maw={560}>
          <PartnerSelect
            label="The other partner"
            description="It is listed no more afterwards."
            value={otherId || null}
            set={(value) => change({ with: value ?? undefined })}
            except={id}
          />
        </Stack>
      </Card>
      {error ? <Failure error={error} /> : null}
      {otherId && !error && !(stays && goes) ? <Waiting rows={5} /> : null}
      {stays && goes ? <Comparison stays={stays} goes={goes} /> : null}
    </Page>
  )
}

type Both = { stays: Partner; goes: Partner }
type Row = { label: string; stays: string | null; goes: string | null; after: string | null }

function useRows({ stays, goes }: Both): Row[] {
  const [tiers, phases] = [useTiers(), usePhases()]
  const person = (one: Partner['owner']) => one?.name ?? one?.email ?? null
  const filled: [string, (one: Partner) => string | null][] = [
    ['Domain', ({ domain }) => domain],
    ['Tier', ({ tierId }) => tiers.nameOf(tierId) ?? null],
    ['Phase', ({ phaseId }) => phases.nameOf(phaseId) ?? null],
    ['Owner', ({ owner }) => person(owner)],
    ['Manager', ({ manager }) => person(manager)],
    ['CRM id', ({ externalId }) => externalId],
  ]
  const labels = (one: Partner) => one.categories.join(', ') || null
  const all = [...new Set([...stays.categories, ...goes.categories])].join(', ') || null
  return [
    { label: 'Name', stays: stays.name, goes: goes.name, after: stays.name },
    ...filled.map(([label, of]) => ({ label, stays: of(stays), goes: of(goes), after: of(stays) ?? of(goes) })),
    { label: 'Categories', stays: labels(stays), goes: labels(goes), after: all },
  ]
}

function Comparison({ stays, goes }: Both) {
  const rows = useRows({ stays, goes })
  const navigate = useNavigate()
  const merge = useChange('POST /api/v1/partners/{id}/merge', {
    alsoStale: ['visitors', 'clients', 'links', 'conversions', 'commission-lines', 'payouts', 'events'],
  })
  const swap = () => void navigate({ to: `/partners/${goes.id}/merge`, search: { with: stays.id } as never })
  const confirm = () =>
    ask({
      title: `Merge ${nameOf(goes)} into ${nameOf(stays)}?`,
      text: `${nameOf(goes)} is listed no more, and all that it has moves to ${nameOf(stays)}. This cannot be undone.`,
      confirm: 'Merge them',
      isDangerous: true,
      act: async () => {
        await merge.mutateAsync({ path: { id: stays.id }, body: { partnerId: goes.id } })
        tellDone(`${nameOf(goes)} is part of ${nameOf(stays)}.`)
        await navigate({ to: `/partners/${stays.id}` })
      },
    })
  return (
    <>
      <Card title="Side by side">
        <Table.ScrollContainer
          minWidth={620}
          scrollAreaProps={{ viewportProps: { tabIndex: 0, role: 'region', 'aria-label': 'Side by side' } }}
        >
          <Table aria-label="Side by side">
            <Table.Thead>
              <Table.Tr>
                <Table.Td />
                <Table.Th>This partner stays</Table.Th>
                <Table.Th>The other goes</Table.Th>
                <Table.Th>Afterwards</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {rows.map((row) => (
                <Compared key={row.label} {...row} />
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      </Card>
      <Alert color="yellow" title="What moves" icon={<Merge aria-hidden />}>
        <Stack gap="xs">
          <List size="sm">
            <List.Item>People with access to the portal, clients and API keys belong to {nameOf(stays)}.</List.Item>
            <List.Item>
              Links, conversions, commission lines and payouts keep their history and show with {nameOf(stays)}; links
              lead on as before.
            </List.Item>
            <List.Item>The other’s id, domain and CRM id lead to {nameOf(stays)} from then on.</List.Item>
          </List>
          <Text size="sm" fw={600}>
            This cannot be undone.
          </Text>
        </Stack>
      </Alert>
      <Group justify="flex-end">
        <Button variant="default" leftSection={<ArrowLeftRight size={16} aria-hidden />} onClick={swap}>
          Keep the other instead
        </Button>
        <Button color="red" leftSection={<Merge size={16} aria-hidden />} loading={merge.isPending} onClick={confirm}>
          Merge
        </Button>
      </Group>
    </>
  )
}

function Compared({ label, stays, goes, after }: Row) {
  return (
    <Table.Tr>
      <Table.Th scope="row" fw={500}>
        {label}
      </Table.Th>
      <Table.Td>{stays ?? <Nothing />}</Table.Td>
      <Table.Td>{goes ?? <Nothing />}</Table.Td>
      <Table.Td fw={after === stays ? undefined : 650}>{after ?? <Nothing />}</Table.Td>
    </Table.Tr>
  )
}
