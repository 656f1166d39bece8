import { type SqlBool } from 'kysely'
import type { Context } from '#/kernel/context.ts'
import { sql, type Sql } from '#/platform/database/sql.ts'
import type { Caller } from './caller.ts'
import { organizationArchived, organizationNotFound } from './client.ts'
import { type ClientRow, db } from './tables.ts'

/** Whether a caller may see the client of this id in its portfolio: a MEMBER those assigned to it, others all. */
export function seenBy(ctx: Context, caller: Pick<Caller, 'role' | 'userId'>, clientId: Sql): Sql<SqlBool> {
  if (caller.role !== 'MEMBER') return sql<SqlBool>`true`
  return sql<SqlBool>`exists (select from client_assignment a
    where a.organisation_id = ${ctx.organisationId} and a.client_id = ${clientId} and a.partner_user_id = ${caller.userId})`
}

type Held = Pick<ClientRow, 'id' | 'partner_id' | 'name'> & { status: 'ACTIVE' | 'ARCHIVED' }

/** A client of the partner, kept from being archived or deleted until the transaction ends. */
export async function tryHoldClient(ctx: Context, partnerId: string, id: string): Promise<Held | undefined> {
  return await db(ctx)
    .selectFrom('client')
    .select(['id', 'partner_id', 'name', 'status'])
    .where('organisation_id', '=', ctx.organisationId)
    .where('partner_id', '=', partnerId)
    .where('id', '=', id)
    .forShare()
    .executeTakeFirst()
}

/** `tryHoldClient` for what an archived client refuses. */
export async function holdActiveClient(ctx: Context, partnerId: string, id: string): Promise<Held> {
  const client = await tryHoldClient(ctx, partnerId, id)
  if (!client) throw organizationNotFound()
  if (client.status === 'ARCHIVED') throw organizationArchived()
  return client
}
