import { Anchor, Group, Progress, Stack, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useRead } from '../../api/queries.ts'
import { DateText } from '../../ui/date.tsx'
import { Card, Failure, Waiting } from '../../ui/notice.tsx'
import { Amounts } from './figures.tsx'
import type { Period } from './period.ts'

const plainList = { p: 0, m: 0, style: { listStyle: 'none' } } as const

/** Who earned most in the currency that is looked at. */
export function TopPartners({ period: { from, to }, currency }: { period: Period; currency: string | undefined }) {
  const query = { from, to, groupBy: 'PARTNER', limit: 6, ...(currency ? { currency } : {}) } as const
  const { data, error, refetch } = useRead('GET /api/v1/reports/commissions', { query }, { keep: true })
  const rows = (data?.data.rows ?? []).filter(({ amounts }) => amounts.some(({ net }) => /[1-9]/.test(net)))
  const heights = rows.map(({ amounts }) =>
    Number(amounts.find((one) => one.currency === data?.data.currency)?.net ?? 0),
  )
  const most = Math.max(1, ...heights)
  return (
    <Card title="Top partners">
      {error && !data ? <Failure error={error} retry={() => void refetch()} /> : null}
      {!data && !error ? <Waiting rows={5} /> : null}
      {data && !rows.length ? <Text c="dimmed">Nobody has earned anything in these days.</Text> : null}
      <Stack gap="sm" component="ol" {...plainList}>
        {rows.map(({ key, name, amounts }, at) => (
          <li key={key}>
            <Group justify="space-between" wrap="nowrap" align="flex-start">
              <Anchor component={Link} to={`/partners/${key}`} fz="sm" fw={550} lineClamp={1}>
                {name}
              </Anchor>
              <Text size="sm" ta="right" component="div" className="tabular">
                <Amounts of={amounts.map(({ currency: code, net }) => ({ currency: code, value: net }))} />
              </Text>
            </Group>
            <Progress value={(100 * Math.max(0, heights[at] ?? 0)) / most} size="sm" mt={4} aria-hidden />
          </li>
        ))}
      </Stack>
    </Card>
  )
}

/** Active partners from whom nothing came. */
export function QuietPartners({ period: { from, to } }: { period: Period }) {
  const { data, error, refetch } = useRead(
    'GET /api/v1/reports/partners',
    { query: { from, to, limit: 5 } },
    { keep: true },
  )
  const quiet = data?.data.withoutActivity
  return (
    <Card title="Quiet partners">
      {error && !data ? <Failure error={error} retry={() => void refetch()} /> : null}
      {!data && !error ? <Waiting rows={5} /> : null}
      {quiet ? (
        <Text c="dimmed" size="sm" mb="sm">
          {quiet.partners
            ? `${quiet.partners.toLocaleString()} active ${quiet.partners === 1 ? 'partner has' : 'partners have'} brought no click, conversion or commission in these days.`
            : 'Every active partner has brought something in these days.'}
        </Text>
      ) : null}
      <Stack gap="xs" component="ul" {...plainList}>
        {quiet?.first.map(({ id, name, createdAt }) => (
          <li key={id}>
            <Group justify="space-between" wrap="nowrap">
              <Anchor component={Link} to={`/partners/${id}`} fz="sm" fw={550} lineClamp={1}>
                {name}
              </Anchor>
              <Text size="sm" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
                since <DateText at={createdAt} />
              </Text>
            </Group>
          </li>
        ))}
      </Stack>
    </Card>
  )
}
