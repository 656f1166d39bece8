import type { Context } from '#/kernel/context.ts'
import { sql } from '#/platform/database/sql.ts'
import { findPartnerFamily } from '../queries.ts'

const daysMs = 7 * 24 * 60 * 60 * 1000

/**
 * The addresses that let somebody into a partner's portal until a week ago, and do so no more: of people who were removed,
 * and of those whose address was changed. Whoever means ill begins by removing who would notice.
 */
export async function findFormerAddresses(ctx: Context, partnerId: string): Promise<string[]> {
  const family = await findPartnerFamily(ctx, partnerId)
  const { rows } = await sql<{ email: string }>`
    select distinct on (lower(e.before ->> 'email')) e.before ->> 'email' as email
    from event e
    where e.organisation_id = ${ctx.organisationId} and e.partner_id = any(${family})
      and e.type in ('visitors.delete', 'visitors.update') and e.created_at > ${new Date(ctx.now().getTime() - daysMs)}
      and e.before ->> 'email' like '%_@_%' and not exists (
        select from visitor v
        where v.organisation_id = e.organisation_id and lower(v.email) = lower(e.before ->> 'email')
          and v.partner_id = any(${family}))
    order by lower(e.before ->> 'email')`.execute(ctx.db)
  return rows.map(({ email }) => email)
}
