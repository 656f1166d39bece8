import type { KeyKind, Scope } from '#/kernel/actor.ts'
import type { Context } from '#/kernel/context.ts'
import { hashOf, newSecret } from '#/kernel/secret.ts'
import { type ApiKeyRow, db } from '../tables.ts'

type Issue = {
  name: string
  scopes: Scope[]
  /** The partner's, where a partner is named and nothing else is said. */
  actsFor?: KeyKind
  partnerId?: string | null
  clientId?: string | null
  userId?: string | null
  /** Who counts the key among its own. */
  issuedBy?: string | null
  expiresAt?: Date | null
  rateLimitPerMinute?: number | null
  isRoot?: boolean
  /** A secret that the operator chose; otherwise one is made. */
  secret?: string
}

/** Makes a key and returns its secret, which is stored as a hash only. */
export async function issueKey(ctx: Context, issue: Issue): Promise<{ row: ApiKeyRow; secret: string }> {
  const secret = issue.secret ?? `sym_${newSecret()}`
  const row: ApiKeyRow = {
    organisation_id: ctx.organisationId,
    id: ctx.newId('key'),
    name: issue.name,
    hash: hashOf(secret),
    scopes: issue.scopes,
    acts_for: issue.actsFor ?? (issue.partnerId ? 'PARTNER' : 'ORGANISATION'),
    partner_id: issue.partnerId ?? null,
    client_id: issue.clientId ?? null,
    user_id: issue.userId ?? null,
    issued_by: issue.issuedBy ?? null,
    is_root: issue.isRoot ?? false,
    rate_limit_per_minute: issue.rateLimitPerMinute ?? null,
    expires_at: issue.expiresAt ?? null,
    created_at: ctx.now(),
    last_used_at: null,
    revoked_at: null,
  }
  const made = await db(ctx).insertInto('api_key').values(row).returningAll().executeTakeFirstOrThrow()
  await db(ctx)
    .insertInto('api_key_owner')
    .values({ hash: row.hash, organisation_id: row.organisation_id, api_key_id: row.id })
    .execute()
  return { row: made, secret }
}
