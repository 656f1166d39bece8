import { Anchor, Group, Progress, Stack, Table, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { Answer } from '../../api/client.ts'
import { useRead } from '../../api/queries.ts'
import { Card, Failure, Waiting } from '../../ui/notice.tsx'
import { Status } from '../../ui/status.tsx'
import { type Stage, stages } from '../payouts/words.ts'
import { Amounts } from './figures.tsx'

type Report = Answer<'GET /api/v1/reports/payouts'>['data']

/** What is still to be paid, and at which stage the payouts are. */
export function Pipeline() {
  const { data, error, refetch } = useRead('GET /api/v1/reports/payouts', { query: {} })
  return (
    <Card title="Payouts">
      {error && !data ? <Failure error={error} retry={() => void refetch()} /> : null}
      {data ? <Content report={data.data} /> : error ? null : <Waiting rows={4} />}
    </Card>
  )
}

const ended = new Set(['PAID', 'DECLINED'])

function Content({ report: { due, stages: all } }: { report: Report }) {
  const open = all.filter(({ stage }) => !ended.has(stage))
  if (!due.length && !open.length)
    return <Text c="dimmed">Nothing is to be paid. Commissions that are accepted stand here until they are.</Text>
  return (
    <Stack gap="md">
      <Due due={due} />
      {open.length ? <Stages open={open} /> : null}
    </Stack>
  )
}

const places = [
  { of: 'pool', label: 'Waiting for a payout' },
  { of: 'toApprove', label: 'To approve' },
  { of: 'toPay', label: 'To pay' },
] as const

function Due({ due }: { due: Report['due'] }) {
  return (
    <Table aria-label="What is due" verticalSpacing={6} horizontalSpacing={0} className="tabular">
      <Table.Tbody>
        {places.map(({ of, label }) => (
          <Table.Tr key={of}>
            <Table.Td style={{ verticalAlign: 'top' }}>{label}</Table.Td>
            <Table.Td ta="right">
              <Amounts of={due.map((one) => ({ currency: one.currency, value: one[of] }))} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}

function Stages({ open }: { open: Report['stages'] }) {
  const most = Math.max(...open.map(({ payouts }) => payouts))
  return (
    <Stack gap="xs" component="ul" p={0} m={0} style={{ listStyle: 'none' }}>
      {open.map(({ stage, payouts, amounts }) => {
        const { label, tone } = stages[stage as Stage]
        return (
          <li key={stage}>
            <Group justify="space-between" wrap="nowrap" align="flex-start">
              <Group gap="xs">
                <Status tone={tone}>{label}</Status>
                <Anchor component={Link} to="/payouts/all" search={{ stage } as never} fz="sm">
                  {payouts === 1 ? '1 payout' : `${payouts.toLocaleString()} payouts`}
                </Anchor>
              </Group>
              <Text size="sm" ta="right" component="div" className="tabular">
                <Amounts of={amounts} />
              </Text>
            </Group>
            <Progress value={(100 * payouts) / most} size="sm" mt={4} aria-label={`${label}: ${payouts} payouts`} />
          </li>
        )
      })}
    </Stack>
  )
}
