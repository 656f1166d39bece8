import type { Schemas } from '../../api/client.ts'
import { makeStale } from '../../api/queries.ts'
import { dateText } from '../../ui/date.tsx'
import { Status } from '../../ui/status.tsx'

export type Client = Schemas['Client']
export type BillingMode = NonNullable<Client['billingMode']>

export const nameOf = ({ name, legalName, tradeName }: Client): string =>
  name ?? legalName ?? tradeName ?? 'A client without a name'

/** Who pays. */
export const payer: Record<BillingMode, string> = {
  PARTNER_MANAGED: 'The partner pays',
  CLIENT_MANAGED: 'The client pays',
}

/** How a client stands: one that will be deleted says when. */
export function ClientStatus({ status, scheduledDeletion }: Client) {
  if (scheduledDeletion) return <Status tone="bad">{`Deletion on ${dateText(scheduledDeletion)}`}</Status>
  return <Status tone={status === 'ACTIVE' ? 'good' : 'quiet'}>{status === 'ACTIVE' ? 'Active' : 'Archived'}</Status>
}

export const staleClients = () => makeStale('clients', 'partners', 'events')
