import { Anchor, Button, Group, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { ReceiptText } from 'lucide-react'
import { useState } from 'react'
import { useRead } from '../../api/queries.ts'
import { Ago, DateText } from '../../ui/date.tsx'
import { ChoiceFilter, Filters } from '../../ui/filters.tsx'
import { Empty } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import { useSearchState } from '../../ui/router.tsx'
import { Status, type Tone } from '../../ui/status.tsx'
import { type Column, DataTable } from '../../ui/table.tsx'
import { PartnerFilter } from '../names.tsx'
import { useMay } from '../session.ts'
import { payer } from './client.tsx'
import { DecideDialog, type Decision, type Request } from './decide.tsx'
import { Rooms } from './rooms.tsx'

/** What partners ask to change in how they are billed. */
export function BillingRequestsPage() {
  const [{ status, partnerId, cursor }] = useSearchState()
  const mayWrite = useMay('clients:write')
  const [decided, decide] = useState<{ request: Request; decision: Decision }>()
  const query = { status: status as Request['status'] | undefined, partnerId, cursor, limit: 25 }
  const reading = useRead('GET /api/v1/billing-change-requests', { query }, { keep: true })
  const decisions: Column<Request> = {
    id: 'decide',
    title: '',
    align: 'right',
    cell: (request) =>
      request.status === 'PENDING' ? (
        <Group gap="xs" justify="flex-end" wrap="nowrap">
          <Button size="xs" onClick={() => decide({ request, decision: 'approve' })}>
            Approve
          </Button>
          <Button size="xs" variant="default" onClick={() => decide({ request, decision: 'reject' })}>
            Reject
          </Button>
        </Group>
      ) : null,
  }
  return (
    <Page title="Billing requests" lead="What partners ask to change in who pays for their clients.">
      <Rooms />
      <Filters names={['status', 'partnerId']}>
        <ChoiceFilter label="Status" name="status" options={statuses} />
        <PartnerFilter />
      </Filters>
      <DataTable
        label="Billing requests"
        reading={reading}
        columns={mayWrite ? [...columns, decisions] : columns}
        idOf={({ id }) => id}
        empty={
          <Empty title="No request here" icon={ReceiptText}>
            {status || partnerId
              ? 'Nothing fits these filters.'
              : 'When a partner asks to change who pays, you decide it here.'}
          </Empty>
        }
      />
      {decided ? <DecideDialog {...decided} close={() => decide(undefined)} /> : null}
    </Page>
  )
}

const words: Record<Request['status'], { label: string; tone: Tone }> = {
  PENDING: { label: 'Waits for you', tone: 'waiting' },
  APPROVED: { label: 'Approved', tone: 'good' },
  REJECTED: { label: 'Rejected', tone: 'bad' },
}
const statuses = Object.entries(words).map(([value, { label }]) => ({ value, label }))

const columns: Column<Request>[] = [
  {
    id: 'partner',
    title: 'Partner',
    cell: ({ partnerId, partnerName }) => (
      <Anchor component={Link} to={`/partners/${partnerId}`} fw={550}>
        {partnerName}
      </Anchor>
    ),
  },
  { id: 'for', title: 'For', cell: (request) => <Whom request={request} /> },
  { id: 'wanted', title: 'Wanted', cell: wantedOf },
  {
    id: 'from',
    title: 'From',
    cell: ({ effectiveFrom }) => (effectiveFrom ? <DateText at={effectiveFrom} /> : 'On approval'),
  },
  {
    id: 'status',
    title: 'Status',
    cell: ({ status }) => <Status tone={words[status].tone}>{words[status].label}</Status>,
  },
  { id: 'asked', title: 'Asked', cell: ({ createdAt }) => <Ago at={createdAt} /> },
]

function Whom({ request: { organizationId, organizationName } }: { request: Request }) {
  if (!organizationId) return <Text inherit>All its clients</Text>
  return (
    <Anchor component={Link} to={`/clients/${organizationId}`}>
      {organizationName ?? 'A client without a name'}
    </Anchor>
  )
}

function wantedOf({ requestedBillingMode }: Request): string {
  return requestedBillingMode ? payer[requestedBillingMode] : 'As the partner’s default'
}
