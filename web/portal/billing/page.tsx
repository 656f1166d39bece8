import { Page } from '../../ui/page.tsx'
import { useRead } from '../../api/queries.ts'
import { Shown } from '../parts/reading.tsx'
import { useWords } from '../parts/words.ts'
import { BillingForm } from './form.tsx'

/** Who is paid, and where to. */
export function BillingPage() {
  const { t } = useWords()
  const reading = useRead('GET /api/v1/portal/billing-info', {})
  return (
    <Page title={t('billing.title')} lead={t('billing.lead')}>
      <Shown reading={reading}>{({ data }) => <BillingForm key={data.updatedAt ?? ''} info={data} />}</Shown>
    </Page>
  )
}
