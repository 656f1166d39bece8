import { Anchor, Badge, Button, Group, SegmentedControl, Stack, Text } from '@mantine/core'
import { Link2 } from 'lucide-react'
import { useState } from 'react'
import { useRead } from '../../api/queries.ts'
import { CopyText } from '../../ui/act.tsx'
import { ChoiceFilter, Filters, SearchFilter } from '../../ui/filters.tsx'
import { Empty } from '../../ui/notice.tsx'
import { useSearchState } from '../../ui/router.tsx'
import { Status } from '../../ui/status.tsx'
import { type Column, DataTable } from '../../ui/table.tsx'
import { PartnerFilter, PartnerName } from '../names.tsx'
import { useMay } from '../session.ts'
import { CouponTable } from './coupons.tsx'
import { LinkMenu } from './link-menu.tsx'
import { NewLinkDialog } from './new-link.tsx'
import { type AffiliateLink, type Campaign, linkStatuses, number } from './words.ts'

const shows = [
  { value: 'links', label: 'Links' },
  { value: 'coupons', label: 'Coupons' },
]

/** What partners spread of a campaign: links to click, and coupons to tell at the till. */
export function LinksTab({ campaign }: { campaign: Campaign }) {
  const [{ show = 'links' }, change] = useSearchState()
  const choose = (next: string) =>
    change({ show: next === 'links' ? undefined : next, q: undefined, status: undefined, partnerId: undefined })
  return (
    <Stack gap="md">
      <SegmentedControl
        aria-label="What partners spread"
        data={shows}
        value={show}
        onChange={choose}
        style={{ alignSelf: 'flex-start' }}
      />
      {show === 'coupons' ? <CouponTable campaign={campaign} /> : <LinkTable campaign={campaign} />}
    </Stack>
  )
}

function LinkTable({ campaign }: { campaign: Campaign }) {
  const [{ q, status, partnerId, cursor }] = useSearchState()
  const [isMaking, setMaking] = useState(false)
  const mayManage = useMay('affiliate:manage')
  const query = { campaignId: campaign.id, q, status: status as AffiliateLink['status'], partnerId, cursor, limit: 25 }
  const reading = useRead('GET /api/v1/links', { query }, { keep: true })
  const create =
    mayManage && campaign.status !== 'ENDED' ? (
      <Button onClick={() => setMaking(true)}>Give a partner a link</Button>
    ) : null
  return (
    <>
      <Group justify="space-between" align="flex-end">
        <Filters names={['q', 'status', 'partnerId']}>
          <SearchFilter label="Search code or partner" />
          <PartnerFilter />
          <ChoiceFilter
            label="Status"
            name="status"
            options={Object.entries(linkStatuses).map(([value, { label }]) => ({ value, label }))}
          />
        </Filters>
        {create}
      </Group>
      <DataTable
        label="Links"
        reading={reading}
        columns={columns}
        idOf={({ id }) => id}
        empty={
          <Empty title="No link here" icon={Link2} action={create}>
            {q || status || partnerId
              ? 'Nothing fits these filters.'
              : 'Each partner has one link in a campaign. Give the first one, and copy its address to them.'}
          </Empty>
        }
      />
      <NewLinkDialog campaign={campaign} opened={isMaking} close={() => setMaking(false)} />
    </>
  )
}

const columns: Column<AffiliateLink>[] = [
  { id: 'partner', title: 'Partner', cell: ({ partnerId }) => <PartnerName id={partnerId} /> },
  {
    id: 'link',
    title: 'Link',
    cell: ({ url, code, aliases, aliasCount }) => (
      <>
        <Group gap={4} wrap="nowrap">
          <Anchor href={url} target="_blank" rel="noreferrer" style={{ whiteSpace: 'nowrap' }}>
            {code}
          </Anchor>
          <CopyText value={url} label={`Copy the address of ${code}`} />
        </Group>
        {aliasCount ? (
          <Group gap={4}>
            {aliases.slice(0, 3).map((alias) => (
              <Badge key={alias} variant="default" tt="none" fw={500} size="sm">
                {alias}
              </Badge>
            ))}
            {aliasCount > 3 ? (
              <Text size="xs" c="dimmed">
                and {aliasCount - 3} more
              </Text>
            ) : null}
          </Group>
        ) : null}
      </>
    ),
  },
  {
    id: 'status',
    title: 'Status',
    cell: ({ status }) => <Status tone={linkStatuses[status].tone}>{linkStatuses[status].label}</Status>,
  },
  { id: 'clicks', title: 'Clicks', align: 'right', cell: ({ clicks }) => number.format(clicks) },
  { id: 'conversions', title: 'Conversions', align: 'right', cell: ({ conversions }) => number.format(conversions) },
  { id: 'menu', title: 'Actions', align: 'right', cell: (link) => <LinkMenu link={link} /> },
]
