import { Alert, Button, Grid, Group, SimpleGrid, Stack, Text, Title } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { Building2, Link2 } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Schemas } from '../../api/client.ts'
import { useRead } from '../../api/queries.ts'
import { CopyText } from '../../ui/act.tsx'
import { Card } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import { Shown } from '../parts/reading.tsx'
import { Sum, Sums, To, useTexts } from '../parts/shown.tsx'
import { useWords } from '../parts/words.ts'
import { useSession } from '../session.ts'
import { Days } from './days.tsx'

type Home = Schemas['PortalHome']

/** This month at a glance, what is paid next, and the links to copy. */
export function HomePage() {
  const { t } = useWords()
  const portal = useSession().data
  const reading = useRead('GET /api/v1/portal/home', {})
  const texts = useTexts()
  const from = reading.data?.data.month.from
  const name = portal?.visitor.name ?? portal?.partner.name ?? ''
  return (
    <Page
      title={name ? t('home.hello', { name }) : t('home.title')}
      lead={portal?.look.welcomeText ?? (from ? t('home.lead', { day: texts.day(from) }) : ' ')}
    >
      <Shown reading={reading}>{({ data }) => <Content home={data} />}</Shown>
    </Page>
  )
}

function Content({ home }: { home: Home }) {
  const { t } = useWords()
  return (
    <Stack gap="md">
      {home.hasBillingInfo ? null : <EnterBilling />}
      <Figures home={home} />
      <Grid>
        <Grid.Col span={{ base: 12, md: 5 }}>
          <Stack>
            <NextPayouts home={home} />
            <Card title={t('home.links')} actions={<To to="/links">{t('common.more')}</To>}>
              <OwnLinks />
            </Card>
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 7 }}>
          <Card title={t('home.chart')}>
            <Days month={home.month} />
          </Card>
        </Grid.Col>
      </Grid>
    </Stack>
  )
}

function EnterBilling() {
  const { t } = useWords()
  return (
    <Alert variant="light" icon={<Building2 aria-hidden />} title={t('home.billingTitle')}>
      <Group justify="space-between">
        <Text size="sm">{t('home.billingText')}</Text>
        <Button component={Link} to="/billing" size="xs">
          {t('home.billingGo')}
        </Button>
      </Group>
    </Alert>
  )
}

function Figures({ home: { month, held } }: { home: Home }) {
  const { t } = useWords()
  const { number } = useTexts()
  const { pending, review, accepted } = month.conversions
  const zero = (
    <Text span inherit c="dimmed" fz="md" fw={400}>
      {t('home.nothingYet')}
    </Text>
  )
  return (
    <SimpleGrid cols={{ base: 2, md: 4 }}>
      <Figure name={t('home.clicks')}>{number(month.clicks)}</Figure>
      <Figure
        name={t('home.conversions')}
        hint={t('home.conversionsHint', { waiting: number(pending + review), accepted: number(accepted) })}
      >
        {number(pending + review + accepted)}
      </Figure>
      <Figure name={t('home.earned')} hint={t('home.earnedHint')}>
        <Sums sums={month.earned} none={zero} />
      </Figure>
      <Figure name={t('home.held')} hint={t('home.heldHint')}>
        <Sums sums={held} none={zero} />
      </Figure>
    </SimpleGrid>
  )
}

function Figure({ name, hint, children }: { name: string; hint?: string; children: ReactNode }) {
  return (
    <Card>
      <Stack gap={2} h="100%">
        <Text size="sm" c="dimmed">
          {name}
        </Text>
        <Text component="div" fz={{ base: 'lg', sm: 'xl' }} fw={650} className="tabular">
          {children}
        </Text>
        {hint ? (
          <Text size="xs" c="dimmed">
            {hint}
          </Text>
        ) : null}
      </Stack>
    </Card>
  )
}

function NextPayouts({ home: { nextPayouts, paid } }: { home: Home }) {
  const { t } = useWords()
  return (
    <Card title={t('home.nextPayout')}>
      <Stack gap="sm">
        {nextPayouts.length ? (
          nextPayouts.map((next) => <Next key={next.payoutId ?? next.amount.currency} next={next} />)
        ) : (
          <Text c="dimmed">{t('home.noPayout')}</Text>
        )}
        {paid.length ? (
          <Group justify="space-between" pt="xs" style={{ borderTop: '1px solid var(--mantine-color-default-border)' }}>
            <Text size="sm" c="dimmed">
              {t('home.paidEver')}
            </Text>
            <Text component="div" size="sm" ta="right">
              <Sums sums={paid} />
            </Text>
          </Group>
        ) : null}
      </Stack>
    </Card>
  )
}

function Next({ next }: { next: Home['nextPayouts'][number] }) {
  const { t } = useWords()
  const { day, money } = useTexts()
  const { amount, expectedOn, payoutId, minimum, isBelowMinimum } = next
  const total = (
    <Text span inherit fz="xl" fw={650}>
      <Sum {...amount} />
    </Text>
  )
  return (
    <div>
      {payoutId === null ? total : <To to={`/payouts/${payoutId}`}>{total}</To>}
      <Text size="sm" c="dimmed">
        {isBelowMinimum && minimum !== null
          ? t('home.belowMinimum', { minimum: money({ value: minimum, currency: amount.currency }) })
          : expectedOn
            ? t('home.expected', { day: day(expectedOn) })
            : t('home.noDay')}
      </Text>
    </div>
  )
}

function OwnLinks() {
  const { t } = useWords()
  const reading = useRead('GET /api/v1/portal/links', { query: { limit: 3 } })
  return (
    <Shown reading={reading} rows={3}>
      {({ data }) =>
        data.length ? (
          <Stack gap="xs">
            {data.map(({ id, url, campaign }) => (
              <Group key={id} justify="space-between" wrap="nowrap">
                <div style={{ minWidth: 0 }}>
                  <Title order={3} size="sm" fw={550}>
                    <To to={`/links/${id}`}>{campaign.name}</To>
                  </Title>
                  <Text size="sm" c="dimmed" truncate>
                    {url.replace(/^https?:\/\//, '')}
                  </Text>
                </div>
                <CopyText value={url} label={`${t('links.copyLink')}: ${campaign.name}`} copied={t('common.copied')} />
              </Group>
            ))}
          </Stack>
        ) : (
          <Stack align="flex-start" gap="xs">
            <Text c="dimmed">{t('home.noLink')}</Text>
            <Button component={Link} to="/links" size="xs" leftSection={<Link2 size={14} aria-hidden />}>
              {t('home.takeLink')}
            </Button>
          </Stack>
        )
      }
    </Shown>
  )
}
