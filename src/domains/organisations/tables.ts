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
  /** Who signs in as this member; null until somebody has joined. */
  account_id: string | null
  created_at: Date
  updated_at: Date
}

type AccountRow = {
  id: string
  email: string
  email_verified: boolean
  name: string
  image: string | null
  created_at: Date
  updated_at: Date
}

type CredentialRow = {
  id: string
  account_id: string
  provider: string
  subject: string
  password_hash: string | null
  created_at: Date
  updated_at: Date
}

type SessionRow = {
  id: string
  token_hash: string
  account_id: string
  organisation_id: string
  address: string | null
  browser: string | null
  expires_at: Date
  created_at: Date
  seen_at: Date
}

type InvitationRow = { organisation_id: string; member_id: string; hash: Buffer; expires_at: Date; created_at: Date }

export type SavedViewRow = {
  organisation_id: string
  id: string
  member_id: string
  page: string
  name: string
  search: string
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
  account: AccountRow
  account_credential: CredentialRow
  account_session: SessionRow
  invitation: InvitationRow
  invitation_owner: Pick<InvitationRow, 'hash' | 'organisation_id' | 'member_id'>
  saved_view: SavedViewRow
  api_key: ApiKeyRow
  api_key_owner: ApiKeyOwnerRow
  signing_key: { id: number; secret: string; created_at: Date }
}

/** The database as this domain sees it: its own tables and no others. */
export const db = (ctx: Pick<Context, 'db'>): Kysely<OrganisationsTables> => ctx.db.withTables<OrganisationsTables>()
