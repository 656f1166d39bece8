import { Anchor, Grid, Stack, Text } from '@mantine/core'
import { Link, useParams } from '@tanstack/react-router'
import type { Schemas } from '../../../api/client.ts'
import { useRead } from '../../../api/queries.ts'
import { Fact, Facts } from '../../../ui/act.tsx'
import { DateText } from '../../../ui/date.tsx'
import { Money } from '../../../ui/money.tsx'
import { Card, Failure, Waiting } from '../../../ui/notice.tsx'
import { Page } from '../../../ui/page.tsx'
import { PartnerName } from '../../names.tsx'
import { useMay } from '../../session.ts'
import { reasonText } from '../../decline.tsx'
import { type Line, lineStatuses } from '../words.ts'
import { LineActions } from './actions.tsx'
import { Calculation } from './calculation.tsx'
import { LineStatusWord, lineName } from './columns.tsx'
import { Movements } from './movements.tsx'

type Explanation = Schemas['CommissionLineExplanation']
const above = [{ to: '/commissions', label: 'Commission lines' }]

/** One line: what it is, how it came to its amount, and where the amount stood when. */
export function LinePage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const line = useRead('GET /api/v1/commission-lines/{id}', { path: { id } })
  const explained = useRead('GET /api/v1/commission-lines/{id}/explanation', { path: { id } })
  const mayWrite = useMay('commissions:write')
  const error = line.error ?? explained.error
  if (error || !line.data || !explained.data)
    return (
      <Page title="Commission line" above={above}>
        {error ? (
          <Failure error={error} retry={() => void line.refetch().then(() => explained.refetch())} />
        ) : (
          <Waiting />
        )}
      </Page>
    )
  const { data: shown } = line.data
  const { data: why } = explained.data
  return (
    <Page
      title={lineName(shown)}
      above={above}
      beside={<LineStatusWord {...shown} />}
      lead={lineStatuses[shown.status].told}
      actions={mayWrite ? <LineActions line={shown} isCorrection={why.corrects !== null} /> : null}
    >
      <Grid>
        <Grid.Col span={{ base: 12, md: 7 }}>
          <Stack gap="md">
            <Calculation calculation={why.calculation} currency={why.currency} plan={why.plan} amount={why.amount} />
            <Movements entries={why.entries} currency={why.currency} />
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 5 }}>
          <Stack gap="md">
            <LineFacts line={shown} why={why} />
            <Corrections why={why} />
          </Stack>
        </Grid.Col>
      </Grid>
    </Page>
  )
}

function LineFacts({ line, why }: { line: Line; why: Explanation }) {
  return (
    <Card>
      <Facts>
        <Fact name="Amount">
          <Money value={line.amount} currency={line.currency} fw={650} />
        </Fact>
        <Fact name="Partner">
          <PartnerName id={line.partnerId} />
        </Fact>
        {line.sourceAmount ? (
          <Fact name="Sale">
            <Money value={line.sourceAmount} currency={line.currency} />
          </Fact>
        ) : null}
        {why.plan ? (
          <Fact name="Plan">
            <Anchor component={Link} to={`/commissions/plans/${why.plan.id}`} inherit underline="always">
              {why.plan.name}
            </Anchor>
            , version {why.plan.version}
          </Fact>
        ) : null}
        <LineLinks line={line} why={why} />
        {why.declined ? <Fact name="Declined">{reasonText(why.declined.reasonType, why.declined.reason)}</Fact> : null}
        {line.periodEnd ? (
          <Fact name="Period ends">
            <DateText at={line.periodEnd.slice(0, 10)} />
          </Fact>
        ) : null}
        <Fact name="Created">
          <DateText at={line.createdAt} style="time" />
        </Fact>
        <Fact name="Changed">
          <DateText at={line.updatedAt} style="time" />
        </Fact>
      </Facts>
    </Card>
  )
}

function LineLinks({ line, why }: { line: Line; why: Explanation }) {
  const former = why.declined?.formerPayoutId
  return (
    <>
      {line.payoutId ? (
        <Fact name="Payout">
          <Anchor component={Link} to={`/payouts/${line.payoutId}`} inherit>
            See the payout
          </Anchor>
        </Fact>
      ) : null}
      {former ? (
        <Fact name="Was on">
          <Anchor component={Link} to={`/payouts/${former}`} inherit>
            The payout that it was declined on
          </Anchor>
        </Fact>
      ) : null}
      {why.sourceEventId ? (
        <Fact name="Comes from">
          <Anchor component={Link} to={`/commissions/sales/${why.sourceEventId}`} inherit>
            See the sale
          </Anchor>
        </Fact>
      ) : null}
      {why.corrects ? (
        <Fact name="Takes back">
          <Anchor component={Link} to={`/commissions/${why.corrects}`} inherit>
            See the line that it takes from
          </Anchor>
        </Fact>
      ) : null}
    </>
  )
}

function Corrections({ why: { corrections, currency } }: { why: Explanation }) {
  if (!corrections.length) return null
  return (
    <Card title="Taken back">
      <Stack gap="xs">
        {corrections.map(({ lineId, amount, status }) => (
          <Text key={lineId} size="sm">
            <Anchor component={Link} to={`/commissions/${lineId}`} inherit underline="always">
              <Money value={amount} currency={currency} td={status === 'VOIDED' ? 'line-through' : undefined} />
            </Anchor>{' '}
            · {lineStatuses[status].label}
          </Text>
        ))}
      </Stack>
    </Card>
  )
}
