import { Button, Code, Group, List, Loader, Select, Stack, Text, ThemeIcon, VisuallyHidden } from '@mantine/core'
import { Check } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useRead } from '../../../api/queries.ts'
import { CopyText } from '../../../ui/act.tsx'
import { Card } from '../../../ui/notice.tsx'
import type { AffiliateLink, Campaign } from '../words.ts'

type Props = { campaign: Campaign; watched: string | null; watch: (linkId: string | null) => void }

const trial = "introw.affiliate.track({ email: 'test@customer.example.com' })"

/** Opens the site by a real link and watches what arrives. */
export function TryIt({ campaign, watched, watch }: Props) {
  const { data } = useRead('GET /api/v1/links', { query: { campaignId: campaign.id, status: 'ACTIVE', limit: 100 } })
  const [linkId, choose] = useState<string | null>(null)
  const [since, setSince] = useState(0)
  const links = data?.data ?? []
  const link = links.find(({ id }) => id === linkId) ?? links[0]
  const open = (one: AffiliateLink) => {
    setSince(Date.now())
    watch(one.id)
    window.open(one.url, '_blank', 'noreferrer')
  }
  return (
    <Card title="Try it">
      <Stack gap="sm" align="flex-start">
        <Text size="sm" maw={640}>
          Open your site as a visitor of a partner’s link, and watch what arrives. The click is counted like any other;
          a conversion that comes of it can be declined afterwards.
        </Text>
        {link ? (
          <Group align="flex-end" gap="xs">
            <Select
              label="Link"
              data={links.map(({ id, code }) => ({ value: id, label: code }))}
              value={link.id}
              onChange={choose}
              allowDeselect={false}
              searchable
              w={280}
            />
            <Button onClick={() => open(link)} variant="default" disabled={campaign.status !== 'ACTIVE'}>
              Open my site with a test click
            </Button>
          </Group>
        ) : (
          <Text size="sm" c="dimmed">
            Give a partner a link first, under Links.
          </Text>
        )}
        {watched ? <Watching campaign={campaign} linkId={watched} since={since} stop={() => watch(null)} /> : null}
      </Stack>
    </Card>
  )
}

type WatchingProps = { campaign: Campaign; linkId: string; since: number; stop: () => void }

function Watching({ campaign: { id }, linkId, since, stop }: WatchingProps) {
  const { data } = useRead(
    'GET /api/v1/campaigns/{id}/installation',
    { path: { id }, query: { linkId } },
    { refetchInterval: 2000, keep: true },
  )
  const isAfter = (moment: string | null | undefined) => Boolean(moment && Date.parse(moment) >= since - toleranceMs)
  const reporter = data?.data.reporters.find(({ lastAt }) => isAfter(lastAt))
  return (
    <Stack gap="xs" align="flex-start" role="status" aria-live="polite">
      <List spacing="xs" size="sm" center>
        <Step isDone={isAfter(data?.data.lastClickAt)}>The click is recorded, and your site opens.</Step>
        <Step isDone={Boolean(reporter)}>
          {reporter ? (
            `A report arrived from ${reporter.origin ?? 'a server'}${reporter.lastReason ? ', and made no conversion' : ', and made a conversion'}.`
          ) : (
            <>
              A report arrives: convert on your site, or paste this into the console of its page: <Code>{trial}</Code>
              <CopyText value={trial} label="Copy the test" />
            </>
          )}
        </Step>
      </List>
      <Button size="xs" variant="subtle" onClick={stop}>
        Stop watching
      </Button>
    </Stack>
  )
}

/** Clocks of this machine and of the server differ a little. */
const toleranceMs = 2000

function Step({ isDone, children }: { isDone: boolean; children: ReactNode }) {
  return (
    <List.Item
      icon={
        isDone ? (
          <ThemeIcon size={22} radius="xl" color="teal" variant="light">
            <Check size={14} aria-hidden />
            <VisuallyHidden>Done:</VisuallyHidden>
          </ThemeIcon>
        ) : (
          <>
            <Loader size={18} aria-hidden />
            <VisuallyHidden>Waiting:</VisuallyHidden>
          </>
        )
      }
    >
      {children}
    </List.Item>
  )
}
