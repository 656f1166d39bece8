import { Alert, Anchor, Button, Grid, Group, Stack, Text } from '@mantine/core'
import { Link, useParams } from '@tanstack/react-router'
import { CalendarX2 } from 'lucide-react'
import { call } from '../../api/client.ts'
import { useRead } from '../../api/queries.ts'
import { tellDone, tellFailure } from '../../ui/act.tsx'
import { dateText } from '../../ui/date.tsx'
import { Empty, Failure, Waiting } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import { Status } from '../../ui/status.tsx'
import { useMay } from '../session.ts'
import { type Client, ClientStatus, nameOf, staleClients } from './client.tsx'
import { ClientDeeds } from './deeds.tsx'
import { ClientRecord } from './record.tsx'
import { Timeline } from './timeline.tsx'
import { UsersCard } from './users.tsx'

const above = [{ to: '/clients', label: 'Clients' }]

/** One client: what is known of it, who looks after it, and what happened. */
export function ClientPage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const { data, error, refetch } = useRead('GET /api/v1/clients/{id}', { path: { id } })
  if (error?.status === 404) return <NoSuchClient />
  if (!data)
    return (
      <Page title="Client" above={above}>
        {error ? <Failure error={error} retry={() => void refetch()} /> : <Waiting />}
      </Page>
    )
  const client = data.data
  return (
    <Page
      title={nameOf(client)}
      above={above}
      beside={
        <>
          <ClientStatus {...client} />
          {client.isTest ? <Status tone="quiet">Test</Status> : null}
        </>
      }
      lead={
        <>
          Client of{' '}
          <Anchor component={Link} to={`/partners/${client.partnerId}`} underline="always">
            {client.partnerName}
          </Anchor>
        </>
      }
      actions={<ClientDeeds client={client} />}
    >
      <Standing client={client} />
      <Grid gap="md">
        <Grid.Col span={{ base: 12, md: 7 }}>
          <ClientRecord client={client} />
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 5 }}>
          <Stack>
            <UsersCard client={client} />
            <Timeline client={client} />
          </Stack>
        </Grid.Col>
      </Grid>
    </Page>
  )
}

function NoSuchClient() {
  const all = (
    <Button component={Link} to="/clients">
      See all clients
    </Button>
  )
  return (
    <Page title="Client" above={above}>
      <Empty title="There is no such client" action={all}>
        It may have been deleted on its day, or the address is mistyped.
      </Empty>
    </Page>
  )
}

/** Why a client is archived, and when it goes for good, with a way to stop that. */
function Standing({ client }: { client: Client }) {
  const { status, archivalAt, archivalBy, archivalReason, archivalReasonNotes, scheduledDeletion } = client
  const mayWrite = useMay('clients:write')
  if (status === 'ACTIVE') return null
  return (
    <Alert
      variant="light"
      color={scheduledDeletion ? 'red' : 'gray'}
      icon={<CalendarX2 aria-hidden />}
      title={scheduledDeletion ? `Will be deleted for good on ${dateText(scheduledDeletion)}` : 'Archived'}
    >
      <Stack gap="xs" align="flex-start">
        <Text size="sm">
          {archivalAt ? `Archived on ${dateText(archivalAt)}` : 'Archived'}
          {archivalBy ? ` by ${archivalBy}` : ''}
          {archivalReason ? `: ${archivalReason}` : ''}. {archivalReasonNotes}
        </Text>
        {scheduledDeletion && mayWrite ? (
          <Group>
            <Button size="xs" variant="default" onClick={() => void stopDeletion(client).catch(tellFailure)}>
              Stop the deletion
            </Button>
          </Group>
        ) : null}
      </Stack>
    </Alert>
  )
}

async function stopDeletion({ id, scheduledDeletion }: Client): Promise<void> {
  await call('DELETE /api/v1/clients/{id}/scheduled-deletion', { path: { id } })
  await staleClients()
  tellDone('The client will not be deleted.', async () => {
    await call('POST /api/v1/clients/{id}/schedule-deletion', { path: { id }, body: { date: scheduledDeletion ?? '' } })
    await staleClients()
  })
}
