import type { Kysely } from 'kysely'
import type { MemberRow } from '#/domains/organisations/index.ts'
import type { Context } from '#/kernel/context.ts'

type CrmProperties = Record<string, unknown>

export type PartnerRow = {
  organisation_id: string
  id: string
  name: string
  domain: string | null
  external_company_id: string | null
  external_id: string | null
  external_id_type: string | null
  categories: string[]
  tier_id: string | null
  phase_id: string | null
  owner_id: string | null
  manager_id: string | null
  partner_object_crm_properties: CrmProperties | null
  company_crm_properties: CrmProperties | null
  status: 'active' | 'inactive'
  experience_template_id: string | null
  portal_access: PortalAccess | null
  portal_published_at: Date | null
  merged_into_id: string | null
  created_at: Date
  updated_at: Date
}

export type PortalAccess = 'RESTRICTED_USERS' | 'RESTRICTED_DOMAINS'

export type VisitorRow = {
  organisation_id: string
  id: string
  partner_id: string
  email: string
  name: string | null
  created_at: Date
  updated_at: Date
}

export type PartnersTables = { partner: PartnerRow; visitor: VisitorRow; member: MemberRow }

/** The database as this domain sees it: its own tables, and the members who own partners. */
export const db = (ctx: Context): Kysely<PartnersTables> => ctx.db.withTables<PartnersTables>()
