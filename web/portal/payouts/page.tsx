import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { Banknote } from 'lucide-react'
import type { Schemas } from '../../api/client.ts'
import { useRead } from '../../api/queries.ts'
import { ChoiceFilter, Filters } from '../../ui/filters.tsx'
import { Empty } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import { useSearchState } from '../../ui/router.tsx'
import { type Column, DataTable } from '../../ui/table.tsx'
import { useTableWords } from '../parts/reading.tsx'
import { Day, Sum, To } from '../parts/shown.tsx'
import { useWords } from '../parts/words.ts'
import { DownloadStatement, PayoutState, usePeriod } from './parts.tsx'

type Payout = Schemas['PortalPayout']
const stages = ['PENDING_INVOICE', 'SCHEDULED', 'PENDING_PAYMENT', 'PAID', 'DECLINED', 'POSTPONED', 'FAILED'] as const

/** What was paid, and what is on its way. */
export function PayoutsPage() {
  const { t } = useWords()
  const [{ stage, cursor }] = useSearchState()
  const query = { stage: stage as Payout['stage'] | undefined, cursor, limit: 25 }
  const reading = useRead('GET /api/v1/portal/payouts', { query }, { keep: true })
  return (
    <Page title={t('payouts.title')} lead={t('payouts.lead')}>
      <Filters names={['stage']} words={t('common.clear')}>
        <ChoiceFilter
          label={t('common.status')}
          name="stage"
          options={stages.map((value) => ({ value, label: t(`payouts.stage.${value}`) }))}
        />
      </Filters>
      <DataTable
        label={t('payouts.title')}
        reading={reading}
        columns={useColumns()}
        idOf={({ id }) => id}
        words={useTableWords()}
        empty={
          <Empty
            title={t('payouts.empty')}
            icon={Banknote}
            action={
              stage ? null : (
                <Button component={Link} to="/commissions">
                  {t('payouts.goCommissions')}
                </Button>
              )
            }
          >
            {stage ? t('common.nothingFits') : t('payouts.emptyText')}
          </Empty>
        }
      />
    </Page>
  )
}

function useColumns(): Column<Payout>[] {
  const { t } = useWords()
  return [
    { id: 'period', title: t('payouts.period'), cell: (payout) => <Period {...payout} /> },
    { id: 'amount', title: t('common.amount'), align: 'right', cell: ({ amount }) => <Sum {...amount} /> },
    { id: 'status', title: t('common.status'), cell: (payout) => <PayoutState {...payout} /> },
    { id: 'expected', title: t('payouts.expected'), cell: ({ expectedOn }) => <Day at={expectedOn} /> },
    { id: 'paid', title: t('payouts.paid'), cell: ({ paidAt }) => <Day at={paidAt} /> },
    {
      id: 'statement',
      title: t('payouts.statement'),
      cell: (payout) => (payout.lineCount ? <DownloadStatement payout={payout} isSmall /> : null),
    },
  ]
}

function Period(payout: Payout) {
  return (
    <To to={`/payouts/${payout.id}`} strong>
      {usePeriod(payout)}
    </To>
  )
}
