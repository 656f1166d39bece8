import { Alert, Grid, Stack, Text, Timeline, Title } from '@mantine/core'
import { useParams } from '@tanstack/react-router'
import type { Schemas } from '../../api/client.ts'
import { useRead } from '../../api/queries.ts'
import { Fact, Facts } from '../../ui/act.tsx'
import { Card, Empty } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import { useSearchState } from '../../ui/router.tsx'
import { Lines } from '../commissions/lines.tsx'
import { Shown } from '../parts/reading.tsx'
import { Day, Sum, useTexts } from '../parts/shown.tsx'
import { useWords } from '../parts/words.ts'
import { DownloadStatement, PayoutState, usePeriod } from './parts.tsx'

type Detail = Schemas['PortalPayoutDetail']

/** One payout: its stages, its commissions and its statement. */
export function PayoutPage() {
  const { t } = useWords()
  const { money } = useTexts()
  const { id = '' } = useParams({ strict: false })
  const reading = useRead('GET /api/v1/portal/payouts/{id}', { path: { id } })
  const payout = reading.data?.data
  return (
    <Page
      title={payout ? t('payouts.title1', { amount: money(payout.amount) }) : t('payouts.title')}
      above={[{ to: '/payouts', label: t('payouts.title') }]}
      beside={payout ? <PayoutState {...payout} /> : null}
      actions={payout?.lineCount ? <DownloadStatement payout={payout} /> : null}
    >
      <Shown reading={reading}>{({ data }) => <Content payout={data} />}</Shown>
    </Page>
  )
}

function Content({ payout }: { payout: Detail }) {
  const { t } = useWords()
  const { stage } = payout
  return (
    <Stack>
      {stage === 'PENDING_INVOICE' || stage === 'FAILED' ? (
        <Alert variant="light" title={t(`payouts.stage.${stage}`)}>
          {t(`payouts.hint.${stage}`)}
        </Alert>
      ) : null}
      <Grid>
        <Grid.Col span={{ base: 12, md: 7 }}>
          <Card>
            <About payout={payout} />
          </Card>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 5 }}>
          <Card title={t('payouts.history')}>
            <Timeline active={payout.history.length} bulletSize={12} lineWidth={2}>
              {payout.history.map((step) => (
                <Timeline.Item key={`${step.stage} ${step.at}`} title={t(`payouts.stage.${step.stage}`)}>
                  <Text size="xs" c="dimmed">
                    <Day at={step.at} style="time" />
                  </Text>
                </Timeline.Item>
              ))}
            </Timeline>
          </Card>
        </Grid.Col>
      </Grid>
      <Title order={2}>{t('payouts.lines')}</Title>
      <LinesOf payoutId={payout.id} />
    </Stack>
  )
}

function About({ payout }: { payout: Detail }) {
  const { t } = useWords()
  return (
    <Facts>
      <Fact name={t('common.amount')}>
        <Sum {...payout.amount} />
      </Fact>
      <Fact name={t('payouts.period')}>{usePeriod(payout)}</Fact>
      {payout.expectedOn ? (
        <Fact name={t('payouts.expected')}>
          <Day at={payout.expectedOn} />
        </Fact>
      ) : null}
      {payout.paidAt ? (
        <Fact name={t('payouts.paid')}>
          <Day at={payout.paidAt} />
        </Fact>
      ) : null}
      {payout.poNumber ? <Fact name={t('payouts.po')}>{payout.poNumber}</Fact> : null}
      {payout.note ? <Fact name={t('payouts.note')}>{payout.note}</Fact> : null}
    </Facts>
  )
}

function LinesOf({ payoutId }: { payoutId: string }) {
  const { t } = useWords()
  const [{ cursor }] = useSearchState()
  const query = { payoutId, cursor, limit: 25 }
  const reading = useRead('GET /api/v1/portal/commission-lines', { query }, { keep: true })
  return <Lines label={t('payouts.lines')} reading={reading} empty={<Empty title={t('commissions.empty')} />} />
}
