import type { Context } from '#/kernel/context.ts'
import { recordEvents } from '#/platform/events.ts'
import { sql } from '#/platform/database/sql.ts'
import { leaveManagement } from './manage.ts'

/** The active partner whose portal opens to everybody with an address at this domain. */
export async function tryFindPartnerOpenToDomain(ctx: Context, domain: string): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    select id from partner
    where organisation_id = ${ctx.organisationId} and domain = ${domain} and portal_access = 'RESTRICTED_DOMAINS'
      and status = 'active' and merged_into_id is null
    for key share`.execute(ctx.db)
  return rows[0]?.id
}

type Person = {
  email: string
  name?: string | null
  /** Sees the portal, and changes neither the payout account nor the team. */
  isLimited?: boolean
}

/** Makes a visitor of somebody; whoever has the address already stays with his partner, and may there what is said. */
export async function joinAsVisitor(ctx: Context, partnerId: string, person: Person): Promise<void> {
  const { email, name = null, isLimited } = person
  const [id, now] = [ctx.newId('vis'), ctx.now()]
  const { rows } = await sql`
    insert into visitor (organisation_id, id, partner_id, email, name, is_limited, created_at, updated_at)
    values (${ctx.organisationId}, ${id}, ${partnerId}, ${email}, ${name}, ${isLimited ?? false}, ${now}, ${now})
    on conflict (organisation_id, lower(email)) do nothing returning 1`.execute(ctx.db)
  if (!rows.length) return isLimited === undefined ? undefined : await limitVisitor(ctx, partnerId, person)
  const after = { email, name, partnerId }
  await recordEvents(ctx, 'visitors.join', [{ subjectId: id, partnerId, before: null, after }])
}

/** Says of a partner's visitor with this address, where there is one, whether it may change account and team. */
export async function limitVisitor(
  ctx: Context,
  partnerId: string,
  { email, isLimited = false }: Person,
): Promise<void> {
  await sql`
    update visitor set is_limited = ${isLimited}, updated_at = ${ctx.now()}
    where organisation_id = ${ctx.organisationId} and partner_id = ${partnerId} and lower(email) = lower(${email})
      and is_limited <> ${isLimited}`.execute(ctx.db)
}

/** Ends the access of a partner's visitor with this address, where there is one. */
export async function leaveAsVisitor(ctx: Context, partnerId: string, email: string): Promise<void> {
  const { rows } = await sql<{ id: string; name: string | null; email: string }>`
    select id, name, email from visitor
    where organisation_id = ${ctx.organisationId} and partner_id = ${partnerId} and lower(email) = lower(${email})`.execute(
    ctx.db,
  )
  for (const { id, ...left } of rows) {
    const unmanaged = await leaveManagement(ctx, id)
    await sql`delete from visitor where organisation_id = ${ctx.organisationId} and id = ${id}`.execute(ctx.db)
    const change = { subjectId: id, partnerId, before: { ...left, partnerId }, after: null }
    await recordEvents(ctx, 'visitors.delete', [...unmanaged, change])
  }
}
