import { Anchor, Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { Percent } from 'lucide-react'
import { useRead } from '../../../api/queries.ts'
import { Ago, DateText } from '../../../ui/date.tsx'
import { ChoiceFilter, Filters } from '../../../ui/filters.tsx'
import { Empty } from '../../../ui/notice.tsx'
import { Page } from '../../../ui/page.tsx'
import { useSearchState } from '../../../ui/router.tsx'
import { Status } from '../../../ui/status.tsx'
import { type Column, DataTable } from '../../../ui/table.tsx'
import { useMay } from '../../session.ts'
import type { Plan } from './form.ts'
import { commissionWords } from './words.tsx'

const options = [
  { value: 'ACTIVE', label: 'Active' },
  { value: 'ARCHIVED', label: 'Archived' },
]

/** Every commission plan. */
export function PlansPage() {
  const [{ status, cursor }] = useSearchState()
  const query = { status: status as Plan['status'] | undefined, cursor, limit: 25 }
  const reading = useRead('GET /api/v1/commission-plans', { query }, { keep: true })
  const create = useMay('commissions:write') ? (
    <Button component={Link} to="/commissions/plans/new">
      New plan
    </Button>
  ) : null
  return (
    <Page
      title="Commission plans"
      lead="How partners earn. A change makes a new version; what was earned before stays as it is."
      actions={create}
    >
      <Filters names={['status']}>
        <ChoiceFilter label="Status" name="status" options={options} />
      </Filters>
      <DataTable
        label="Commission plans"
        reading={reading}
        columns={columns}
        idOf={({ id }) => id}
        empty={
          status ? (
            <Empty title="Nothing fits these filters" icon={Percent} />
          ) : (
            <Empty title="No commission plan yet" icon={Percent} action={create}>
              A plan says what partners earn of each sale. Try it in the calculator before you save it.
            </Empty>
          )
        }
      />
    </Page>
  )
}

const columns: Column<Plan>[] = [
  {
    id: 'name',
    title: 'Name',
    cell: ({ id, name }) => (
      <Anchor component={Link} to={`/commissions/plans/${id}`} fw={550} inherit>
        {name}
      </Anchor>
    ),
  },
  { id: 'commission', title: 'Commission', cell: ({ commission }) => commissionWords(commission) },
  { id: 'status', title: 'Status', cell: (plan) => <PlanStatus plan={plan} /> },
  { id: 'from', title: 'In force from', cell: ({ effectiveFrom }) => <DateText at={effectiveFrom} /> },
  { id: 'version', title: 'Version', align: 'right', cell: ({ version }) => version },
  { id: 'changed', title: 'Changed', align: 'right', cell: ({ updatedAt }) => <Ago at={updatedAt} /> },
]

export function PlanStatus({ plan: { status, effectiveFrom, effectiveTo } }: { plan: Plan }) {
  if (status === 'ARCHIVED') return <Status tone="quiet">Archived</Status>
  const now = new Date().toISOString()
  if (effectiveFrom > now) return <Status tone="waiting">To come</Status>
  if (effectiveTo && effectiveTo < now) return <Status tone="quiet">Ended</Status>
  return <Status tone="good">In force</Status>
}
