import { Grid, SimpleGrid, Stack, Text } from '@mantine/core'
import { useParams } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Schemas } from '../../api/client.ts'
import { useRead } from '../../api/queries.ts'
import { Card } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import { Shown } from '../parts/reading.tsx'
import { Sums, To, useTexts } from '../parts/shown.tsx'
import { useWords } from '../parts/words.ts'
import { Address } from './address.tsx'
import { Aliases } from './aliases.tsx'
import { DeepLink } from './deep-link.tsx'
import { LinkState } from './states.tsx'
import { QrCode } from './qr-code.tsx'
import { useTerms } from './terms.ts'

type OwnLink = Schemas['PortalLink']

/** One link: its address, what came of it, and the other forms in which it can be shared. */
export function LinkPage() {
  const { t } = useWords()
  const { id = '' } = useParams({ strict: false })
  const reading = useRead('GET /api/v1/portal/links/{id}', { path: { id } })
  const link = reading.data?.data
  return (
    <Page
      title={link?.campaign.name ?? t('links.link')}
      above={[{ to: '/links', label: t('links.title') }]}
      beside={link ? <LinkState {...link} /> : null}
      lead={link ? <Terms campaignId={link.campaign.id} /> : null}
    >
      <Shown reading={reading}>{({ data }) => <Content link={data} />}</Shown>
    </Page>
  )
}

function Content({ link }: { link: OwnLink }) {
  const { t } = useWords()
  const { number } = useTexts()
  return (
    <Stack>
      <Card title={t('links.address')}>
        <Address url={link.url} label={t('links.copyLink')} />
      </Card>
      <SimpleGrid cols={{ base: 1, xs: 3 }}>
        <Figure name={t('links.clicks')}>{number(link.clicks)}</Figure>
        <Figure name={t('links.conversions')}>
          <To to={`/conversions?linkId=${link.id}`}>{number(link.conversions)}</To>
        </Figure>
        <Figure name={t('links.earned')}>
          <Sums sums={link.earned} />
        </Figure>
      </SimpleGrid>
      <Grid>
        <Grid.Col span={{ base: 12, md: 7 }}>
          <Stack>
            <Aliases link={link} />
            <DeepLink link={link} />
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 5 }}>
          <QrCode link={link} />
        </Grid.Col>
      </Grid>
    </Stack>
  )
}

function Figure({ name, children }: { name: string; children: ReactNode }) {
  return (
    <Card>
      <Text size="sm" c="dimmed">
        {name}
      </Text>
      <Text component="div" fz="xl" fw={650} className="tabular">
        {children}
      </Text>
    </Card>
  )
}

function Terms({ campaignId }: { campaignId: string }) {
  const reading = useRead('GET /api/v1/portal/campaigns/{id}', { path: { id: campaignId } })
  return reading.data ? <TermsOf campaign={reading.data.data} /> : ' '
}

function TermsOf({ campaign }: { campaign: Schemas['PortalCampaign'] }) {
  const { earns, rules } = useTerms(campaign)
  return `${earns}. ${rules}`
}
