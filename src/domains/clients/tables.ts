import type { Generated, GeneratedAlways, Kysely } from 'kysely'
import type { ApiKeyRow } from '#/domains/organisations/index.ts'
import type { PartnerRow } from '#/domains/partners/index.ts'
import type { Context } from '#/kernel/context.ts'
import type { BillingMode } from './billing/setting.ts'
import type { ClientStatus } from './client.ts'
import type { NotifyStyle } from './notifications/setting.ts'
import type { UserRole, UserStatus } from './users/user.ts'

export type ClientRow = {
  organisation_id: string
  id: string
  partner_id: string
  /** Ascending within the portfolio: the database numbers each client as it comes. */
  position: GeneratedAlways<string>
  external_id: string
  name: string | null
  source: 'PARTNER' | 'SEARCH' | 'LINKEDIN' | 'LINKEDIN_AD' | 'GOOGLE_AD' | 'REFERRAL' | 'UNKNOWN'
  status: Generated<ClientStatus>
  is_test: boolean
  billing_plan: Generated<'FREE' | 'GROWTH' | 'PREMIUM'>
  disable_emails: Generated<boolean>
  customer_id: string | null
  subscription_id: string | null
  internal_use: Generated<boolean>
  /** `2026-07-01` */
  scheduled_deletion: string | null
  archival_reason: string | null
  archival_reason_notes: string | null
  archival_by: string | null
  archival_at: Date | null
  legal_name: string | null
  trade_name: string | null
  entity_type: string | null
  ein_sealed: string | null
  ein_last_four: string | null
  incorporation_state: string | null
  street1: string | null
  street2: string | null
  city: string | null
  state: string | null
  postal_code: string | null
  country: string | null
  business_description: string | null
  first_operations_date: string | null
  naics: string | null
  industry: string | null
  contact_name: string | null
  contact_email: string | null
  contact_phone: string | null
  search: GeneratedAlways<string>
  created_at: Date
  updated_at: Date
}

export type PartnerUserRow = {
  organisation_id: string
  id: string
  partner_id: string
  email: string
  role: UserRole
  status: UserStatus
  first_name: string | null
  last_name: string | null
  password_hash: string | null
  created_at: Date
  updated_at: Date
}

type ClientAssignmentRow = {
  organisation_id: string
  client_id: string
  partner_user_id: string
  assigned_by: string | null
  created_at: Date
}

type OneTimeLinkRow = {
  organisation_id: string
  hash: Buffer
  purpose: 'INVITATION' | 'ONBOARDING'
  partner_id: string
  partner_user_id: string | null
  expires_at: Date
  created_at: Date
  used_at: Date | null
}

export type BillingSettingRow = {
  organisation_id: string
  partner_id: string
  subject_id: GeneratedAlways<string>
  client_id: string | null
  mode: BillingMode | null
  next_mode: BillingMode | null
  /** `2026-07-01` */
  next_from: string | null
  created_at: Date
  updated_at: Date
}

export type BillingChangeRequestRow = {
  organisation_id: string
  id: string
  partner_id: string
  client_id: string | null
  request_type: 'ADD' | 'CHANGE' | 'REMOVE'
  requested_mode: BillingMode | null
  requested_by: string | null
  /** `2026-07-01` */
  effective_from: string | null
  status: 'PENDING' | 'APPROVED' | 'REJECTED'
  created_at: Date
  resolved_at: Date | null
  resolved_by: string | null
}

export type NotificationSettingRow = {
  organisation_id: string
  id: string
  partner_id: string
  client_id: string | null
  notify_style: NotifyStyle
  created_at: Date
  updated_at: Date
}

type SubPartnerRow = {
  organisation_id: string
  partner_id: string
  referral_partner_id: string
  created_at: Date
}

export type ClientsTables = {
  client: ClientRow
  client_tally: { organisation_id: string; partner_id: string; stretch: string; active: number; archived: number }
  partner_user: PartnerUserRow
  client_assignment: ClientAssignmentRow
  one_time_link: OneTimeLinkRow
  one_time_link_owner: { hash: Buffer; organisation_id: string }
  billing_setting: BillingSettingRow
  billing_change_request: BillingChangeRequestRow
  notification_setting: NotificationSettingRow
  sub_partner: SubPartnerRow
  partner: PartnerRow
  api_key: ApiKeyRow
}

/** The database as this domain sees it: its own tables, the partners whose clients these are, and the keys made here. */
export const db = (ctx: Context): Kysely<ClientsTables> => ctx.db.withTables<ClientsTables>()
