import type { Kysely } from 'kysely'
import type { KeyKind } from '#/kernel/actor.ts'
import type { Context } from '#/kernel/context.ts'
import type { MemberRole } from './members/member.ts'

export type MemberRow = {
  organisation_id: string
  id: string
  email: string
  name: string | null
  role: MemberRole
  created_at: Date
  updated_at: Date
}

export type ApiKeyRow = {
  organisation_id: string
  id: string
  name: string
  hash: Buffer
  scopes: string[]
  acts_for: KeyKind
  partner_id: string | null
  client_id: string | null
  user_id: string | null
  issued_by: string | null
  is_root: boolean
  rate_limit_per_minute: number | null
  expires_at: Date | null
  created_at: Date
  last_used_at: Date | null
  revoked_at: Date | null
}

type ApiKeyOwnerRow = { hash: Buffer; organisation_id: string; api_key_id: string }

export type OrganisationsTables = {
  organisation: { id: string; name: string; created_at: Date }
  member: MemberRow
  api_key: ApiKeyRow
  api_key_owner: ApiKeyOwnerRow
  signing_key: { id: number; secret: string; created_at: Date }
}

/** The database as this domain sees it: its own tables and no others. */
export const db = (ctx: Pick<Context, 'db'>): Kysely<OrganisationsTables> => ctx.db.withTables<OrganisationsTables>()
