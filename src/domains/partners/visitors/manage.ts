import type { Context } from '#/kernel/context.ts'
import type { Change } from '#/kernel/verb.ts'
import { db } from '../tables.ts'

/** A partner that this visitor managed has no manager from now on, and its own event says so. */
export async function leaveManagement(ctx: Context, visitorId: string): Promise<Change[]> {
  const partners = await db(ctx)
    .updateTable('partner')
    .set({ manager_id: null, updated_at: ctx.now() })
    .where('organisation_id', '=', ctx.organisationId)
    .where('manager_id', '=', visitorId)
    .returning('id')
    .execute()
  return partners.map(({ id }) => ({
    type: 'partners.set-manager',
    subjectId: id,
    partnerId: id,
    before: { managerId: visitorId },
    after: { managerId: null },
  }))
}
