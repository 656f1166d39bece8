import { Alert, Grid, Stack, Text, Timeline } from '@mantine/core'
import { useParams } from '@tanstack/react-router'
import { CircleCheck, CircleX, Clock } from 'lucide-react'
import type { Schemas } from '../../api/client.ts'
import { useRead } from '../../api/queries.ts'
import { Fact, Facts } from '../../ui/act.tsx'
import { Card } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import { Shown } from '../parts/reading.tsx'
import { Day, Sum, To } from '../parts/shown.tsx'
import { useWords } from '../parts/words.ts'
import { ConversionState, useReason } from './states.tsx'

type Detail = Schemas['PortalConversionDetail']

/** One conversion: where it stands, why, and what it earns. */
export function ConversionPage() {
  const { t } = useWords()
  const { id = '' } = useParams({ strict: false })
  const reading = useRead('GET /api/v1/portal/conversions/{id}', { path: { id } })
  const conversion = reading.data?.data
  return (
    <Page
      title={conversion?.customer ?? t('conversions.title')}
      above={[{ to: '/conversions', label: t('conversions.title') }]}
      beside={conversion ? <ConversionState {...conversion} /> : null}
    >
      <Shown reading={reading}>{({ data }) => <Content conversion={data} />}</Shown>
    </Page>
  )
}

const icons = { pending: Clock, review: Clock, accepted: CircleCheck, declined: CircleX }
const colours = { pending: 'yellow', review: 'yellow', accepted: 'teal', declined: 'red' }

function Content({ conversion }: { conversion: Detail }) {
  const { t } = useWords()
  const Icon = icons[conversion.status]
  return (
    <Stack>
      <Alert
        variant="light"
        color={colours[conversion.status]}
        icon={<Icon aria-hidden />}
        title={t(`conversions.status.${conversion.status}`)}
      >
        {useReason(conversion)}
      </Alert>
      <Grid>
        <Grid.Col span={{ base: 12, md: 7 }}>
          <Card>
            <About conversion={conversion} />
          </Card>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 5 }}>
          <Card title={t('conversions.history')}>
            <History steps={conversion.history} />
          </Card>
        </Grid.Col>
      </Grid>
    </Stack>
  )
}

function About({ conversion }: { conversion: Detail }) {
  const { t } = useWords()
  const { amount, currency, commission, link, couponCode, sub1 } = conversion
  return (
    <Facts>
      <Fact name={t('conversions.sale')}>{amount && currency ? <Sum value={amount} currency={currency} /> : '–'}</Fact>
      <Fact name={t('conversions.commission')}>
        {commission && commission.status !== 'VOIDED' ? (
          <To to={`/commissions/${commission.lineId}`}>
            <Sum value={commission.amount} currency={commission.currency} />
          </To>
        ) : (
          t('conversions.noCommission')
        )}
      </Fact>
      <Fact name={t('common.campaign')}>{conversion.campaign.name}</Fact>
      <Fact name={t('conversions.by')}>{t(`conversions.attributedBy.${conversion.attributedBy}`)}</Fact>
      {link ? (
        <Fact name={t('conversions.link')}>
          <To to={`/links/${link.id}`}>{link.code}</To>
        </Fact>
      ) : null}
      {couponCode ? <Fact name={t('conversions.coupon')}>{couponCode}</Fact> : null}
      {sub1 ? <Fact name={t('conversions.note')}>{sub1}</Fact> : null}
      <Fact name={t('common.date')}>
        <Day at={conversion.createdAt} style="time" />
      </Fact>
    </Facts>
  )
}

function History({ steps }: { steps: Detail['history'] }) {
  const { t } = useWords()
  return (
    <Timeline active={steps.length} bulletSize={12} lineWidth={2}>
      {steps.map(({ action, reason, at }) => (
        <Timeline.Item key={`${action} ${at}`} title={t(`conversions.step.${action}`)}>
          {reason ? <Text size="sm">{t(`conversions.reason.${reason}`)}</Text> : null}
          <Text size="xs" c="dimmed">
            <Day at={at} style="time" />
          </Text>
        </Timeline.Item>
      ))}
    </Timeline>
  )
}
