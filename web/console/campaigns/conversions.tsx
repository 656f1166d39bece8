import { SegmentedControl, Stack } from '@mantine/core'
import { BadgeCheck } from 'lucide-react'
import { Filters } from '../../ui/filters.tsx'
import { Empty } from '../../ui/notice.tsx'
import { PeriodFilter } from '../../ui/period.tsx'
import { useSearchState } from '../../ui/router.tsx'
import { ConversionTable } from '../conversions/table.tsx'
import { type ConversionStatus, statuses } from '../conversions/words.ts'
import { PartnerFilter } from '../names.tsx'
import type { Campaign } from './words.ts'

const views = [
  { value: 'all', label: 'All' },
  ...Object.entries(statuses).map(([value, { label }]) => ({ value, label })),
]

/** The conversions of one campaign. */
export function CampaignConversions({ campaign }: { campaign: Campaign }) {
  const [search, change] = useSearchState()
  const view = search['status'] ?? 'all'
  return (
    <Stack gap="md">
      <SegmentedControl
        aria-label="Status"
        data={views}
        value={view}
        onChange={(status) => change({ status: status === 'all' ? undefined : status })}
        style={{ alignSelf: 'flex-start', maxWidth: '100%', overflowX: 'auto' }}
      />
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
