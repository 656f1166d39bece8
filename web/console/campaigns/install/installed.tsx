import { Anchor, Stack, Table, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { Schemas } from '../../../api/client.ts'
import { useRead } from '../../../api/queries.ts'
import { Ago } from '../../../ui/date.tsx'
import { Card, Failure, Waiting } from '../../../ui/notice.tsx'
import { Remark } from '../../../ui/remark.tsx'
import { reasons } from '../../conversions/words.ts'
import { type Campaign, number } from '../words.ts'

type Reporter = Schemas['CampaignInstallation']['reporters'][number]

/** Whether pages or servers have reported lately: what can be known of an installation from here. */
export function Installed({ campaign, isWatching }: { campaign: Campaign; isWatching: boolean }) {
  const { data, error, refetch } = useRead(
    'GET /api/v1/campaigns/{id}/installation',
    { path: { id: campaign.id } },
    { refetchInterval: isWatching ? 3000 : 30_000 },
  )
  if (error) return <Failure error={error} retry={() => void refetch()} />
  return (
    <Card title="Is it installed?">
      {data ? <Seen reporters={data.data.reporters} campaign={campaign} /> : <Waiting rows={2} />}
    </Card>
  )
}

function Seen({ reporters, campaign }: { reporters: Reporter[]; campaign: Campaign }) {
  if (!reporters.length)
    return (
      <Remark tone="quiet" title="No report in thirty days">
        Neither a page nor a server has reported to this campaign. A page is seen once it reports its first conversion,
        so an installed snippet that nobody has converted on is not seen yet. Try it below.
      </Remark>
    )
  const isGood = reporters.some(({ recorded }) => recorded > 0)
  return (
    <Stack gap="sm">
      {isGood ? (
        <Remark tone="good" title="Reports arrive">
          Conversions were recorded in the last thirty days.
        </Remark>
      ) : (
        <Remark tone="waiting" title="Reports arrive, but none made a conversion">
          <Anchor component={Link} to="/conversions/attempts" search={{ campaignId: campaign.id } as never}>
            See why
          </Anchor>
        </Remark>
      )}
      <Reporters reporters={reporters} />
    </Stack>
  )
}

function Reporters({ reporters }: { reporters: Reporter[] }) {
  return (
    <Table.ScrollContainer
      minWidth={560}
      scrollAreaProps={{ viewportProps: { tabIndex: 0, role: 'region', 'aria-label': 'Who has reported' } }}
    >
      <Table aria-label="Who has reported" verticalSpacing="xs">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Who</Table.Th>
            <Table.Th ta="right">Recorded</Table.Th>
            <Table.Th ta="right">Without a conversion</Table.Th>
            <Table.Th ta="right">Last report</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {reporters.map(({ reportedBy, origin, recorded, ignored, lastAt, lastReason }) => (
            <Table.Tr key={`${reportedBy}${origin}`}>
              <Table.Td>{reportedBy === 'SERVER' ? 'A server' : (origin ?? 'A page that tells no origin')}</Table.Td>
              <Table.Td ta="right">{number.format(recorded)}</Table.Td>
              <Table.Td ta="right">{number.format(ignored)}</Table.Td>
              <Table.Td ta="right">
                <Ago at={lastAt} />
                {lastReason ? (
                  <Text size="xs" c="dimmed">
                    {reasons[lastReason]}
                  </Text>
                ) : null}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}
