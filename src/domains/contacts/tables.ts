import type { Kysely } from 'kysely'
import type { Context } from '#/kernel/context.ts'
import type { InternalRole } from './assignment.ts'

export type InternalContactRow = {
  organisation_id: string
  id: string
  email: string
  given_name: string | null
  family_name: string | null
  name: string | null
  phone: string | null
  job_title: string | null
  created_at: Date
  modified_at: Date | null
}

export type AssignmentRow = {
  organisation_id: string
  id: string
  internal_contact_id: string
  internal_role: InternalRole
  partner_id: string | null
  remote_id: string | null
  created_at: Date
  modified_at: Date | null
}

type ContactsTables = { internal_contact: InternalContactRow; internal_contact_assignment: AssignmentRow }

/** The database as this domain sees it: its own tables and no others. */
export const db = (ctx: Context): Kysely<ContactsTables> => ctx.db.withTables<ContactsTables>()
