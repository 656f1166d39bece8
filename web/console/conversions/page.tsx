import { Button, SegmentedControl } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { BadgeCheck } from 'lucide-react'
import { Filters } from '../../ui/filters.tsx'
import { Empty } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import { PeriodFilter } from '../../ui/period.tsx'
import { useSearchState } from '../../ui/router.tsx'
import { CampaignFilter, PartnerFilter } from '../names.tsx'
import { ConversionTable } from './table.tsx'
import type { ConversionStatus } from './words.ts'

const views = [
  { value: 'review', label: 'In review' },
  { value: 'pending', label: 'Pending' },
  { value: 'accepted', label: 'Accepted' },
  { value: 'declined', label: 'Declined' },
  { value: 'all', label: 'All' },
]

/** The queue of conversions: what waits for a person comes first. */
export function ConversionsPage() {
  const [search, change] = useSearchState()
  const view = search['status'] ?? 'review'
  const isFiltered = ['partnerId', 'campaignId', 'from', 'to'].some((name) => search[name])
  const ignored = (
    <Button component={Link} to="/conversions/attempts" variant="default">
      Reports without a conversion
    </Button>
  )
  return (
    <Page
      title="Conversions"
      lead="What clicks and coupons led to. Once a conversion is accepted, its commission waits for a payout."
      actions={ignored}
    >
      <SegmentedControl
        aria-label="Status"
        data={views}
        value={view}
        onChange={(status) => change({ status: status === 'review' ? undefined : status })}
        style={{ alignSelf: 'flex-start', maxWidth: '100%', overflowX: 'auto' }}
      />
      <Filters names={['partnerId', 'campaignId', 'from', 'to']}>
        <PartnerFilter />
        <CampaignFilter />
        <PeriodFilter />
      </Filters>
      <ConversionTable
        key={view}
        status={view === 'all' ? undefined : (view as ConversionStatus)}
        empty={<Nobody view={view} isFiltered={isFiltered} />}
      />
    </Page>
  )
}

function Nobody({ view, isFiltered }: { view: string; isFiltered: boolean }) {
  if (isFiltered) return <Empty title="Nothing fits these filters" icon={BadgeCheck} />
  if (view === 'review')
    return (
      <Empty
        title="Nothing to review"
        icon={BadgeCheck}
        action={
          <Button component={Link} to="/conversions" search={{ status: 'pending' } as never} variant="default">
            See what is pending
          </Button>
        }
      >
        Conversions that a quality rule asks about, or whose amount is missing, wait here for you.
      </Empty>
    )
  return (
    <Empty
      title="No conversion here"
      icon={BadgeCheck}
      action={
        <Button component={Link} to="/campaigns" variant="default">
          Go to the campaigns
        </Button>
      }
    >
      Put the snippet on your site, or report conversions from your server: a campaign’s Install tab says how.
    </Empty>
  )
}
