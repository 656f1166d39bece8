import type { Kysely } from 'kysely'
import type { PartnerRow } from '#/domains/partners/index.ts'
import type { Context } from '#/kernel/context.ts'

type TokenRow = {
  organisation_id: string
  hash: Buffer
  visitor_id: string
  expires_at: Date
  used_at: Date | null
  created_at: Date
}

type SessionRow = {
  organisation_id: string
  id: string
  visitor_id: string
  email: string
  hash: Buffer
  expires_at: Date
  created_at: Date
}

type OwnerRow = { hash: Buffer; organisation_id: string }

type PortalTables = {
  portal_token: TokenRow
  portal_token_owner: OwnerRow
  portal_session: SessionRow
  portal_session_owner: OwnerRow
  embed_domain: { organisation_id: string; domain: string; created_at: Date }
  partner: PartnerRow
}

/** The database as this domain sees it: its own tables, and the partners whose portal it is. */
export const db = (ctx: Pick<Context, 'db'>): Kysely<PortalTables> => ctx.db.withTables<PortalTables>()
