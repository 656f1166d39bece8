import { Anchor, Button, Grid, Stack, Table, Text } from '@mantine/core'
import { Link, useParams } from '@tanstack/react-router'
import { useRead } from '../../../api/queries.ts'
import { Fact, Facts } from '../../../ui/act.tsx'
import { DateText } from '../../../ui/date.tsx'
import { Money } from '../../../ui/money.tsx'
import { Card, Failure, Waiting } from '../../../ui/notice.tsx'
import { Page } from '../../../ui/page.tsx'
import { PartnerName } from '../../names.tsx'
import { useMay } from '../../session.ts'
import { LineStatusWord, lineName } from '../lines/columns.tsx'
import { Moment } from '../moment.tsx'
import { skipReasons } from '../words.ts'
import { EventType, type Sale } from './list.tsx'

const above = [{ to: '/commissions/sales', label: 'Sales and refunds' }]

/** One sale, renewal or refund, and what the plans made of it. */
export function SalePage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const { data, error, refetch } = useRead('GET /api/v1/source-events/{id}', { path: { id } })
  const mayWrite = useMay('commissions:write')
  if (error || !data)
    return (
      <Page title="Sale" above={above}>
        {error ? <Failure error={error} retry={() => void refetch()} /> : <Waiting />}
      </Page>
    )
  const { data: sale } = data
  const refund =
    mayWrite && sale.type !== 'REFUND' ? (
      <Button
        component={Link}
        to="/commissions/sales/new"
        search={
          {
            type: 'REFUND',
            originalSourceId: sale.sourceId,
            partnerId: sale.partnerId,
            currency: sale.currency,
          } as never
        }
        variant="default"
      >
        Record a refund
      </Button>
    ) : null
  return (
    <Page title={sale.sourceId} above={above} beside={<EventType type={sale.type} />} actions={refund}>
      <Grid>
        <Grid.Col span={{ base: 12, md: 7 }}>
          <Stack gap="md">
            <Lines sale={sale} />
            <Skipped sale={sale} />
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 5 }}>
          <SaleFacts sale={sale} />
        </Grid.Col>
      </Grid>
    </Page>
  )
}

function Lines({ sale: { lines, type } }: { sale: Sale }) {
  return (
    <Card title={type === 'REFUND' ? 'What it took back' : 'What it earned'} padding={lines.length ? 0 : 'md'}>
      {lines.length ? (
        <Table verticalSpacing="xs" horizontalSpacing="md" aria-label="Commission lines">
          <Table.Tbody>
            {lines.map((line) => (
              <Table.Tr key={line.id}>
                <Table.Td>
                  <Anchor component={Link} to={`/commissions/${line.id}`} inherit fw={550}>
                    {line.planName ?? lineName(line)}
                  </Anchor>
                </Table.Td>
                <Table.Td>
                  <LineStatusWord {...line} />
                </Table.Td>
                <Table.Td ta="right">
                  <Money value={line.amount} currency={line.currency} fw={550} />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      ) : (
        <Text size="sm">No commission line came of it.</Text>
      )}
    </Card>
  )
}

function Skipped({ sale: { skipped } }: { sale: Sale }) {
  const { data } = useRead('GET /api/v1/commission-plans', { query: { limit: 100 } }, { enabled: skipped.length > 0 })
  if (!skipped.length) return null
  const nameOf = (id: string) => data?.data.find((plan) => plan.id === id)?.name ?? 'A plan'
  return (
    <Card title="Plans that made no line">
      <Stack gap="xs">
        {skipped.map(({ planId, reason }) => (
          <Text key={planId} size="sm">
            <Anchor component={Link} to={`/commissions/plans/${planId}`} inherit underline="always">
              {nameOf(planId)}
            </Anchor>
            : {skipReasons[reason]}.
          </Text>
        ))}
      </Stack>
    </Card>
  )
}

function SaleFacts({ sale }: { sale: Sale }) {
  return (
    <Card>
      <Facts>
        <Fact name={sale.type === 'REFUND' ? 'Refunded' : 'Amount'}>
          <Money value={sale.amount} currency={sale.currency} fw={650} />
        </Fact>
        <Fact name="Partner">
          <PartnerName id={sale.partnerId} />
        </Fact>
        {sale.customerId ? <Fact name="Customer">{sale.customerId}</Fact> : null}
        {sale.originalSourceId ? (
          <Fact name="Takes back">
            <Anchor
              component={Link}
              to="/commissions/sales"
              search={{ sourceId: sale.originalSourceId } as never}
              inherit
            >
              {sale.originalSourceId}
            </Anchor>
          </Fact>
        ) : null}
        {sale.description ? <Fact name="Description">{sale.description}</Fact> : null}
        <Fact name={sale.type === 'REFUND' ? 'Refunded on' : 'Sold on'}>
          <Moment at={sale.occurredAt} />
        </Fact>
        <Fact name="Recorded">
          <DateText at={sale.createdAt} style="time" />
        </Fact>
      </Facts>
    </Card>
  )
}
