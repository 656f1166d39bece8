import { Anchor, Tabs } from '@mantine/core'
import { useParams } from '@tanstack/react-router'
import type { ComponentType } from 'react'
import { useRead } from '../../api/queries.ts'
import { Failure, Waiting } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import { useSearchState } from '../../ui/router.tsx'
import { Status } from '../../ui/status.tsx'
import { CommissionTab } from './commission.tsx'
import { CampaignConversions } from './conversions.tsx'
import { FiguresTab } from './figures.tsx'
import { GeneralTab } from './general.tsx'
import { InstallTab } from './install/install.tsx'
import { LinksTab } from './links.tsx'
import { QualityTab } from './quality.tsx'
import { StatusActions } from './status-actions.tsx'
import { type Campaign, statuses } from './words.ts'

const above = [{ to: '/campaigns', label: 'Campaigns' }]

type Tab = { value: string; label: string; page: ComponentType<{ campaign: Campaign }> }
const tabs: Tab[] = [
  { value: 'figures', label: 'Figures', page: FiguresTab },
  { value: 'general', label: 'General', page: GeneralTab },
  { value: 'commission', label: 'Commission', page: CommissionTab },
  { value: 'links', label: 'Links', page: LinksTab },
  { value: 'conversions', label: 'Conversions', page: CampaignConversions },
  { value: 'quality', label: 'Quality', page: QualityTab },
  { value: 'install', label: 'Install', page: InstallTab },
]

/** One campaign; the tab stands in the address. */
export function CampaignPage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const { data, error, refetch } = useRead('GET /api/v1/campaigns/{id}', { path: { id } })
  if (error)
    return (
      <Page title="Campaign" above={above}>
        <Failure error={error} retry={() => void refetch()} />
      </Page>
    )
  if (!data)
    return (
      <Page title="Campaign" above={above}>
        <Waiting />
      </Page>
    )
  return <Told campaign={data.data} />
}

/** On a phone the tabs scroll: the one that is open is seen. */
const intoView = (tab: HTMLButtonElement | null) => tab?.scrollIntoView({ block: 'nearest', inline: 'center' })

function Told({ campaign }: { campaign: Campaign }) {
  const [search, change] = useSearchState()
  const tab = tabs.find(({ value }) => value === search['tab']) ?? tabs[0]
  const { label, tone } = statuses[campaign.status]
  const choose = (value: string | null) =>
    change({ ...Object.fromEntries(Object.keys(search).map((name) => [name, undefined])), tab: value ?? undefined })
  return (
    <Page
      title={campaign.name}
      above={above}
      beside={<Status tone={tone}>{label}</Status>}
      lead={
        <>
          Leads to{' '}
          <Anchor href={campaign.destinationUrl} target="_blank" rel="noreferrer">
            {campaign.destinationUrl}
          </Anchor>
        </>
      }
      actions={<StatusActions campaign={campaign} />}
    >
      <Tabs value={tab?.value ?? null} onChange={choose} keepMounted={false}>
        <Tabs.List mb="md" style={{ flexWrap: 'nowrap', overflowX: 'auto' }}>
          {tabs.map(({ value, label: name }) => (
            <Tabs.Tab key={value} value={value} ref={value === tab?.value ? intoView : undefined}>
              {name}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {tabs.map(({ value, page: TabPage }) => (
          <Tabs.Panel key={value} value={value}>
            <TabPage campaign={campaign} />
          </Tabs.Panel>
        ))}
      </Tabs>
    </Page>
  )
}
