import { Alert, Stack } from '@mantine/core'
import { useParams } from '@tanstack/react-router'
import type { Schemas } from '../../api/client.ts'
import { useChange, useRead } from '../../api/queries.ts'
import { Fact, Facts } from '../../ui/act.tsx'
import { Card } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import { useDone } from '../parts/act.tsx'
import { Shown } from '../parts/reading.tsx'
import { Day, To, useTexts } from '../parts/shown.tsx'
import { useWords } from '../parts/words.ts'
import type { Answers } from './fields.tsx'
import { AnswersForm, type Deal } from './form.tsx'
import { SubmissionState } from './states.tsx'

type Detail = Schemas['PortalSubmissionDetail']

/** What was registered and what was decided; one that was returned is changed here and sent again. */
export function SubmissionPage() {
  const { t } = useWords()
  const { id = '' } = useParams({ strict: false })
  const reading = useRead('GET /api/v1/portal/submissions/{id}', { path: { id } })
  const submission = reading.data?.data
  const isDeal = submission?.form.purpose === 'DEAL'
  return (
    <Page
      title={submission?.title ?? submission?.form.name ?? t('deals.details')}
      above={[isDeal ? { to: '/deals', label: t('deals.title') } : { to: '/leads', label: t('leads.title') }]}
      beside={submission ? <SubmissionState {...submission} /> : null}
    >
      <Shown reading={reading}>{({ data }) => <Content submission={data} />}</Shown>
    </Page>
  )
}

function Content({ submission }: { submission: Detail }) {
  const { t } = useWords()
  const { status, reason, deal, form, createdAt } = submission
  return (
    <Stack>
      {reason ? (
        <Alert
          variant="light"
          color={status === 'DECLINED' ? 'red' : 'yellow'}
          title={t(status === 'DECLINED' ? 'leads.declined' : 'leads.returned')}
        >
          {reason}
        </Alert>
      ) : null}
      <Card title={t('leads.answers')}>
        {status === 'RETURNED' ? <Change submission={submission} /> : <Answered submission={submission} />}
      </Card>
      <Card>
        <Facts>
          <Fact name={t('leads.form')}>{form.name}</Fact>
          {deal ? (
            <Fact name={t('leads.deal')}>
              <To to={`/deals/${deal.id}`}>{deal.name}</To>
            </Fact>
          ) : null}
          <Fact name={t('leads.sent')}>
            <Day at={createdAt} style="time" />
          </Fact>
        </Facts>
      </Card>
    </Stack>
  )
}

function Answered({ submission: { fields } }: { submission: Detail }) {
  return (
    <Facts>
      {fields.map((field) => (
        <Fact key={field.id} name={field.label}>
          <Answer {...field} />
        </Fact>
      ))}
    </Facts>
  )
}

function Answer({ dataType, value }: Detail['fields'][number]) {
  const { t } = useWords()
  const { day } = useTexts()
  if (value === null || value === undefined) return '–'
  if (typeof value === 'boolean') return t(value ? 'leads.yes' : 'leads.no')
  if (dataType === 'DATE' && typeof value === 'string') return day(value)
  if (dataType === 'DATETIME' && typeof value === 'string') return <Day at={value} style="time" />
  return Array.isArray(value) ? value.join(', ') : typeof value === 'object' ? JSON.stringify(value) : String(value)
}

function Change({ submission: { id, form, fields } }: { submission: Detail }) {
  const { t } = useWords()
  const done = useDone()
  const reading = useRead('GET /api/v1/portal/forms/{id}', { path: { id: form.id } })
  const change = useChange('PATCH /api/v1/portal/submissions/{id}')
  const send = async (answers: Answers, deal: Deal | undefined) => {
    await change.mutateAsync({ path: { id }, body: { fields: answers, ...(deal ? { deal } : {}) } })
    done(t('leads.done'))
  }
  const initial = Object.fromEntries(fields.map((field) => [field.id, field.value]))
  return (
    <Shown reading={reading} rows={3}>
      {({ data }) => (
        <AnswersForm
          fields={data.fields}
          hasDeal={data.purpose === 'DEAL'}
          initial={initial}
          submit={t('leads.sendAgain')}
          send={send}
        />
      )}
    </Shown>
  )
}
