import { Stack, Text } from '@mantine/core'
import { Ago, DateText, Nothing } from '#web/ui/date.tsx'
import type { Column } from '#web/ui/table.tsx'
import { type Lookup } from './lookups.ts'
import { Labels, type Partner, PartnerLink, PartnerStatus } from './partner.tsx'

function NameAndDomain(partner: Partner) {
  return (
    <Stack gap={0}>
      <PartnerLink {...partner} />
      <Text size="xs" c="dimmed">
        {partner.domain}
      </Text>
    </Stack>
  )
}

function OnOneLine({ children }: { children: string | null | undefined }) {
  if (!children) return <Nothing />
  return (
    <Text span inherit style={{ whiteSpace: 'nowrap' }}>
      {children}
    </Text>
  )
}

const orNothing = (text: string | null | undefined) => text ?? <Nothing />

/** The columns of the table of partners; tiers and phases are told by their names. */
export const columnsOf = (tiers: Lookup, phases: Lookup): Column<Partner>[] => [
  { id: 'name', title: 'Name', sort: 'name', cell: NameAndDomain },
  { id: 'domain', title: 'Domain', isExtra: true, cell: ({ domain }) => orNothing(domain) },
  { id: 'tier', title: 'Tier', cell: ({ tierId }) => orNothing(tiers.nameOf(tierId)) },
  { id: 'phase', title: 'Phase', cell: ({ phaseId }) => orNothing(phases.nameOf(phaseId)) },
  { id: 'owner', title: 'Owner', cell: ({ owner }) => <OnOneLine>{owner?.name ?? owner?.email}</OnOneLine> },
  { id: 'categories', title: 'Categories', cell: ({ categories }) => <Labels all={categories} /> },
  {
    id: 'manager',
    title: 'Manager',
    isExtra: true,
    cell: ({ manager }) => orNothing(manager?.name ?? manager?.email),
  },
  { id: 'crm', title: 'CRM id', isExtra: true, cell: ({ externalId }) => orNothing(externalId) },
  { id: 'status', title: 'Status', cell: ({ status }) => <PartnerStatus status={status} /> },
  {
    id: 'created',
    title: 'Created',
    sort: 'createdAt',
    isExtra: true,
    cell: ({ createdAt }) => <DateText at={createdAt} />,
  },
  { id: 'updated', title: 'Changed', sort: 'updatedAt', cell: ({ updatedAt }) => <Ago at={updatedAt} /> },
]
