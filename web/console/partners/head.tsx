import { Paper, Select, SimpleGrid, Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { call } from '#web/api/client.ts'
import { queryClient, useRead } from '#web/api/queries.ts'
import { tellDone, tellFailure } from '#web/ui/act.tsx'
import { Nothing } from '#web/ui/date.tsx'
import { useMay } from '../session.ts'
import { changeOne } from './change-many.ts'
import { type Option, useOwners, usePhases, useTiers } from './lookups.ts'
import { nameOf, type Partner } from './partner.tsx'

/** Where a partner stands and who looks after it; whoever may, changes it in place. */
export function Head({ partner }: { partner: Partner }) {
  const [tiers, phases, owners] = [useTiers(), usePhases(), useOwners()]
  const { id, tierId, phaseId, owner } = partner
  const name = nameOf(partner)
  const place =
    (what: string, change: (value: string | null) => Parameters<typeof changeOne>[1]) => (value: string | null) =>
      void changeOne(id, change(value), `The ${what} of ${name} was changed.`).catch(tellFailure)
  return (
    <Paper withBorder p="md" radius="md">
      <SimpleGrid cols={{ base: 2, md: 4 }} spacing="md">
        <Place
          label="Tier"
          options={tiers.options}
          value={tierId}
          shown={tiers.nameOf(tierId)}
          set={place('tier', (value) => ({ tierId: value }))}
        />
        <Place
          label="Phase"
          options={phases.options}
          value={phaseId}
          shown={phases.nameOf(phaseId)}
          set={place('phase', (value) => ({ phaseId: value }))}
        />
        <Place
          label="Owner"
          options={owners.options}
          value={owner?.id ?? null}
          shown={owner?.name ?? owner?.email}
          set={place('owner', (value) => ({ partnerOwnerId: value }))}
        />
        <Manager partner={partner} />
      </SimpleGrid>
    </Paper>
  )
}

/** The visitor who manages the partnership on the partner's side. */
function Manager({ partner: { id, manager } }: { partner: Partner }) {
  const mayRead = useMay('visitors:read')
  const visitors = useRead('GET /api/v1/visitors', { query: { partnerId: id, limit: 100 } }, { enabled: mayRead })
  const options = visitors.data?.data.map((one) => ({ value: one.id, label: one.name ?? one.email })) ?? []
  const set = (visitorId: string | null) => void setManager(id, visitorId, manager?.id ?? null).catch(tellFailure)
  return (
    <Place
      label="Manager"
      options={options}
      value={manager?.id ?? null}
      shown={manager?.name ?? manager?.email}
      set={set}
    />
  )
}

/** Makes a visitor the manager, and offers to bring back the one before. */
export async function setManager(id: string, visitorId: string | null, before: string | null): Promise<void> {
  const put = async (value: string | null) => {
    await call('PUT /api/v1/partners/{id}/manager', { path: { id }, body: { visitorId: value } })
    await Promise.all(['partners', 'events'].map((noun) => queryClient.invalidateQueries({ queryKey: [noun] })))
  }
  await put(visitorId)
  tellDone(visitorId ? 'The manager was changed.' : 'The partner has no manager.', () => put(before))
}

type PlaceProps = {
  label: string
  options: Option[]
  value: string | null
  shown: ReactNode
  set: (value: string | null) => void
}

function Place({ label, options, value, shown, set }: PlaceProps) {
  const mayWrite = useMay('partners:write')
  if (!mayWrite || !(options.length || value === null))
    return (
      <Stack gap={2}>
        <Text size="sm" c="dimmed">
          {label}
        </Text>
        <Text>{shown ?? <Nothing />}</Text>
      </Stack>
    )
  return (
    <Select
      label={label}
      placeholder="None"
      data={options}
      value={value}
      onChange={set}
      searchable={options.length > 8}
      clearable
      clearButtonProps={{ 'aria-label': `No ${label.toLowerCase()}` }}
      allowDeselect={false}
      nothingFoundMessage="None has this name."
    />
  )
}
