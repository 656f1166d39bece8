import { Button, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { BadgePercent } from 'lucide-react'
import type { Schemas } from '../../api/client.ts'
import { useRead } from '../../api/queries.ts'
import { ChoiceFilter, Filters } from '../../ui/filters.tsx'
import { Empty } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import { useSearchState } from '../../ui/router.tsx'
import { type Column, DataTable } from '../../ui/table.tsx'
import { useTableWords } from '../parts/reading.tsx'
import { Day, Sum, To, Under } from '../parts/shown.tsx'
import { useWords } from '../parts/words.ts'
import { ConversionState, useReason } from './states.tsx'

type Conversion = Schemas['PortalConversion']
const statuses = ['pending', 'review', 'accepted', 'declined'] as const
const names = ['status', 'campaignId', 'linkId']

/** What came of the partner's links and coupons. */
export function ConversionsPage() {
  const { t } = useWords()
  const [{ status, campaignId, linkId, cursor }] = useSearchState()
  const query = { status: status as Conversion['status'] | undefined, campaignId, linkId, cursor, limit: 25 }
  const reading = useRead('GET /api/v1/portal/conversions', { query }, { keep: true })
  const campaigns = useRead('GET /api/v1/portal/campaigns', { query: { limit: 100 } }).data?.data ?? []
  const isFiltered = Boolean(status ?? campaignId ?? linkId)
  return (
    <Page title={t('conversions.title')} lead={t('conversions.lead')}>
      <Filters names={names} words={t('common.clear')}>
        <ChoiceFilter
          label={t('common.status')}
          name="status"
          options={statuses.map((value) => ({ value, label: t(`conversions.status.${value}`) }))}
        />
        <ChoiceFilter
          label={t('common.campaign')}
          name="campaignId"
          options={campaigns.map(({ id, name }) => ({ value: id, label: name }))}
        />
      </Filters>
      <DataTable
        label={t('conversions.title')}
        reading={reading}
        columns={useColumns()}
        idOf={({ id }) => id}
        words={useTableWords()}
        empty={
          <Empty
            title={t('conversions.empty')}
            icon={BadgePercent}
            action={
              isFiltered ? null : (
                <Button component={Link} to="/links">
                  {t('conversions.goLinks')}
                </Button>
              )
            }
          >
            {isFiltered ? t('common.nothingFits') : t('conversions.emptyText')}
          </Empty>
        }
      />
    </Page>
  )
}

function useColumns(): Column<Conversion>[] {
  const { t } = useWords()
  return [
    {
      id: 'date',
      title: t('common.date'),
      cell: ({ id, createdAt }) => (
        <To to={`/conversions/${id}`} strong>
          <Day at={createdAt} />
        </To>
      ),
    },
    { id: 'status', title: t('common.status'), cell: (conversion) => <ConversionState {...conversion} /> },
    {
      id: 'customer',
      title: t('conversions.customer'),
      cell: ({ customer, campaign }) => <Under hint={campaign.name}>{customer ?? '–'}</Under>,
    },
    {
      id: 'sale',
      title: t('conversions.sale'),
      align: 'right',
      cell: ({ amount, currency }) => (amount && currency ? <Sum value={amount} currency={currency} /> : '–'),
    },
    {
      id: 'commission',
      title: t('conversions.commission'),
      align: 'right',
      cell: ({ commission }) =>
        commission && commission.status !== 'VOIDED' ? (
          <Sum value={commission.amount} currency={commission.currency} />
        ) : (
          '–'
        ),
    },
    { id: 'why', title: t('conversions.why'), cell: (conversion) => <Why {...conversion} /> },
  ]
}

function Why(conversion: Conversion) {
  return (
    <Text size="sm" miw={200}>
      {useReason(conversion)}
    </Text>
  )
}
