import { Button, Group, SegmentedControl, Stack } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { BadgeCheck, ListTree } from 'lucide-react'
import { Filters } from '../../ui/filters.tsx'
import { Empty } from '../../ui/notice.tsx'
import { PeriodFilter } from '../../ui/period.tsx'
import { useSearchState } from '../../ui/router.tsx'
import { ConversionTable } from '../conversions/table.tsx'
import { type ConversionStatus, statuses } from '../conversions/words.ts'
import { PartnerFilter } from '../names.tsx'
import { useMay } from '../session.ts'
import { MappingDialog } from './mapping.tsx'
import type { Campaign } from './words.ts'

const views = [
  { value: 'all', label: 'All' },
  ...Object.entries(statuses).map(([value, { label }]) => ({ value, label })),
]

/** The conversions of one campaign. */
export function CampaignConversions({ campaign }: { campaign: Campaign }) {
  const [search, change] = useSearchState()
  const view = search['status'] ?? 'all'
  const mayMap = useMay('affiliate:manage') && campaign.status !== 'ENDED'
  const [isMapping, { open, close }] = useDisclosure(false)
  return (
    <Stack gap="md">
      <Group justify="space-between" gap="xs">
        <SegmentedControl
          aria-label="Status"
          data={views}
          value={view}
          onChange={(status) => change({ status: status === 'all' ? undefined : status })}
          style={{ maxWidth: '100%', overflowX: 'auto' }}
        />
        {mayMap ? (
          <Button variant="default" leftSection={<ListTree size={16} aria-hidden />} onClick={open}>
            Where properties go
          </Button>
        ) : null}
      </Group>
      {isMapping ? <MappingDialog campaign={campaign} close={close} /> : null}
      <Filters names={['partnerId', 'from', 'to']}>
        <PartnerFilter />
        <PeriodFilter />
      </Filters>
      <ConversionTable
        key={view}
        bounds={{ campaignId: campaign.id }}
        status={view === 'all' ? undefined : (view as ConversionStatus)}
        empty={
          <Empty title="No conversion here" icon={BadgeCheck}>
            Conversions stand here once a page or your server reports them. The Install tab says how.
          </Empty>
        }
      />
    </Stack>
  )
}
