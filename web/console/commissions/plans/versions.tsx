import { Button, Stack, Text, Timeline } from '@mantine/core'
import { useState } from 'react'
import { useRead } from '../../../api/queries.ts'
import { DateText } from '../../../ui/date.tsx'
import { Card, Failure, Waiting } from '../../../ui/notice.tsx'
import { Moment } from '../moment.tsx'
import type { PlanVersion } from './form.ts'
import { termWords } from './words.tsx'

/** Every version of a plan with what it changed, newest first. */
export function Versions({ planId }: { planId: string }) {
  const [limit, setLimit] = useState(10)
  const given = { path: { id: planId }, query: { limit: limit + 1 } }
  const { data, error } = useRead('GET /api/v1/commission-plans/{id}/versions', given, { keep: true })
  if (error) return <Failure error={error} />
  if (!data) return <Waiting rows={3} />
  const shown = data.data.slice(0, limit)
  return (
    <Card title="Versions">
      <Stack gap="md">
        <Timeline bulletSize={18} lineWidth={2} active={0} align="left">
          {shown.map((version, at) => (
            <Timeline.Item
              key={version.version}
              title={
                <Text span size="sm" fw={550}>
                  Version {version.version}
                </Text>
              }
            >
              <Differences version={version} before={data.data[at + 1]} />
              <Text size="xs" c="dimmed">
                By {version.createdBy.name}, <DateText at={version.createdAt} style="time" />
              </Text>
            </Timeline.Item>
          ))}
        </Timeline>
        {data.data.length > limit && limit < 90 ? (
          <Button size="xs" variant="default" onClick={() => setLimit(90)} style={{ alignSelf: 'flex-start' }}>
            Show earlier versions
          </Button>
        ) : null}
      </Stack>
    </Card>
  )
}

function Differences({ version, before }: { version: PlanVersion; before: PlanVersion | undefined }) {
  const from = (
    <Text size="sm">
      In force from <Moment at={version.effectiveFrom} />
    </Text>
  )
  if (!before)
    return (
      <>
        {from}
        <Text size="sm">The plan was made.</Text>
      </>
    )
  const changed = termWords.filter(({ key }) => JSON.stringify(version[key]) !== JSON.stringify(before[key]))
  return (
    <>
      {from}
      {version.name === before.name ? null : (
        <Text size="sm">
          Name: {before.name} → {version.name}
        </Text>
      )}
      {version.effectiveTo === before.effectiveTo ? null : (
        <Text size="sm">
          Ends: <DateText at={before.effectiveTo?.slice(0, 10)} /> → <DateText at={version.effectiveTo?.slice(0, 10)} />
        </Text>
      )}
      {changed.map(({ key, name, Told }) => (
        <Text size="sm" component="div" key={key}>
          {name}:{' '}
          <Text span inherit td="line-through" c="dimmed">
            <Told {...before} />
          </Text>{' '}
          → <Told {...version} />
        </Text>
      ))}
    </>
  )
}
