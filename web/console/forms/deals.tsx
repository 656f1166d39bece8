import { Anchor, Badge, Button, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { Briefcase } from 'lucide-react'
import { useRead } from '../../api/queries.ts'
import { DateText, Nothing } from '../../ui/date.tsx'
import { ChoiceFilter, Filters } from '../../ui/filters.tsx'
import { Money } from '../../ui/money.tsx'
import { Empty } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import { useSearchState } from '../../ui/router.tsx'
import { Status } from '../../ui/status.tsx'
import { type Column, DataTable } from '../../ui/table.tsx'
import { PartnerFilter, PartnerName } from '../names.tsx'
import { type Deal, dealStatuses, optionsOf, stages } from './words.ts'

/** Deals that partners have registered. */
export function DealsPage() {
  const [{ status, stage, partnerId, cursor }] = useSearchState()
  const query = {
    status: status as Deal['status'] | undefined,
    stage: stage as Deal['stage'] | undefined,
    partnerId,
    cursor,
    limit: 25,
  }
  const reading = useRead('GET /api/v1/deals', { query }, { keep: true })
  return (
    <Page
      title="Deals"
      lead="Sales that partners have registered. An approved one keeps its customer from other partners."
    >
      <Filters names={['status', 'stage', 'partnerId']}>
        <ChoiceFilter label="Registration" name="status" options={optionsOf(dealStatuses)} />
        <ChoiceFilter label="Stage" name="stage" options={optionsOf(stages)} />
        <PartnerFilter />
      </Filters>
      <DataTable
        label="Deals"
        reading={reading}
        columns={columns}
        idOf={({ id }) => id}
        empty={
          <Empty
            title="No deal here"
            icon={Briefcase}
            action={
              <Button component={Link} to="/forms" variant="default">
                Go to the forms
              </Button>
            }
          >
            {status || stage || partnerId
              ? 'Nothing fits these filters.'
              : 'Partners register deals by a form of that purpose, in the portal or by the API.'}
          </Empty>
        }
      />
    </Page>
  )
}

const columns: Column<Deal>[] = [
  {
    id: 'name',
    title: 'Deal',
    cell: ({ id, name, conflicts }) => (
      <>
        <Anchor component={Link} to={`/deals/${id}`} fw={550}>
          {name}
        </Anchor>
        {conflicts.length ? (
          <Badge color="yellow" variant="outline" size="sm" tt="none" ml={6} c="inherit">
            {conflicts.length === 1 ? 'Conflict' : `${conflicts.length} conflicts`}
          </Badge>
        ) : null}
      </>
    ),
  },
  { id: 'partner', title: 'Partner', cell: ({ partnerId }) => <PartnerName id={partnerId} /> },
  {
    id: 'customer',
    title: 'Customer',
    cell: ({ customerName, customerDomain }) =>
      customerName || customerDomain ? (
        <>
          {customerName ?? customerDomain}
          {customerName && customerDomain ? (
            <Text size="xs" c="dimmed">
              {customerDomain}
            </Text>
          ) : null}
        </>
      ) : (
        <Nothing />
      ),
  },
  {
    id: 'status',
    title: 'Registration',
    cell: ({ status }) => <Status tone={dealStatuses[status].tone}>{dealStatuses[status].label}</Status>,
  },
  {
    id: 'stage',
    title: 'Stage',
    cell: ({ stage }) => <Status tone={stages[stage].tone}>{stages[stage].label}</Status>,
  },
  {
    id: 'worth',
    title: 'Worth',
    align: 'right',
    cell: ({ amount, currency }) => (amount && currency ? <Money value={amount} currency={currency} /> : <Nothing />),
  },
  { id: 'closes', title: 'Closes', align: 'right', cell: ({ closeDate }) => <DateText at={closeDate} /> },
]
