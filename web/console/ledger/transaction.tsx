import { useParams } from '@tanstack/react-router'
import { BookOpenCheck } from 'lucide-react'
import { useRead } from '../../api/queries.ts'
import { Empty } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import { useSearchState } from '../../ui/router.tsx'
import { EntryTable } from './entries.tsx'

/** One movement or several that were made at once: they add up to zero. */
export function TransactionPage() {
  const { id = '' } = useParams({ strict: false })
  const [{ cursor }] = useSearchState()
  const query = { transactionId: id, cursor, limit: 100 }
  const reading = useRead('GET /api/v1/ledger/entries', { query }, { keep: true })
  return (
    <Page
      title="Ledger transaction"
      above={[{ to: '/ledger', label: 'Ledger' }]}
      lead="What moved at once. What leaves one account comes to another, so the amounts add up to zero in each currency."
    >
      <EntryTable
        reading={reading}
        empty={
          <Empty title="There is no such transaction" icon={BookOpenCheck}>
            It may belong to another organisation.
          </Empty>
        }
      />
    </Page>
  )
}
