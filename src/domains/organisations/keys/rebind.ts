import type { Context } from '#/kernel/context.ts'
import { db } from '../tables.ts'

/** Binds the keys of one partner to another, when the first is merged into the second; returns their ids. */
export async function rebindKeys(ctx: Context, fromPartner: string, toPartner: string): Promise<string[]> {
  const keys = await db(ctx)
    .updateTable('api_key')
    .set({ partner_id: toPartner })
    .where('organisation_id', '=', ctx.organisationId)
    .where('partner_id', '=', fromPartner)
    .returning('id')
    .execute()
  for (const key of keys) await ctx.announce('api_key_changed', key.id)
  return keys.map(({ id }) => id)
}
