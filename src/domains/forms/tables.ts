import type { Kysely } from 'kysely'
import type { Context } from '#/kernel/context.ts'
import type { Field, Purpose } from './fields.ts'

export type FormRow = {
  organisation_id: string
  id: string
  name: string
  purpose: Purpose
  needs_acceptance: boolean
  protection_days: number
  fields: Field[]
  archived_at: Date | null
  created_at: Date
  updated_at: Date
}

export type SubmissionRow = {
  organisation_id: string
  id: string
  form_id: string
  partner_id: string | null
  email: string | null
  fields: { [fieldId: string]: unknown }
  extra: { [key: string]: unknown } | null
  partner_objects: { objectType: string; objectId: string }[]
  status: 'AUTO_ACCEPTED' | 'PENDING' | 'ACCEPTED' | 'RETURNED' | 'DECLINED' | 'ERROR'
  is_of_conversion: boolean
  reason: string | null
  decided_at: Date | null
  created_at: Date
  updated_at: Date
}

export type DealRow = {
  organisation_id: string
  id: string
  number: number
  form_submission_id: string
  partner_id: string
  name: string
  /** Minor units. */
  amount: string | null
  currency: string | null
  close_date: string | null
  customer_domain: string | null
  customer_name: string | null
  likeness: string
  stage: 'OPEN' | 'WON' | 'LOST'
  status: 'PENDING' | 'APPROVED' | 'REJECTED' | 'EXPIRED'
  protected_until: Date | null
  created_at: Date
  updated_at: Date
}

type FormsTables = { form: FormRow; form_submission: SubmissionRow; deal: DealRow }

/** The database as this domain sees it: its own tables and no others. */
export const db = (ctx: Context): Kysely<FormsTables> => ctx.db.withTables<FormsTables>()
