import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { Send } from 'lucide-react'
import type { Schemas } from '../../api/client.ts'
import { useRead } from '../../api/queries.ts'
import { ChoiceFilter, Filters } from '../../ui/filters.tsx'
import { Empty } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import { useSearchState } from '../../ui/router.tsx'
import { type Column, DataTable } from '../../ui/table.tsx'
import { useTableWords } from '../parts/reading.tsx'
import { Day, To } from '../parts/shown.tsx'
import { useWords } from '../parts/words.ts'
import { SubmissionState } from './states.tsx'

type Submission = Schemas['PortalSubmission']
const statuses = ['AUTO_ACCEPTED', 'PENDING', 'ACCEPTED', 'RETURNED', 'DECLINED'] as const

/** The companies that the partner has introduced. */
export function LeadsPage() {
  const { t } = useWords()
  const [{ status, cursor }] = useSearchState()
  const query = { purpose: 'LEAD' as const, status: status as Submission['status'] | undefined, cursor, limit: 25 }
  const reading = useRead('GET /api/v1/portal/submissions', { query }, { keep: true })
  const register = (
    <Button component={Link} to="/leads/new">
      {t('leads.register')}
    </Button>
  )
  return (
    <Page title={t('leads.title')} lead={t('leads.lead')} actions={register}>
      <Filters names={['status']} words={t('common.clear')}>
        <ChoiceFilter
          label={t('common.status')}
          name="status"
          options={statuses.map((value) => ({ value, label: t(`leads.status.${value}`) }))}
        />
      </Filters>
      <DataTable
        label={t('leads.title')}
        reading={reading}
        columns={useColumns()}
        idOf={({ id }) => id}
        words={useTableWords()}
        empty={
          <Empty title={t('leads.empty')} icon={Send} action={status ? null : register}>
            {status ? t('common.nothingFits') : t('leads.emptyText')}
          </Empty>
        }
      />
    </Page>
  )
}

function useColumns(): Column<Submission>[] {
  const { t } = useWords()
  return [
    {
      id: 'title',
      title: t('leads.title'),
      cell: ({ id, title, form }) => (
        <To to={`/submissions/${id}`} strong>
          {title ?? form.name}
        </To>
      ),
    },
    { id: 'form', title: t('leads.form'), cell: ({ form }) => form.name },
    { id: 'sent', title: t('leads.sent'), cell: ({ createdAt }) => <Day at={createdAt} /> },
    { id: 'status', title: t('common.status'), cell: (submission) => <SubmissionState {...submission} /> },
    { id: 'decided', title: t('leads.decided'), cell: ({ decidedAt }) => <Day at={decidedAt} /> },
  ]
}
