import type { Context } from '#/kernel/context.ts'
import { recordEvents } from '#/platform/events.ts'
import { sql } from '#/platform/database/sql.ts'

/** The active partner whose portal opens to everybody with an address at this domain. */
export async function tryFindPartnerOpenToDomain(ctx: Context, domain: string): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    select id from partner
    where organisation_id = ${ctx.organisationId} and domain = ${domain} and portal_access = 'RESTRICTED_DOMAINS'
      and status = 'active' and merged_into_id is null
    for key share`.execute(ctx.db)
  return rows[0]?.id
}

/** Makes a visitor of somebody who has proved that the address is his; whoever has the address already stays as he is. */
export async function joinAsVisitor(ctx: Context, partnerId: string, email: string): Promise<void> {
  const [id, now] = [ctx.newId('vis'), ctx.now()]
  const { rows } = await sql`
    insert into visitor (organisation_id, id, partner_id, email, created_at, updated_at)
    values (${ctx.organisationId}, ${id}, ${partnerId}, ${email}, ${now}, ${now})
    on conflict (organisation_id, lower(email)) do nothing returning 1`.execute(ctx.db)
  if (!rows.length) return
  const after = { email, name: null, partnerId }
  await recordEvents(ctx, 'visitors.join', [{ subjectId: id, partnerId, before: null, after }])
}
