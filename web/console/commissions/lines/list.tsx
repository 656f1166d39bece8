import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { Coins } from 'lucide-react'
import { useState } from 'react'
import { useRead } from '../../../api/queries.ts'
import { ChoiceFilter, Filters } from '../../../ui/filters.tsx'
import { Empty } from '../../../ui/notice.tsx'
import { Page } from '../../../ui/page.tsx'
import { PeriodFilter } from '../../../ui/period.tsx'
import { useSearchState } from '../../../ui/router.tsx'
import { ChosenBar, DataTable } from '../../../ui/table.tsx'
import { PartnerFilter } from '../../names.tsx'
import { useMay } from '../../session.ts'
import { type Line, type LineStatus, lineStatuses } from '../words.ts'
import { ChosenLines } from './bulk.tsx'
import { lineColumns, lineName } from './columns.tsx'
import { LineSums } from './sums.tsx'

const filters = ['status', 'partnerId', 'planId', 'currency', 'from', 'to']
const statuses = Object.entries(lineStatuses).map(([value, { label }]) => ({ value, label }))

/** Every commission line, to be searched and changed one by one or many at once. */
export function LinesPage() {
  const [search] = useSearchState()
  const { status, partnerId, planId, currency, from, to, cursor } = search
  const mayWrite = useMay('commissions:write')
  const [chosen, choose] = useState<ReadonlyMap<string, Line>>(new Map())
  const query = { status: status as LineStatus | undefined, partnerId, planId, currency, from, to, cursor, limit: 25 }
  const reading = useRead('GET /api/v1/commission-lines', { query }, { keep: true })
  const rows = reading.data?.data ?? []
  const known = new Map([...chosen, ...rows.map((row) => [row.id, row] as const)])
  const clear = () => choose(new Map())
  return (
    <Page
      title="Commission lines"
      lead="What partners earn. One line is one amount; it waits here until a payout takes it."
      actions={mayWrite ? <Begin /> : null}
    >
      <Filters names={filters}>
        <ChoiceFilter label="Status" name="status" options={statuses} />
        <PartnerFilter />
        <PlanFilter />
        <CurrencyFilter />
        <PeriodFilter />
      </Filters>
      <LineSums page={reading.data} isStale={reading.isPlaceholderData} />
      <ChosenBar count={chosen.size} clear={clear}>
        <ChosenLines lines={[...chosen.keys()].flatMap((id) => known.get(id) ?? [])} done={clear} />
      </ChosenBar>
      <DataTable
        label="Commission lines"
        reading={reading}
        columns={lineColumns}
        idOf={({ id }) => id}
        choice={
          mayWrite
            ? {
                chosen: new Set(chosen.keys()),
                choose: (ids) => choose(new Map([...known].filter(([id]) => ids.has(id)))),
                nameOf: (id) => `Choose ${lineName(known.get(id) ?? { description: id, planName: null })}`,
              }
            : undefined
        }
        empty={<NoLine isFiltered={filters.some((name) => search[name])} mayWrite={mayWrite} />}
      />
    </Page>
  )
}

function Begin() {
  return (
    <>
      <Button component={Link} to="/commissions/import" variant="default">
        Import
      </Button>
      <Button component={Link} to="/commissions/new">
        New line
      </Button>
    </>
  )
}

function NoLine({ isFiltered, mayWrite }: { isFiltered: boolean; mayWrite: boolean }) {
  if (isFiltered) return <Empty title="Nothing fits these filters" icon={Coins} />
  return (
    <Empty title="No commission line yet" icon={Coins} action={mayWrite ? <Begin /> : null}>
      Lines come from accepted conversions and from sales under a commission plan. You can also enter or import them.
    </Empty>
  )
}

/** Bounds the list to a plan; it stands in the address. */
function PlanFilter() {
  const { data } = useRead('GET /api/v1/commission-plans', { query: { limit: 100 } })
  const options = (data?.data ?? []).map(({ id, name }) => ({ value: id, label: name }))
  return options.length ? <ChoiceFilter label="Plan" name="planId" options={options} /> : null
}

/** Bounds the list to one of the currencies that there are amounts in. */
function CurrencyFilter() {
  const { data } = useRead('GET /api/v1/ledger/trial-balance', {})
  const options = (data?.data.currencies ?? []).map(({ currency }) => ({ value: currency, label: currency }))
  return options.length > 1 ? <ChoiceFilter label="Currency" name="currency" options={options} /> : null
}
