import { useParams } from '@tanstack/react-router'
import type { Schemas } from '../../api/client.ts'
import { useRead } from '../../api/queries.ts'
import { Fact, Facts } from '../../ui/act.tsx'
import { Card } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import { Shown } from '../parts/reading.tsx'
import { Day, Sum, To } from '../parts/shown.tsx'
import { useWords } from '../parts/words.ts'
import { LineReason, LineState, useCalculation, useLineName } from './states.tsx'

/** One commission: how it came to its amount, and when it is paid. */
export function LinePage() {
  const { t } = useWords()
  const { id = '' } = useParams({ strict: false })
  const reading = useRead('GET /api/v1/portal/commission-lines/{id}', { path: { id } })
  const line = reading.data?.data
  return (
    <Page
      title={t('commissions.title1')}
      above={[{ to: '/commissions', label: t('commissions.title') }]}
      beside={line ? <LineState {...line} /> : null}
    >
      <Shown reading={reading}>{({ data }) => <Content line={data} />}</Shown>
    </Page>
  )
}

function Content({ line }: { line: Schemas['PortalCommissionLine'] }) {
  const { t } = useWords()
  const [name, calculation] = [useLineName(line), useCalculation(line)]
  return (
    <Card>
      <Facts>
        <Fact name={t('commissions.for')}>{name}</Fact>
        <Fact name={t('common.amount')}>
          <Sum value={line.amount} currency={line.currency} />
        </Fact>
        {calculation ? <Fact name={t('commissions.calculation')}>{calculation}</Fact> : null}
        {line.reason ? (
          <Fact name={t('conversions.why')}>
            <LineReason {...line} />
          </Fact>
        ) : null}
        {line.expectedOn ? (
          <Fact name={t('commissions.expected')}>
            <Day at={line.expectedOn} />
          </Fact>
        ) : null}
        {line.payoutId ? (
          <Fact name={t('commissions.payout')}>
            <To to={`/payouts/${line.payoutId}`}>{t('commissions.payout')}</To>
          </Fact>
        ) : null}
        {line.takesBack ? (
          <Fact name={t('commissions.takesBack')}>
            <To to={`/commissions/${line.takesBack}`}>{t('commissions.title1')}</To>
          </Fact>
        ) : null}
        {line.planName ? <Fact name={t('commissions.plan')}>{line.planName}</Fact> : null}
        <Fact name={t('commissions.created')}>
          <Day at={line.createdAt} style="time" />
        </Fact>
      </Facts>
    </Card>
  )
}
