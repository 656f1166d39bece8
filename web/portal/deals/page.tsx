import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { Handshake } from 'lucide-react'
import type { Schemas } from '../../api/client.ts'
import { useRead } from '../../api/queries.ts'
import { ChoiceFilter, Filters } from '../../ui/filters.tsx'
import { Empty } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import { useSearchState } from '../../ui/router.tsx'
import { Status, type Tone } from '../../ui/status.tsx'
import { type Column, DataTable } from '../../ui/table.tsx'
import { useTableWords } from '../parts/reading.tsx'
import { Day, Sum, To, Under } from '../parts/shown.tsx'
import { useWords } from '../parts/words.ts'

type Deal = Schemas['PortalDeal']
const statuses = ['PENDING', 'APPROVED', 'REJECTED', 'EXPIRED'] as const
const stages = ['OPEN', 'WON', 'LOST'] as const

/** The sales that the partner has registered. */
export function DealsPage() {
  const { t } = useWords()
  const [{ status, stage, cursor }] = useSearchState()
  const query = {
    status: status as Deal['status'] | undefined,
    stage: stage as Deal['stage'] | undefined,
    cursor,
    limit: 25,
  }
  const reading = useRead('GET /api/v1/portal/deals', { query }, { keep: true })
  const isFiltered = Boolean(status ?? stage)
  const register = (
    <Button component={Link} to="/deals/new">
      {t('deals.register')}
    </Button>
  )
  return (
    <Page title={t('deals.title')} lead={t('deals.lead')} actions={register}>
      <Filters names={['status', 'stage']} words={t('common.clear')}>
        <ChoiceFilter
          label={t('common.status')}
          name="status"
          options={statuses.map((value) => ({ value, label: t(`deals.status.${value}`) }))}
        />
        <ChoiceFilter
          label={t('deals.stage')}
          name="stage"
          options={stages.map((value) => ({ value, label: t(`deals.stages.${value}`) }))}
        />
      </Filters>
      <DataTable
        label={t('deals.title')}
        reading={reading}
        columns={useColumns()}
        idOf={({ id }) => id}
        words={useTableWords()}
        empty={
          <Empty title={t('deals.empty')} icon={Handshake} action={isFiltered ? null : register}>
            {isFiltered ? t('common.nothingFits') : t('deals.emptyText')}
          </Empty>
        }
      />
    </Page>
  )
}

const tones: Record<Deal['status'], Tone> = { PENDING: 'waiting', APPROVED: 'good', REJECTED: 'bad', EXPIRED: 'quiet' }

export function DealState({ status, stage }: Pick<Deal, 'status' | 'stage'>) {
  const { t } = useWords()
  if (stage === 'OPEN') return <Status tone={tones[status]}>{t(`deals.status.${status}`)}</Status>
  return <Status tone={stage === 'WON' ? 'good' : 'quiet'}>{t(`deals.stages.${stage}`)}</Status>
}

function useColumns(): Column<Deal>[] {
  const { t } = useWords()
  return [
    {
      id: 'name',
      title: t('deals.name'),
      cell: ({ id, name, customerDomain }) => (
        <Under hint={customerDomain}>
          <To to={`/deals/${id}`} strong>
            {name}
          </To>
        </Under>
      ),
    },
    { id: 'customer', title: t('deals.customer'), cell: ({ customerName }) => customerName ?? '–' },
    {
      id: 'worth',
      title: t('deals.worth'),
      align: 'right',
      cell: ({ amount, currency }) => (amount && currency ? <Sum value={amount} currency={currency} /> : '–'),
    },
    { id: 'status', title: t('common.status'), cell: (deal) => <DealState {...deal} /> },
    { id: 'protected', title: t('deals.protected'), cell: ({ protectedUntil }) => <Day at={protectedUntil} /> },
    { id: 'close', title: t('deals.close'), cell: ({ closeDate }) => <Day at={closeDate} /> },
  ]
}
