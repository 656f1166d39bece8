import { Anchor, Grid, Stack, Text } from '@mantine/core'
import { Link, useParams } from '@tanstack/react-router'
import { useRead } from '../../api/queries.ts'
import { Fact, Facts } from '../../ui/act.tsx'
import { DateText, Nothing } from '../../ui/date.tsx'
import { Card, Failure, Waiting } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import { Remark } from '../../ui/remark.tsx'
import { Status } from '../../ui/status.tsx'
import { FormName, PartnerName } from '../names.tsx'
import { useMay } from '../session.ts'
import { AnswerText } from './answer.tsx'
import { DealCard } from './deal-card.tsx'
import { SubmissionDecisions } from './decisions.tsx'
import { type Submission, submissionStatuses } from './words.ts'

const above = [
  { to: '/forms', label: 'Forms' },
  { to: '/forms/submissions', label: 'Submissions' },
]

/** One submission: the answers, and the decision on it. */
export function SubmissionPage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const { data, error, refetch } = useRead('GET /api/v1/form-submissions/{id}', { path: { id } })
  if (!data)
    return (
      <Page title="Submission" above={above}>
        {error ? <Failure error={error} retry={() => void refetch()} /> : <Waiting />}
      </Page>
    )
  return <Told submission={data.data} />
}

function Told({ submission }: { submission: Submission }) {
  const form = useRead('GET /api/v1/forms/{id}', { path: { id: submission.formId } })
  const mayManage = useMay('forms:manage')
  const { label, tone } = submissionStatuses[submission.status]
  const mayDecide = mayManage && !submission.isOfConversion
  return (
    <Page
      title={form.data?.data.name ?? 'Submission'}
      above={above}
      beside={<Status tone={tone}>{label}</Status>}
      lead={
        <>
          Sent <DateText at={submission.createdAt} style="time" />
        </>
      }
      actions={mayDecide ? <SubmissionDecisions submission={submission} /> : null}
    >
      <Grid gap="md">
        <Grid.Col span={{ base: 12, md: 7 }}>
          <Answers submission={submission} />
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 5 }}>
          <Stack gap="md">
            {submission.reason ? (
              <Remark tone="quiet" title="Reason of the decision">
                {submission.reason}
              </Remark>
            ) : null}
            <About submission={submission} />
            {submission.dealId ? <DealCard id={submission.dealId} /> : null}
          </Stack>
        </Grid.Col>
      </Grid>
    </Page>
  )
}

function Answers({ submission: { fields, extra } }: { submission: Submission }) {
  const others = Object.entries(extra ?? {})
  return (
    <Stack gap="md">
      <Card title="Answers">
        {fields.length ? (
          <Facts>
            {fields.map(({ id, label, dataType, value }) => (
              <Fact key={id} name={label ?? 'A field that is asked no more'}>
                <AnswerText value={value} dataType={dataType} />
              </Fact>
            ))}
          </Facts>
        ) : (
          <Text size="sm" c="dimmed">
            The form asks nothing.
          </Text>
        )}
      </Card>
      {others.length ? (
        <Card title="What came beside the fields">
          <Facts>
            {others.map(([name, value]) => (
              <Fact key={name} name={name}>
                <AnswerText value={value} dataType={null} />
              </Fact>
            ))}
          </Facts>
        </Card>
      ) : null}
    </Stack>
  )
}

function About({ submission }: { submission: Submission }) {
  const { formId, partnerId, email, isOfConversion, decidedAt, partnerObjects } = submission
  return (
    <Card title="About it">
      <Facts>
        <Fact name="Form">
          <FormName id={formId} />
        </Fact>
        <Fact name="Partner">
          <PartnerName id={partnerId} />
        </Fact>
        <Fact name="From">{email ?? <Nothing />}</Fact>
        {decidedAt ? (
          <Fact name="Decided">
            <DateText at={decidedAt} style="time" />
          </Fact>
        ) : null}
        {partnerObjects.map(({ objectType, objectId }) => (
          <Fact key={objectType + objectId} name={objectType}>
            {objectId}
          </Fact>
        ))}
        {isOfConversion ? (
          <Text size="sm" c="dimmed">
            It is the record of a conversion: decide on that under{' '}
            <Anchor component={Link} to="/conversions" underline="always">
              Conversions
            </Anchor>
            .
          </Text>
        ) : null}
      </Facts>
    </Card>
  )
}
