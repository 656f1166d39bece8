import type { Context } from '#/kernel/context.ts'
import { hashOf } from '#/kernel/secret.ts'
import { sql } from '#/platform/database/sql.ts'
import { inTransaction } from '#/platform/perform.ts'
import { openSession } from './open.ts'
import type { Claims } from './token.ts'
import { tryFindVisitorById } from './visitor.ts'

/** Whose token it is; undefined where it is none of ours, or has been deleted since. */
export async function tryFindOrganisationOfToken(
  { db }: Pick<Context, 'db'>,
  { jti }: Claims,
): Promise<string | undefined> {
  const { rows } = await sql<{ organisationId: string }>`
    select organisation_id as "organisationId" from portal_token_owner where hash = ${hashOf(jti)}`.execute(db)
  return rows[0]?.organisationId
}

/** Uses the token up and signs its visitor in, both or neither. Undefined where somebody was faster, or nobody may enter by it. */
export async function useToken(ctx: Context, claims: Claims): Promise<string | undefined> {
  return await inTransaction(ctx, async (inside) => {
    const used = await tryUseUp(inside, claims)
    const visitor = used && (await tryFindVisitorById(inside, claims.visitorId))
    return visitor && (await openSession(inside, visitor, 'TOKEN', used.memberId)).secret
  })
}

type Used = { memberId: string | null }

async function tryUseUp(ctx: Context, { jti, visitorId }: Claims): Promise<Used | undefined> {
  const { rows } = await sql<Used>`
    update portal_token set used_at = ${ctx.now()}
    where organisation_id = ${ctx.organisationId} and hash = ${hashOf(jti)} and visitor_id = ${visitorId}
      and used_at is null and expires_at > ${ctx.now()}
    returning member_id as "memberId"`.execute(ctx.db)
  return rows[0]
}
