import { Anchor, Button, Grid, NumberInput, Stack, Text } from '@mantine/core'
import { useForm } from '@mantine/form'
import { Link, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { ApiError } from '../../api/client.ts'
import { useChange, useRead } from '../../api/queries.ts'
import { ask, Fact, Facts, showFaults, tellDone, tellFailure } from '../../ui/act.tsx'
import { DateText } from '../../ui/date.tsx'
import { FormDialog } from '../../ui/form-dialog.tsx'
import { Card, Failure, Waiting } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import { Status } from '../../ui/status.tsx'
import { PartnerName } from '../names.tsx'
import { useMay } from '../session.ts'
import { Conflicts, DealFacts } from './deal-card.tsx'
import { SubmissionDecisions } from './decisions.tsx'
import { type Deal, stages } from './words.ts'

const above = [{ to: '/deals', label: 'Deals' }]

/** One deal: whose customer it keeps, until when, and how it went. */
export function DealPage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const { data, error, refetch } = useRead('GET /api/v1/deals/{id}', { path: { id } })
  if (!data)
    return (
      <Page title="Deal" above={above}>
        {error ? <Failure error={error} retry={() => void refetch()} /> : <Waiting />}
      </Page>
    )
  return <Told deal={data.data} />
}

function Told({ deal }: { deal: Deal }) {
  const mayManage = useMay('forms:manage')
  const { label, tone } = stages[deal.stage]
  return (
    <Page
      title={deal.name}
      above={above}
      beside={<Status tone={tone}>{label}</Status>}
      actions={mayManage ? <Actions deal={deal} /> : null}
    >
      <Stack gap="md">
        <Conflicts deal={deal} />
        <Grid gap="md">
          <Grid.Col span={{ base: 12, md: 7 }}>
            <Card title="The deal">
              <Facts>
                <Fact name="Partner">
                  <PartnerName id={deal.partnerId} />
                </Fact>
                <DealFacts deal={deal} />
                <Fact name="Registered">
                  <DateText at={deal.createdAt} style="time" />
                </Fact>
                <Fact name="Answers">
                  <Anchor component={Link} to={`/forms/submissions/${deal.formSubmissionId}`}>
                    See the submission
                  </Anchor>
                </Fact>
              </Facts>
            </Card>
          </Grid.Col>
        </Grid>
      </Stack>
    </Page>
  )
}

function Actions({ deal }: { deal: Deal }) {
  const { id, formSubmissionId: submissionId, stage, status } = deal
  const [isExtending, setExtending] = useState(false)
  const change = useChange('PATCH /api/v1/deals/{id}')
  const submission = useRead('GET /api/v1/form-submissions/{id}', { path: { id: submissionId } })
  const move = (to: Deal['stage']) => change.mutateAsync({ path: { id }, body: { stage: to } })
  const tell = (to: Deal['stage']) =>
    void move(to).then(() => tellDone(`The deal is ${stages[to].label.toLowerCase()}.`, () => move(stage)), tellFailure)
  if (status === 'PENDING' || status === 'REJECTED')
    return submission.data ? <SubmissionDecisions submission={submission.data.data} /> : null
  if (stage !== 'OPEN')
    return (
      <Button variant="default" onClick={() => tell('OPEN')}>
        Open again
      </Button>
    )
  return (
    <>
      <Button onClick={() => tell('WON')}>Won</Button>
      <Button variant="default" onClick={() => tell('LOST')}>
        Lost
      </Button>
      <Button variant="default" onClick={() => setExtending(true)}>
        Extend protection
      </Button>
      <ExtendDialog deal={deal} opened={isExtending} close={() => setExtending(false)} />
    </>
  )
}

function ExtendDialog({
  deal: { id, protectedUntil },
  opened,
  close,
}: {
  deal: Deal
  opened: boolean
  close: () => void
}) {
  const extend = useChange('POST /api/v1/deals/{id}/extend')
  const form = useForm({ initialValues: { days: 30 } })
  const send = async (days: number, overrideConflicts = false) => {
    await extend.mutateAsync({ path: { id }, body: { days, overrideConflicts } })
    close()
    tellDone('The deal is protected for longer.')
  }
  const askToOverride = (days: number) =>
    ask({
      title: 'Another partner has this customer',
      text: 'It was registered by another partner meanwhile. You may protect this deal beside it: then both keep the customer. This cannot be undone.',
      confirm: 'Protect both',
      act: () => send(days, true),
    })
  const refused = (error: unknown) =>
    error instanceof ApiError && error.code === 'DEAL_CONFLICT'
      ? askToOverride(form.values.days)
      : showFaults(form, error)
  return (
    <FormDialog
      title="Extend the protection"
      opened={opened}
      close={close}
      confirm="Extend"
      form={form}
      submit={() => send(form.values.days)}
      refused={refused}
    >
      <Text size="sm">
        It ends <DateText at={protectedUntil} />. The days are added to that, or to today where it has ended. This
        cannot be undone.
      </Text>
      <NumberInput label="Days" min={1} max={3650} required data-autofocus {...form.getInputProps('days')} />
    </FormDialog>
  )
}
