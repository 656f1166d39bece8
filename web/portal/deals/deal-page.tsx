import { useParams } from '@tanstack/react-router'
import type { Schemas } from '../../api/client.ts'
import { useRead } from '../../api/queries.ts'
import { Fact, Facts } from '../../ui/act.tsx'
import { Card } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import { Shown } from '../parts/reading.tsx'
import { Day, Sum, To } from '../parts/shown.tsx'
import { useWords } from '../parts/words.ts'
import { DealState } from './page.tsx'

/** One deal, and for how long it keeps its customer. */
export function DealPage() {
  const { t } = useWords()
  const { id = '' } = useParams({ strict: false })
  const reading = useRead('GET /api/v1/portal/deals/{id}', { path: { id } })
  const deal = reading.data?.data
  return (
    <Page
      title={deal?.name ?? t('deals.title')}
      above={[{ to: '/deals', label: t('deals.title') }]}
      beside={deal ? <DealState {...deal} /> : null}
    >
      <Shown reading={reading}>{({ data }) => <Content deal={data} />}</Shown>
    </Page>
  )
}

function Content({ deal }: { deal: Schemas['PortalDeal'] }) {
  const { t } = useWords()
  const { amount, currency } = deal
  return (
    <Card>
      <Facts>
        <Fact name={t('deals.customer')}>{deal.customerName ?? '–'}</Fact>
        {deal.customerDomain ? <Fact name={t('deals.domain')}>{deal.customerDomain}</Fact> : null}
        <Fact name={t('deals.worth')}>{amount && currency ? <Sum value={amount} currency={currency} /> : '–'}</Fact>
        <Fact name={t('deals.stage')}>{t(`deals.stages.${deal.stage}`)}</Fact>
        <Fact name={t('deals.close')}>
          <Day at={deal.closeDate} />
        </Fact>
        <Fact name={t('deals.protected')}>
          <Day at={deal.protectedUntil} />
        </Fact>
        <Fact name={t('leads.sent')}>
          <Day at={deal.createdAt} style="time" />
        </Fact>
        <Fact name={t('deals.details')}>
          <To to={`/submissions/${deal.formSubmissionId}`}>{t('deals.seeAnswers')}</To>
        </Fact>
      </Facts>
    </Card>
  )
}
