import type { Context } from '#/kernel/context.ts'
import type { Change } from '#/kernel/verb.ts'
import { oneAtATime } from '#/platform/perform.ts'
import { db } from './tables.ts'

/** Whoever makes or looks for a partner of this name, whatever its case, waits until the transaction ends. */
export async function claimPartnerName(ctx: Context, name: string): Promise<void> {
  await oneAtATime(ctx, 'partner by name', name)
}

/** Makes an active partner of which nothing but the name is known. Others may have the name: see `claimPartnerName`. */
export async function addPartner(ctx: Context, { name }: { name: string }): Promise<{ id: string; change: Change }> {
  const [id, now] = [ctx.newId('ptn'), ctx.now()]
  await db(ctx)
    .insertInto('partner')
    .values({
      organisation_id: ctx.organisationId,
      id,
      name,
      categories: [],
      status: 'active',
      created_at: now,
      updated_at: now,
    })
    .execute()
  return {
    id,
    change: { type: 'partners.create', subjectId: id, partnerId: id, before: null, after: { name, domain: null } },
  }
}
