import { Button, Group, Menu, Stack } from '@mantine/core'
import { Link, useParams } from '@tanstack/react-router'
import { Banknote, ChevronDown } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useRead } from '../../../api/queries.ts'
import { ChoiceFilter, Filters } from '../../../ui/filters.tsx'
import { Empty, Failure, Waiting } from '../../../ui/notice.tsx'
import { Page } from '../../../ui/page.tsx'
import { useSearchState } from '../../../ui/router.tsx'
import { useStaleMoney } from '../../commissions/lines/undo.ts'
import { PartnerFilter } from '../../names.tsx'
import { useMay } from '../../session.ts'
import { ExportButton } from '../hand-over/export.tsx'
import { PaymentFileDialog } from '../hand-over/payment-file.tsx'
import { PayoutTable } from '../table.tsx'
import { type Batch, periodText, stageOptions } from '../words.ts'
import { AddPayoutDialog } from './add-payout.tsx'
import { RunProgress } from './run.tsx'
import { Totals } from './totals.tsx'

const above = [{ to: '/payouts', label: 'Payouts' }]
const pollMs = 700

/** One batch: how far it is, what it comes to, and its payouts. */
export function BatchPage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const [search] = useSearchState()
  const path = { id }
  const first = useRead('GET /api/v1/payout-batches/{id}', { path })
  const isRunning = first.data ? isUnderWay(first.data.data) : false
  const refetchInterval = isRunning && pollMs
  const { data, error, refetch } = useRead('GET /api/v1/payout-batches/{id}', { path }, { refetchInterval })
  const totals = useRead('GET /api/v1/payout-batches/{id}/totals', { path }, { refetchInterval })
  useFreshAfter(isRunning)
  if (error || !data)
    return (
      <Page title="Payouts of a period" above={above}>
        {error ? <Failure error={error} retry={() => void refetch()} /> : <Waiting />}
      </Page>
    )
  const { data: batch } = data
  return (
    <Page
      title={periodText(batch)}
      above={above}
      lead="What partners are paid for this period."
      actions={<Actions batch={batch} />}
    >
      <RunProgress batch={batch} />
      {totals.data ? <Totals totals={totals.data.data} /> : null}
      <Stack gap="sm">
        <Filters names={['stage', 'partnerId']}>
          <ChoiceFilter label="Stage" name="stage" options={stageOptions} />
          <PartnerFilter />
        </Filters>
        <PayoutTable
          key={id}
          bounds={{ batchId: id }}
          refetchInterval={refetchInterval}
          empty={<NoPayout isFiltered={Boolean(search['stage'] ?? search['partnerId'])} isRunning={isRunning} />}
        />
      </Stack>
    </Page>
  )
}

/** Whatever was read before the end of a run is read once more. */
function useFreshAfter(isRunning: boolean): void {
  const stale = useStaleMoney()
  const was = useRef(isRunning)
  useEffect(() => {
    if (was.current && !isRunning) void stale()
    was.current = isRunning
  })
}

const isUnderWay = ({ run }: Batch) => run !== undefined && run.status !== 'DONE'

function NoPayout({ isFiltered, isRunning }: { isFiltered: boolean; isRunning: boolean }) {
  if (isFiltered) return <Empty title="Nothing fits these filters" icon={Banknote} />
  if (isRunning) return <Empty title="The payouts are being created" icon={Banknote} />
  return (
    <Empty title="No payout in this batch" icon={Banknote}>
      Nobody was owed enough for the period. What waits goes into a later one. You can also add a payout by hand.
    </Empty>
  )
}

function Actions({ batch }: { batch: Batch }) {
  const mayWrite = useMay('commissions:write')
  const [dialog, setDialog] = useState<'bank' | 'add' | null>(null)
  const close = () => setDialog(null)
  return (
    <Group gap="xs">
      <ExportButton batchId={batch.id} />
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="default" rightSection={<ChevronDown size={16} aria-hidden />}>
            Bank
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => setDialog('bank')}>Payment file</Menu.Item>
          {mayWrite ? (
            <Menu.Item component={Link} to="/payouts/results">
              Import results
            </Menu.Item>
          ) : null}
        </Menu.Dropdown>
      </Menu>
      {mayWrite ? (
        <Button variant="default" onClick={() => setDialog('add')}>
          Add a payout
        </Button>
      ) : null}
      <PaymentFileDialog opened={dialog === 'bank'} close={close} batchId={batch.id} />
      <AddPayoutDialog opened={dialog === 'add'} close={close} batchId={batch.id} />
    </Group>
  )
}
