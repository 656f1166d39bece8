import { type Selectable } from 'kysely'
import { z } from 'zod'
import type { Context } from '#/kernel/context.ts'
import { refusal } from '#/kernel/error.ts'
import { Reference } from '#/kernel/text.ts'
import { DateTime, dayOf } from '#/kernel/time.ts'
import { sql } from '#/platform/database/sql.ts'
import { BillingMode } from '../billing/setting.ts'
import { ClientStatus, exampleId, OrganizationRead } from '../client.ts'
import { maskedEin } from '../ein.ts'
import type { ClientRow } from '../tables.ts'

const text = z.string().nullable()
const date = z
  .string()
  .nullable()
  .meta({ format: 'date', examples: ['2026-07-01'] })
const { source, billing_plan: billingPlan } = OrganizationRead.shape

const fernhill = {
  id: exampleId,
  externalId: 'f3d42627-a9df-4f6d-9803-22bcbabe307e',
  partnerId: 'ptn_01KGHDCQE0TSE27719X13KZBKT',
  partnerName: 'Ledgerline Advisors',
  name: 'Fernhill Foods',
  legalName: 'Fernhill Foods Ltd',
  tradeName: null,
  entityType: 'LLC',
  einMasked: '**-***6789',
  incorporationState: 'IL',
  address: {
    street1: '12 Mill Lane',
    street2: null,
    city: 'Springfield',
    state: 'IL',
    postalCode: '62701',
    country: 'US',
  },
  contact: { name: null, email: 'office@fernhill.example.com', phone: null },
  businessDescription: null,
  firstOperationsDate: '2019-04-01',
  naics: '311',
  industry: 'Manufacturing',
  source: 'PARTNER' as const,
  status: 'ARCHIVED' as const,
  isTest: false,
  internalUse: false,
  disableEmails: false,
  billingPlan: 'FREE' as const,
  billingMode: 'CLIENT_MANAGED' as const,
  customerId: null,
  subscriptionId: null,
  archivalReason: 'Out of business',
  archivalReasonNotes: null,
  archivalBy: 'CRM sync',
  archivalAt: '2026-05-08T12:00:00.000Z',
  scheduledDeletion: '2026-07-01',
  createdAt: '2026-02-21T09:30:00.000Z',
  updatedAt: '2026-05-08T12:00:00.000Z',
}

/** A company that a partner looks after, as the organisation sees it. What is not set is null. */
export const Client = z
  .strictObject({
    id: z.string(),
    externalId: z.string().meta({ description: 'A UUID that the server made; it never changes.' }),
    partnerId: z.string(),
    partnerName: z.string(),
    name: text,
    legalName: text,
    tradeName: text,
    entityType: text,
    einMasked: text.meta({ description: 'The last four characters of the tax number.' }),
    incorporationState: text,
    address: z.strictObject({
      street1: text,
      street2: text,
      city: text,
      state: text,
      postalCode: text,
      country: text,
    }),
    contact: z.strictObject({ name: text, email: text, phone: text }),
    businessDescription: text,
    firstOperationsDate: date,
    naics: text,
    industry: text.meta({ description: 'The NAICS sector.' }),
    source,
    status: ClientStatus,
    isTest: z.boolean(),
    internalUse: z.boolean(),
    disableEmails: z.boolean(),
    billingPlan,
    billingMode: BillingMode.nullable().meta({
      description: 'Who is billed, where it differs from the partner’s own.',
    }),
    customerId: text,
    subscriptionId: text,
    archivalReason: text,
    archivalReasonNotes: text,
    archivalBy: text.meta({ description: 'The name of the key by which it was archived.' }),
    archivalAt: DateTime.nullable(),
    scheduledDeletion: date.meta({ description: 'From this day on, UTC, it is deleted for good.' }),
    createdAt: DateTime.meta({ description: 'When it was linked to the partner.' }),
    updatedAt: DateTime,
  })
  .meta({ id: 'Client', examples: [fernhill] })
export type Client = z.infer<typeof Client>

export const ClientInPath = Reference.meta({ description: 'The id of the client.', examples: [exampleId] })

export const clientNotFound = refusal('not_found', 'CLIENT_NOT_FOUND', 'No client has this id.')
export const clientNotArchived = refusal('conflict', 'CLIENT_NOT_ARCHIVED', 'The client is active. Archive it first.')
export const clientNameTaken = refusal(
  'conflict',
  'CLIENT_NAME_TAKEN',
  'The partner has an active client of this name. Archive or rename that one first.',
)

export type ClientRecord = Selectable<ClientRow> & { partner_name: string; billing_mode: BillingMode | null }

/** What `toClient` reads of a client `c`. */
export const record = (ctx: Context) => ({
  columns: sql`c.*, p.name as partner_name,
    case when b.next_from <= ${dayOf(ctx.now())}::date then b.next_mode else b.mode end as billing_mode`,
  joins: sql`
    join partner p on p.organisation_id = c.organisation_id and p.id = c.partner_id
    left join billing_setting b on b.organisation_id = c.organisation_id and b.subject_id = c.id`,
})

export const toClient = (row: ClientRecord): Client => ({
  id: row.id,
  externalId: row.external_id,
  partnerId: row.partner_id,
  partnerName: row.partner_name,
  name: row.name,
  legalName: row.legal_name,
  tradeName: row.trade_name,
  entityType: row.entity_type,
  einMasked: maskedEin(row),
  incorporationState: row.incorporation_state,
  address: {
    street1: row.street1,
    street2: row.street2,
    city: row.city,
    state: row.state,
    postalCode: row.postal_code,
    country: row.country,
  },
  contact: { name: row.contact_name, email: row.contact_email, phone: row.contact_phone },
  businessDescription: row.business_description,
  firstOperationsDate: row.first_operations_date,
  naics: row.naics,
  industry: row.industry,
  source: row.source,
  status: row.status,
  isTest: row.is_test,
  internalUse: row.internal_use,
  disableEmails: row.disable_emails,
  billingPlan: row.billing_plan,
  billingMode: row.billing_mode,
  customerId: row.customer_id,
  subscriptionId: row.subscription_id,
  archivalReason: row.archival_reason,
  archivalReasonNotes: row.archival_reason_notes,
  archivalBy: row.archival_by,
  archivalAt: row.archival_at?.toISOString() ?? null,
  scheduledDeletion: row.scheduled_deletion,
  createdAt: row.created_at.toISOString(),
  updatedAt: row.updated_at.toISOString(),
})
