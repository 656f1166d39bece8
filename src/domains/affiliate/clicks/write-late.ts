import type { Context } from '#/kernel/context.ts'
import { sql } from '#/platform/database/sql.ts'
import type { ClickToken } from './token.ts'

/**
 * Writes the click that a token tells of, where the database was away when it was made; one that is there stays as it is.
 *
 * What only the visit itself could say (its visitor, device and sub-ids) is lost with the process that knew it.
 */
export async function writeLateClick(ctx: Context, { organisationId, linkId, clickId }: ClickToken): Promise<void> {
  await sql`
    insert into click (organisation_id, id, link_id, is_repeat, is_late, device)
    values (${organisationId}, ${clickId}, ${linkId}, false, true, 'OTHER')
    on conflict do nothing`.execute(ctx.db)
}
