import { Anchor, Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { Inbox } from 'lucide-react'
import type { Schemas } from '../../api/client.ts'
import { useRead } from '../../api/queries.ts'
import { DateText, Nothing } from '../../ui/date.tsx'
import { ChoiceFilter, Filters } from '../../ui/filters.tsx'
import { Empty } from '../../ui/notice.tsx'
import { PeriodFilter } from '../../ui/period.tsx'
import { useSearchState } from '../../ui/router.tsx'
import { Status } from '../../ui/status.tsx'
import { type Column, DataTable } from '../../ui/table.tsx'
import { FormName, PartnerFilter, PartnerName } from '../names.tsx'
import { optionsOf, type SubmissionStatus, submissionStatuses } from './words.ts'

type Listed = Schemas['ListedFormSubmission']

/** What was answered: to one form, or to all of them. */
export function SubmissionTable({ formId }: { formId?: string }) {
  const [{ status, partnerId, from, to, cursor }] = useSearchState()
  const query = { formId, status: status as SubmissionStatus | undefined, partnerId, from, to, cursor, limit: 25 }
  const reading = useRead('GET /api/v1/form-submissions', { query }, { keep: true })
  const isFiltered = Boolean(status || partnerId || from || to)
  return (
    <>
      <Filters names={['status', 'partnerId', 'from', 'to']}>
        <ChoiceFilter label="Status" name="status" options={optionsOf(submissionStatuses)} />
        <PartnerFilter />
        <PeriodFilter />
      </Filters>
      <div style={{ marginTop: 'var(--mantine-spacing-md)' }}>
        <DataTable
          label="Submissions"
          reading={reading}
          columns={formId ? columns.filter(({ id }) => id !== 'form') : columns}
          idOf={({ id }) => id}
          empty={
            <Empty
              title="No submission here"
              icon={Inbox}
              action={
                formId ? null : (
                  <Button component={Link} to="/forms" variant="default">
                    Go to the forms
                  </Button>
                )
              }
            >
              {isFiltered ? 'Nothing fits these filters.' : 'What partners answer stands here, and waits for you.'}
            </Empty>
          }
        />
      </div>
    </>
  )
}

const columns: Column<Listed>[] = [
  {
    id: 'created',
    title: 'Sent',
    cell: ({ id, createdAt }) => (
      <Anchor component={Link} to={`/forms/submissions/${id}`} fw={550}>
        <DateText at={createdAt} style="time" />
      </Anchor>
    ),
  },
  { id: 'form', title: 'Form', cell: ({ formId }) => <FormName id={formId} /> },
  { id: 'partner', title: 'Partner', cell: ({ partnerId }) => <PartnerName id={partnerId} /> },
  { id: 'email', title: 'From', cell: ({ email }) => email ?? <Nothing /> },
  {
    id: 'status',
    title: 'Status',
    cell: ({ status }) => <Status tone={submissionStatuses[status].tone}>{submissionStatuses[status].label}</Status>,
  },
  {
    id: 'kind',
    title: 'About',
    cell: ({ isOfConversion, dealId }) =>
      dealId ? (
        <Anchor component={Link} to={`/deals/${dealId}`}>
          A deal
        </Anchor>
      ) : isOfConversion ? (
        'A conversion'
      ) : (
        <Nothing />
      ),
  },
]
