import { Button, Code, Group, SegmentedControl, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { useChange } from '../../../api/queries.ts'
import { ask, CopyText, tellDone } from '../../../ui/act.tsx'
import { Card } from '../../../ui/notice.tsx'
import { useSearchState } from '../../../ui/router.tsx'
import { useMay } from '../../session.ts'
import type { Campaign } from '../words.ts'
import { Installed } from './installed.tsx'
import { type Kind, kinds, snippetOf } from './snippets.ts'
import { TryIt } from './try-it.tsx'

/** How a campaign is put on a site, and whether it is there. */
export function InstallTab({ campaign }: { campaign: Campaign }) {
  const [watched, watch] = useState<string | null>(null)
  return (
    <Stack gap="md">
      <Installed campaign={campaign} isWatching={watched !== null} />
      <Snippets campaign={campaign} />
      <PublishableKey campaign={campaign} />
      <TryIt campaign={campaign} watched={watched} watch={watch} />
    </Stack>
  )
}

function Snippets({ campaign: { publishableKey } }: { campaign: Campaign }) {
  const [search, change] = useSearchState()
  const chosen = kinds.find(({ value }) => value === search['kind']) ?? kinds[0]
  if (!chosen) return null
  const { tag, report } = snippetOf[chosen.value]({ host: location.origin, key: publishableKey })
  return (
    <Card title="Put it on your site">
      <Stack gap="sm">
        <SegmentedControl
          aria-label="Kind of site"
          data={kinds.map(({ value, label }) => ({ value, label }))}
          value={chosen.value}
          onChange={(kind) => change({ kind: kind === 'html' ? undefined : (kind as Kind) })}
          style={{ alignSelf: 'flex-start', maxWidth: '100%', overflowX: 'auto' }}
        />
        <Text size="sm">{chosen.lead}</Text>
        {tag ? <Block text={tag} label="Copy the snippet" /> : null}
        {tag ? <Text size="sm">Where a buyer has paid or signed up, report the conversion:</Text> : null}
        <Block text={report} label="Copy the report" />
      </Stack>
    </Card>
  )
}

function Block({ text, label }: { text: string; label: string }) {
  return (
    <Group gap="xs" wrap="nowrap" align="flex-start">
      <Code block style={{ flex: 1, minWidth: 0, overflowX: 'auto' }} tabIndex={0} role="region" aria-label={label}>
        {text}
      </Code>
      <CopyText value={text} label={label} />
    </Group>
  )
}

function PublishableKey({ campaign: { id, publishableKey, status } }: { campaign: Campaign }) {
  const mayManage = useMay('affiliate:manage') && status !== 'ENDED'
  const rotate = useChange('POST /api/v1/campaigns/{id}/rotate-publishable-key')
  const askToRotate = () =>
    ask({
      title: 'Change the publishable key',
      text: 'Pages with the key that is there now report nothing from that moment on, until they have the other one. This cannot be undone.',
      confirm: 'Change the key',
      isDangerous: true,
      act: async () => {
        await rotate.mutateAsync({ path: { id } })
        tellDone('The key is changed. Put it on your pages.')
      },
    })
  return (
    <Card title="Publishable key">
      <Stack gap="xs" align="flex-start">
        <Text size="sm">
          It may be seen by everybody: all it can do is report conversions of this campaign. Allowed origins, under
          General, say from which sites.
        </Text>
        <Group gap={4} wrap="nowrap" maw="100%">
          <Code style={{ overflowWrap: 'anywhere' }}>{publishableKey}</Code>
          <CopyText value={publishableKey} label="Copy the key" />
        </Group>
        {mayManage ? (
          <Button size="xs" variant="default" onClick={askToRotate}>
            Change the key
          </Button>
        ) : null}
      </Stack>
    </Card>
  )
}
