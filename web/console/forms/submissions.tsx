import { Page } from '../../ui/page.tsx'
import { SubmissionTable } from './submission-table.tsx'

/** Submissions of every form. */
export function SubmissionsPage() {
  return (
    <Page
      title="Submissions"
      above={[{ to: '/forms', label: 'Forms' }]}
      lead="What was answered to every form. Those that wait for a decision are pending."
    >
      <div>
        <SubmissionTable />
      </div>
    </Page>
  )
}
