import { Button, Group, SimpleGrid, Stack, Text, Title } from '@mantine/core'
import { Link, useNavigate } from '@tanstack/react-router'
import { Link2, Megaphone } from 'lucide-react'
import type { Schemas } from '../../api/client.ts'
import { useChange, useRead } from '../../api/queries.ts'
import { CopyText } from '../../ui/act.tsx'
import { Filters, SearchFilter } from '../../ui/filters.tsx'
import { Card, Empty } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import { useSearchState } from '../../ui/router.tsx'
import { Status } from '../../ui/status.tsx'
import { type Column, DataTable } from '../../ui/table.tsx'
import { useDone, useFaults } from '../parts/act.tsx'
import { Shown, useTableWords } from '../parts/reading.tsx'
import { useProgramme } from '../parts/session.ts'
import { Sums, To, Under, useTexts } from '../parts/shown.tsx'
import { useWords } from '../parts/words.ts'
import { Coupons } from './coupons.tsx'
import { LinkState } from './states.tsx'
import { useTerms } from './terms.ts'

type OwnLink = Schemas['PortalLink']
type Campaign = Schemas['PortalCampaign']

/** The partner's links and coupons, and the campaigns in which it can take more. */
export function LinksPage() {
  const { t } = useWords()
  const [{ q, cursor }] = useSearchState()
  const reading = useRead('GET /api/v1/portal/links', { query: { q, cursor, limit: 25 } }, { keep: true })
  return (
    <Page title={t('links.title')} lead={t('links.lead')}>
      <Filters names={['q']} words={t('common.clear')}>
        <SearchFilter label={t('links.search')} />
      </Filters>
      <DataTable
        label={t('links.title')}
        reading={reading}
        columns={useColumns()}
        idOf={({ id }) => id}
        words={useTableWords()}
        empty={
          <Empty title={t('links.empty')} icon={Link2}>
            {q ? t('common.nothingFits') : t('links.emptyText')}
          </Empty>
        }
      />
      <Coupons />
      <Campaigns />
    </Page>
  )
}

function useColumns(): Column<OwnLink>[] {
  const { t } = useWords()
  const { number } = useTexts()
  return [
    {
      id: 'link',
      title: t('links.link'),
      cell: ({ id, url, campaign }) => (
        <Under hint={url.replace(/^https?:\/\//, '')}>
          <To to={`/links/${id}`} strong>
            {campaign.name}
          </To>
        </Under>
      ),
    },
    {
      id: 'copy',
      title: t('common.copy'),
      cell: ({ url, campaign }) => (
        <CopyText value={url} label={`${t('links.copyLink')}: ${campaign.name}`} copied={t('common.copied')} />
      ),
    },
    { id: 'clicks', title: t('links.clicks'), align: 'right', cell: ({ clicks }) => number(clicks) },
    {
      id: 'conversions',
      title: t('links.conversions'),
      align: 'right',
      cell: ({ conversions }) => number(conversions),
    },
    { id: 'earned', title: t('links.earned'), align: 'right', cell: ({ earned }) => <Sums sums={earned} /> },
    { id: 'status', title: t('common.status'), cell: (link) => <LinkState {...link} /> },
  ]
}

function Campaigns() {
  const { t } = useWords()
  const programme = useProgramme()
  const reading = useRead('GET /api/v1/portal/campaigns', { query: { limit: 100 } })
  return (
    <Stack gap="xs" mt="md">
      <Title order={2}>{t('links.campaigns')}</Title>
      <Text c="dimmed">{t('links.campaignsLead')}</Text>
      <Shown reading={reading} rows={3}>
        {({ data }) =>
          data.length ? (
            <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }}>
              {data.map((campaign) => (
                <CampaignCard key={campaign.id} campaign={campaign} />
              ))}
            </SimpleGrid>
          ) : (
            <Empty title={t('links.noCampaigns')} icon={Megaphone}>
              {t('links.noCampaignsText', { programme })}
            </Empty>
          )
        }
      </Shown>
    </Stack>
  )
}

function CampaignCard({ campaign }: { campaign: Campaign }) {
  const { t } = useWords()
  const { earns, rules } = useTerms(campaign)
  const isRunning = campaign.status === 'ACTIVE'
  return (
    <Card>
      <Stack gap="xs" h="100%" justify="space-between">
        <div>
          <Group justify="space-between" wrap="nowrap" align="flex-start">
            <Title order={3}>{campaign.name}</Title>
            <Status tone={isRunning ? 'good' : 'quiet'}>{t(`links.campaignStatus.${campaign.status}`)}</Status>
          </Group>
          <Text fw={550}>{earns}</Text>
          <Text size="sm" c="dimmed">
            {rules}
          </Text>
        </div>
        {campaign.linkId === null ? (
          isRunning ? (
            <TakeLink campaign={campaign} />
          ) : null
        ) : (
          <Button
            component={Link}
            to={`/links/${campaign.linkId}`}
            variant="default"
            aria-label={`${t('links.open')}: ${campaign.name}`}
          >
            {t('links.open')}
          </Button>
        )}
      </Stack>
    </Card>
  )
}

function TakeLink({ campaign: { id, name } }: { campaign: Campaign }) {
  const { t } = useWords()
  const done = useDone()
  const navigate = useNavigate()
  const { tell } = useFaults()
  const take = useChange('POST /api/v1/portal/campaigns/{id}/link')
  const act = async () => {
    const { data } = await take.mutateAsync({ path: { id } })
    done(t('links.taken'))
    await navigate({ to: `/links/${data.id}` })
  }
  return (
    <Button loading={take.isPending} onClick={() => void act().catch(tell)} aria-label={`${t('links.take')}: ${name}`}>
      {t('links.take')}
    </Button>
  )
}
