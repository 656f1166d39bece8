import { Alert, Anchor, Button, Grid, Stack, Text } from '@mantine/core'
import { Link, useParams } from '@tanstack/react-router'
import { Lock } from 'lucide-react'
import { useRead } from '../../api/queries.ts'
import { Fact, Facts } from '../../ui/act.tsx'
import { DateText } from '../../ui/date.tsx'
import { Money } from '../../ui/money.tsx'
import { Card, Failure, Waiting } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import { PartnerName } from '../names.tsx'
import { useMay } from '../session.ts'
import { PayoutHistory } from './history.tsx'
import { NoteForm } from './note.tsx'
import { PayoutLines } from './payout-lines.tsx'
import { StageChoice } from './stage-choice.tsx'
import { StageWord } from './stage.tsx'
import { StatementCard } from './statement.tsx'
import { type Payout, periodText } from './words.ts'

const above = [{ to: '/payouts', label: 'Payouts' }]

/** One payout: its lines, its stage and how it came there, its statement. */
export function PayoutPage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const { data, error, refetch } = useRead('GET /api/v1/payouts/{id}', { path: { id } })
  const mayWrite = useMay('commissions:write')
  if (error || !data)
    return (
      <Page title="Payout" above={above}>
        {error ? <Failure error={error} retry={() => void refetch()} /> : <Waiting />}
      </Page>
    )
  const { data: payout } = data
  const period = { to: `/payouts/batches/${payout.batchId}`, label: periodText(payout) }
  return (
    <Page
      title={payout.partner.name ?? 'A partner without a name'}
      above={[...above, period]}
      beside={<StageWord {...payout} />}
      actions={mayWrite ? <StageChoice payout={payout} /> : null}
    >
      {payout.stage === 'PAID' ? <Frozen payout={payout} mayWrite={mayWrite} /> : null}
      <Grid>
        <Grid.Col span={{ base: 12, md: 7 }}>
          <Stack gap="md">
            <PayoutLines payout={payout} />
            <PayoutHistory payoutId={payout.id} />
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 5 }}>
          <Stack gap="md">
            <PayoutFacts payout={payout} />
            {mayWrite ? <StatementCard payout={payout} /> : null}
            {mayWrite ? <NoteForm key={payout.updatedAt} payout={payout} /> : null}
          </Stack>
        </Grid.Col>
      </Grid>
    </Page>
  )
}

/** A paid payout stays as it is; what is wrong with it is set right by another line. */
function Frozen({ payout: { partner, amount }, mayWrite }: { payout: Payout; mayWrite: boolean }) {
  return (
    <Alert variant="light" icon={<Lock aria-hidden />} title="This payout is paid, so its lines stay as they are">
      <Stack gap="xs" align="flex-start">
        <Text size="sm">
          What is wrong with it is set right by a new line: take back a line by “Correct by a new line” on its page, or
          enter what is still due. It goes into the partner’s next payout.
        </Text>
        {mayWrite ? (
          <Button
            component={Link}
            to="/commissions/new"
            search={{ partnerId: partner.id, currency: amount.currency } as never}
            size="xs"
            variant="default"
          >
            New line for this partner
          </Button>
        ) : null}
      </Stack>
    </Alert>
  )
}

function PayoutFacts({ payout }: { payout: Payout }) {
  return (
    <Card>
      <Facts>
        <Fact name="Amount">
          <Money {...payout.amount} fw={700} size="lg" />
        </Fact>
        <Fact name="Partner">
          <PartnerName id={payout.partner.id} />
        </Fact>
        <Fact name="Period">
          <Anchor component={Link} to={`/payouts/batches/${payout.batchId}`} inherit>
            {periodText(payout)}
          </Anchor>
        </Fact>
        {payout.poNumber ? <Fact name="PO number">{payout.poNumber}</Fact> : null}
        <Fact name="Created">
          <DateText at={payout.createdAt} style="time" />
        </Fact>
      </Facts>
    </Card>
  )
}
