import { Anchor } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { call } from '../../../api/client.ts'
import { tellDone } from '../../../ui/act.tsx'
import { Page } from '../../../ui/page.tsx'
import { CsvImport, type Sent } from '../csv-import.tsx'
import { many } from '../words.ts'
import { useStaleMoney } from './undo.ts'

const fields = [
  { value: 'partner', label: 'Partner' },
  { value: 'amount', label: 'Amount' },
  { value: 'currency', label: 'Currency' },
  { value: 'description', label: 'Description' },
  { value: 'sourceAmount', label: 'Amount of the sale' },
  { value: 'idempotencyKey', label: 'Key of the line' },
]

/** Many lines at once from a file. */
export function ImportLinesPage() {
  const stale = useStaleMoney()
  const send = async (sent: Sent) => (await call('POST /api/v1/imports/commission-lines', sent)).data
  return (
    <Page
      title="Import commission lines"
      above={[{ to: '/commissions', label: 'Commission lines' }]}
      lead="The first row names the columns: partner (our id, CRM id or domain), amount and currency, and where you have them description, sale amount and a key. The same file again makes no line twice."
    >
      <CsvImport
        send={send}
        fields={fields}
        noun="line"
        warning="An import cannot be undone as a whole. Lines that you do not want can be chosen in the list and voided."
        done={({ created }) => {
          void stale()
          tellDone(`${many(created)} imported.`)
        }}
      />
      <Anchor component={Link} to="/commissions" size="sm">
        See the commission lines
      </Anchor>
    </Page>
  )
}
