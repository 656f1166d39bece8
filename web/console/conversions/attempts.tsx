import { Anchor, Button, Drawer, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { SearchCheck } from 'lucide-react'
import { useState } from 'react'
import type { Schemas } from '../../api/client.ts'
import { useRead } from '../../api/queries.ts'
import { DateText, Nothing } from '../../ui/date.tsx'
import { ChoiceFilter, Filters } from '../../ui/filters.tsx'
import { Empty } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import { PeriodFilter } from '../../ui/period.tsx'
import { useSearchState } from '../../ui/router.tsx'
import { type Column, DataTable } from '../../ui/table.tsx'
import { CampaignFilter, CampaignName, PartnerFilter, PartnerName } from '../names.tsx'
import { Story } from './story.tsx'
import { type Reason, reasons } from './words.ts'

type Attempt = Schemas['ConversionAttempt']

const options = Object.entries(reasons)
  .filter(([value]) => value !== 'AMOUNT_MISSING' && value !== 'PLAN_UNUSABLE')
  .map(([value, label]) => ({ value, label }))

/** Reports that made no conversion, each with its reason and all that was considered. */
export function AttemptsPage() {
  const [{ campaignId, partnerId, reason, from, to, cursor }] = useSearchState()
  const [shown, show] = useState<Attempt | null>(null)
  const query = { campaignId, partnerId, reason: reason as Reason | undefined, from, to, cursor, limit: 25 }
  const reading = useRead('GET /api/v1/conversion-attempts', { query }, { keep: true })
  return (
    <Page
      title="Reports without a conversion"
      above={[{ to: '/conversions', label: 'Conversions' }]}
      lead="What a page or a server reported and nothing was recorded for. Kept for thirty days."
    >
      <Filters names={['reason', 'partnerId', 'campaignId', 'from', 'to']}>
        <ChoiceFilter label="Reason" name="reason" options={options} />
        <PartnerFilter />
        <CampaignFilter />
        <PeriodFilter />
      </Filters>
      <DataTable
        label="Reports without a conversion"
        reading={reading}
        columns={columnsWith(show)}
        idOf={({ id }) => id}
        empty={<Nobody isFiltered={Boolean(reason || partnerId || campaignId || from || to)} />}
      />
      <Drawer
        opened={shown !== null}
        onClose={() => show(null)}
        title="Why there is no conversion"
        position="right"
        size="lg"
      >
        {shown ? <Story explanation={shown.explanation} at={shown.createdAt} /> : null}
      </Drawer>
    </Page>
  )
}

function Nobody({ isFiltered }: { isFiltered: boolean }) {
  if (isFiltered) return <Empty title="Nothing fits these filters" icon={SearchCheck} />
  return (
    <Empty
      title="Every report made a conversion"
      icon={SearchCheck}
      action={
        <Button component={Link} to="/conversions" variant="default">
          Go to the conversions
        </Button>
      }
    >
      A report with a forged or expired click, or one that a quality rule rejects, would stand here.
    </Empty>
  )
}

const columnsWith = (show: (attempt: Attempt) => void): Column<Attempt>[] => [
  {
    id: 'reason',
    title: 'Why',
    cell: (attempt) => (
      <Anchor component="button" type="button" ta="left" fw={550} onClick={() => show(attempt)}>
        {reasons[attempt.reason]}
      </Anchor>
    ),
  },
  {
    id: 'email',
    title: 'Buyer',
    cell: ({ email }) =>
      email ? (
        <Text inherit span style={{ overflowWrap: 'anywhere' }}>
          {email}
        </Text>
      ) : (
        <Nothing />
      ),
  },
  { id: 'partner', title: 'Partner', cell: ({ partnerId }) => <PartnerName id={partnerId} /> },
  { id: 'campaign', title: 'Campaign', cell: ({ campaignId }) => <CampaignName id={campaignId} /> },
  {
    id: 'by',
    title: 'Reported by',
    cell: ({ explanation }) => (explanation.reportedBy === 'SITE' ? 'A page' : 'A server'),
  },
  { id: 'at', title: 'When', align: 'right', cell: ({ createdAt }) => <DateText at={createdAt} style="time" /> },
]
