import { useQueryClient } from '@tanstack/react-query'
import { call } from '../../../api/client.ts'
import { tellDone } from '../../../ui/act.tsx'
import { Page } from '../../../ui/page.tsx'
import { CsvImport, type Sent } from '../../commissions/csv-import.tsx'
import { many } from '../../commissions/words.ts'
import { touched } from '../words.ts'

const fields = [
  { value: 'payoutId', label: 'Payout' },
  { value: 'stage', label: 'Stage or status' },
  { value: 'reference', label: 'Reference of the payment' },
  { value: 'reason', label: 'Reason' },
  { value: 'amount', label: 'Amount' },
  { value: 'currency', label: 'Currency' },
]

/** What a bank or an ERP says of payouts. */
export function ImportResultsPage() {
  const client = useQueryClient()
  const send = async (sent: Sent) => (await call('POST /api/v1/imports/payout-results', sent)).data
  return (
    <Page
      title="Import results of payments"
      above={[{ to: '/payouts', label: 'Payouts' }]}
      lead="A row for each payout: its id, and its stage or the status that your bank gives. The exported file of payouts can be filled in and imported, too."
    >
      <CsvImport
        send={send}
        fields={fields}
        noun="payout"
        warning="An import cannot be undone as a whole. Stages can be changed again; the history of each payout keeps every one."
        done={({ updated }) => {
          void Promise.all(touched.map((noun) => client.invalidateQueries({ queryKey: [noun] })))
          tellDone(`${many(updated, 'payout')} changed.`)
        }}
      />
    </Page>
  )
}
