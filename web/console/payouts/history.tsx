import { Text, Timeline } from '@mantine/core'
import { useRead } from '../../api/queries.ts'
import { DateText } from '../../ui/date.tsx'
import { Card, Failure, Waiting } from '../../ui/notice.tsx'
import { stages } from './words.ts'

/** Every stage that a payout has been in, who set it and when; the latest first. */
export function PayoutHistory({ payoutId }: { payoutId: string }) {
  const given = { path: { id: payoutId }, query: { limit: 100 } }
  const { data, error } = useRead('GET /api/v1/payouts/{id}/history', given, { keep: true })
  return (
    <Card title="History">
      {error ? <Failure error={error} /> : null}
      {data ? (
        <Timeline bulletSize={16} lineWidth={2} active={0}>
          {data.data.toReversed().map(({ to, by, reason, at }) => (
            <Timeline.Item
              key={`${at} ${to}`}
              title={
                <Text span size="sm" fw={550}>
                  {stages[to].label}
                </Text>
              }
            >
              {reason ? <Text size="sm">{reason}</Text> : null}
              <Text size="xs" c="dimmed">
                {by.name}, <DateText at={at} style="time" />
              </Text>
            </Timeline.Item>
          ))}
        </Timeline>
      ) : error ? null : (
        <Waiting rows={2} />
      )}
    </Card>
  )
}
