import type { Selectable } from 'kysely'
import { z } from 'zod'
import { refusal } from '#/kernel/error.ts'
import { DateTime } from '#/kernel/time.ts'
import type { ClientRow } from './tables.ts'

export const exampleId = 'orgn_01KHZRHNE0AGXMQ2SMX49QQF2E'

const sources = ['PARTNER', 'SEARCH', 'LINKEDIN', 'LINKEDIN_AD', 'GOOGLE_AD', 'REFERRAL', 'UNKNOWN'] as const
const text = z.string().nullable()
const date = z.string().nullable().meta({ format: 'date' })

export const ClientStatus = z.enum(['ACTIVE', 'ARCHIVED'])
export type ClientStatus = z.infer<typeof ClientStatus>

/** A company that a partner looks after, as the contract's POST and PUT answer it. */
export const OrganizationRead = z
  .strictObject({
    name: text,
    external_id: z.string().meta({ description: 'A UUID that the server made; it never changes.' }),
    source: z.enum(sources).nullable(),
    promo: text,
    id: z.string(),
    status: ClientStatus,
    is_test: z.boolean(),
    billing_plan: z.enum(['FREE', 'GROWTH', 'PREMIUM']),
    disable_emails: z.boolean(),
    customer_id: text,
    subscription_id: text,
    scheduled_deletion: date,
    email_group: text,
    internal_use: z.boolean().nullable(),
    archival_reason: text,
    archival_reason_notes: text,
    archival_by: text,
    archival_at: DateTime.nullable(),
  })
  .meta({ id: 'OrganizationRead', examples: [organizationExample()] })
export type OrganizationRead = z.infer<typeof OrganizationRead>

function organizationExample() {
  return {
    name: 'Fernhill Foods',
    external_id: 'f3d42627-a9df-4f6d-9803-22bcbabe307e',
    source: 'PARTNER' as const,
    promo: null,
    id: exampleId,
    status: 'ACTIVE' as const,
    is_test: false,
    billing_plan: 'FREE' as const,
    disable_emails: false,
    customer_id: null,
    subscription_id: null,
    scheduled_deletion: null,
    email_group: null,
    internal_use: false,
    archival_reason: null,
    archival_reason_notes: null,
    archival_by: null,
    archival_at: null,
  }
}

export type Read = Pick<Selectable<ClientRow>, (typeof readColumns)[number]>

/** The columns that `toOrganizationRead` needs. */
export const readColumns = [
  'id',
  'name',
  'external_id',
  'source',
  'status',
  'is_test',
  'billing_plan',
  'disable_emails',
  'customer_id',
  'subscription_id',
  'scheduled_deletion',
  'internal_use',
  'archival_reason',
  'archival_reason_notes',
  'archival_by',
  'archival_at',
] as const satisfies (keyof ClientRow)[]

export function toOrganizationRead(row: Read): OrganizationRead {
  return {
    name: row.name,
    external_id: row.external_id,
    source: row.source,
    promo: null,
    id: row.id,
    status: row.status,
    is_test: row.is_test,
    billing_plan: row.billing_plan,
    disable_emails: row.disable_emails,
    customer_id: row.customer_id,
    subscription_id: row.subscription_id,
    scheduled_deletion: row.scheduled_deletion,
    email_group: null,
    internal_use: row.internal_use,
    archival_reason: row.archival_reason,
    archival_reason_notes: row.archival_reason_notes,
    archival_by: row.archival_by,
    archival_at: row.archival_at?.toISOString() ?? null,
  }
}

export const organizationNotFound = refusal('not_found', 'ORGANIZATION_NOT_FOUND', 'Organization not found')
export const organizationArchived = refusal('conflict', 'ORGANIZATION_ARCHIVED', 'Organization is archived')
export const nameTaken = refusal('conflict', 'ORGANIZATION_NAME_TAKEN', 'An organization with this name already exists')
