import { Anchor, Badge, Group } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { Schemas } from '#web/api/client.ts'
import { Nothing } from '#web/ui/date.tsx'
import { Status } from '#web/ui/status.tsx'

export type Partner = Schemas['Partner']

export const nameOf = ({ name, domain, id }: Pick<Partner, 'name' | 'domain' | 'id'>): string => name ?? domain ?? id

export const statuses = [
  { value: 'active', label: 'Active' },
  { value: 'inactive', label: 'Archived' },
] as const

export function PartnerStatus({ status }: { status: Partner['status'] }) {
  return <Status tone={status === 'active' ? 'good' : 'quiet'}>{status === 'active' ? 'Active' : 'Archived'}</Status>
}

export function PartnerLink(partner: Pick<Partner, 'name' | 'domain' | 'id'>) {
  return (
    <Anchor component={Link} to={`/partners/${partner.id}`} fw={550}>
      {nameOf(partner)}
    </Anchor>
  )
}

export function Labels({ all }: { all: string[] }) {
  if (!all.length) return <Nothing />
  return (
    <Group gap={4} wrap="wrap">
      {all.map((label) => (
        <Badge key={label} variant="default" tt="none" fw={500} radius="sm">
          {label}
        </Badge>
      ))}
    </Group>
  )
}

/** What a filtered list of partners stands for in the address, as the API takes it. */
export const filterNames = ['q', 'tierId', 'phaseId', 'ownerId', 'status', 'category'] as const

export function filtersOf(search: Record<string, string | undefined>) {
  const { q, tierId, phaseId, ownerId, status, category } = search
  return { q, tierId, phaseId, ownerId, status: status as Partner['status'] | undefined, category }
}
