import type { ReactNode } from 'react'
import type { Schemas } from '../../api/client.ts'
import { type Column, DataTable, type Reading } from '../../ui/table.tsx'
import { useTableWords } from '../parts/reading.tsx'
import { Day, Sum, To, Under } from '../parts/shown.tsx'
import { useWords } from '../parts/words.ts'
import { LineReason, LineState, useCalculation, useLineName } from './states.tsx'

type Line = Schemas['PortalCommissionLine']

/** Commission lines as a table. */
export function Lines({ reading, empty, label }: { reading: Reading<Line>; empty: ReactNode; label: string }) {
  return (
    <DataTable
      label={label}
      reading={reading}
      columns={useColumns()}
      idOf={({ id }) => id}
      words={useTableWords()}
      empty={empty}
    />
  )
}

function useColumns(): Column<Line>[] {
  const { t } = useWords()
  return [
    { id: 'for', title: t('commissions.for'), cell: (line) => <Name {...line} /> },
    {
      id: 'amount',
      title: t('common.amount'),
      align: 'right',
      cell: ({ amount, currency }) => <Sum value={amount} currency={currency} />,
    },
    { id: 'status', title: t('common.status'), cell: (line) => <LineState {...line} /> },
    { id: 'why', title: t('conversions.why'), cell: (line) => <LineReason {...line} /> },
    {
      id: 'expected',
      title: t('commissions.expected'),
      cell: ({ expectedOn }) => <Day at={expectedOn} />,
    },
    { id: 'created', title: t('commissions.created'), cell: ({ createdAt }) => <Day at={createdAt} /> },
  ]
}

function Name(line: Line) {
  return (
    <Under hint={useCalculation(line)}>
      <To to={`/commissions/${line.id}`} strong>
        {useLineName(line)}
      </To>
    </Under>
  )
}
