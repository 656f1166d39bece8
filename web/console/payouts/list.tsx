import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { Banknote } from 'lucide-react'
import { ChoiceFilter, Filters } from '../../ui/filters.tsx'
import { Empty } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import { PeriodFilter } from '../../ui/period.tsx'
import { useSearchState } from '../../ui/router.tsx'
import { PartnerFilter } from '../names.tsx'
import { ExportButton } from './hand-over/export.tsx'
import { PayoutTable } from './table.tsx'
import { stageOptions } from './words.ts'

const filters = ['stage', 'partnerId', 'from', 'to']

/** Every payout of every batch. */
export function PayoutsPage() {
  const [search] = useSearchState()
  return (
    <Page
      title="All payouts"
      above={[{ to: '/payouts', label: 'Payouts' }]}
      lead="What each partner is paid, whatever the batch."
      actions={<ExportButton stage={search['stage']} />}
    >
      <Filters names={filters}>
        <ChoiceFilter label="Stage" name="stage" options={stageOptions} />
        <PartnerFilter />
        <PeriodFilter />
      </Filters>
      <PayoutTable
        empty={
          filters.some((name) => search[name]) ? (
            <Empty title="Nothing fits these filters" icon={Banknote} />
          ) : (
            <Empty
              title="No payout yet"
              icon={Banknote}
              action={
                <Button component={Link} to="/payouts/new">
                  Create payouts
                </Button>
              }
            >
              Choose a period, see what is due, and create the payouts of all partners at once.
            </Empty>
          )
        }
      />
    </Page>
  )
}
