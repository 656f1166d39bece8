import { Button, Grid, Stack } from '@mantine/core'
import { Link, useParams } from '@tanstack/react-router'
import { useChange, useRead } from '../../../api/queries.ts'
import { Fact, Facts, tellDone, tellFailure } from '../../../ui/act.tsx'
import { DateText } from '../../../ui/date.tsx'
import { Card, Failure, Waiting } from '../../../ui/notice.tsx'
import { Page } from '../../../ui/page.tsx'
import { useMay } from '../../session.ts'
import { Moment } from '../moment.tsx'
import { Calculator } from './calculator.tsx'
import { currencyOf, type Plan } from './form.ts'
import { PlanStatus } from './list.tsx'
import { Versions } from './versions.tsx'
import { termWords } from './words.tsx'

const above = [{ to: '/commissions/plans', label: 'Commission plans' }]

/** One plan: what it says, what a sale would earn by it, and how it came to be so. */
export function PlanPage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const { data, error, refetch } = useRead('GET /api/v1/commission-plans/{id}', { path: { id } })
  if (error || !data)
    return (
      <Page title="Commission plan" above={above}>
        {error ? <Failure error={error} retry={() => void refetch()} /> : <Waiting />}
      </Page>
    )
  const { data: plan } = data
  return (
    <Page title={plan.name} above={above} beside={<PlanStatus plan={plan} />} actions={<Actions plan={plan} />}>
      <Grid>
        <Grid.Col span={{ base: 12, md: 7 }}>
          <Stack gap="md">
            <Card title={`Version ${plan.version}`}>
              <Terms plan={plan} />
            </Card>
            <Versions planId={plan.id} />
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 5 }}>
          <Calculator planId={plan.id} currency={currencyOf(plan)} />
        </Grid.Col>
      </Grid>
    </Page>
  )
}

function Terms({ plan }: { plan: Plan }) {
  return (
    <Facts>
      <Fact name="In force">
        from <Moment at={plan.effectiveFrom} />
        {plan.effectiveTo ? (
          <>
            {' '}
            to <DateText at={plan.effectiveTo.slice(0, 10)} />
          </>
        ) : null}
      </Fact>
      {termWords.map(({ key, name, Told }) => (
        <Fact key={key} name={name}>
          <Told {...plan} />
        </Fact>
      ))}
    </Facts>
  )
}

function Actions({ plan: { id, status } }: { plan: Plan }) {
  const mayWrite = useMay('commissions:write')
  const archive = useChange('POST /api/v1/commission-plans/{id}/archive')
  const restore = useChange('POST /api/v1/commission-plans/{id}/restore')
  const path = { id }
  const isActive = status === 'ACTIVE'
  const move = async () => {
    const [change, back] = isActive ? [archive, restore] : [restore, archive]
    await change.mutateAsync({ path })
    tellDone(isActive ? 'The plan is archived.' : 'The plan is active.', () => back.mutateAsync({ path }))
  }
  return (
    <>
      <Button component={Link} to="/commissions" search={{ planId: id } as never} variant="default">
        Its lines
      </Button>
      {mayWrite ? (
        <Button variant="default" onClick={() => void move().catch(tellFailure)}>
          {isActive ? 'Archive' : 'Restore'}
        </Button>
      ) : null}
      {mayWrite && isActive ? (
        <Button component={Link} to={`/commissions/plans/${id}/edit`}>
          Change
        </Button>
      ) : null}
    </>
  )
}
