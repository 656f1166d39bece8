import { Anchor, Stack } from '@mantine/core'
import type { ReactNode } from 'react'
import { Fact, Facts } from '../../ui/act.tsx'
import { Ago, DateText, Nothing } from '../../ui/date.tsx'
import { Card } from '../../ui/notice.tsx'
import { wordsOf } from '../../ui/status.tsx'
import { type Client, payer } from './client.tsx'

/** What is known of a client. */
export function ClientRecord({ client }: { client: Client }) {
  return (
    <Stack>
      <Card title="Company">
        <Facts>
          <Known name="Legal name">{client.legalName}</Known>
          <Known name="Trade name">{client.tradeName}</Known>
          <Known name="Legal form">{client.entityType && formOf(client.entityType)}</Known>
          <Known name="Tax number">{client.einMasked}</Known>
          <Known name="Incorporated in">{client.incorporationState}</Known>
          <Known name="Industry">
            {client.industry && `${client.industry}${client.naics ? ` (${client.naics})` : ''}`}
          </Known>
          <Known name="In business since">
            {client.firstOperationsDate && <DateText at={client.firstOperationsDate} />}
          </Known>
          <Known name="What it does">{client.businessDescription}</Known>
        </Facts>
      </Card>
      <Card title="Address and contact">
        <Facts>
          <Known name="Address">{addressOf(client)}</Known>
          <Known name="Contact">{client.contact.name}</Known>
          <Known name="E-mail">
            {client.contact.email && <Anchor href={`mailto:${client.contact.email}`}>{client.contact.email}</Anchor>}
          </Known>
          <Known name="Phone">
            {client.contact.phone && <Anchor href={`tel:${client.contact.phone}`}>{client.contact.phone}</Anchor>}
          </Known>
        </Facts>
      </Card>
      <Card title="Billing and origin">
        <Facts>
          <Known name="Plan">{wordsOf(client.billingPlan)}</Known>
          <Known name="Who pays">
            {client.billingMode ? payer[client.billingMode] : 'As the partner’s default says'}
          </Known>
          <Known name="Customer id">{client.customerId}</Known>
          <Known name="Subscription id">{client.subscriptionId}</Known>
          <Known name="Came by">{origins[client.source ?? 'UNKNOWN']}</Known>
          <Known name="E-mails">{client.disableEmails ? 'Turned off' : 'Turned on'}</Known>
          <Known name="Client since">
            <DateText at={client.createdAt} style="time" />
          </Known>
          <Known name="Changed">
            <Ago at={client.updatedAt} />
          </Known>
        </Facts>
      </Card>
    </Stack>
  )
}

const Known = ({ name, children }: { name: string; children: ReactNode }) => (
  <Fact name={name}>{children || <Nothing />}</Fact>
)

const origins: Record<NonNullable<Client['source']>, string> = {
  PARTNER: 'The partner',
  SEARCH: 'A search engine',
  LINKEDIN: 'LinkedIn',
  LINKEDIN_AD: 'A LinkedIn ad',
  GOOGLE_AD: 'A Google ad',
  REFERRAL: 'A referral',
  UNKNOWN: 'Unknown',
}

/** Short forms keep their capitals: LLC, S corporation. */
const formOf = (code: string) => (code.length <= 4 ? code : wordsOf(code).replace(/\bllc\b/i, 'LLC'))

function addressOf({ address }: Client): string {
  const { street1, street2, city, state, postalCode, country } = address
  const town = [postalCode, city].filter(Boolean).join(' ')
  const land = country && (new Intl.DisplayNames('en', { type: 'region' }).of(country) ?? country)
  return [street1, street2, town, state, land].filter(Boolean).join(', ')
}
