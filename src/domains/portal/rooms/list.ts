import { sql } from 'kysely'
import { z } from 'zod'
import { findPartnerFamily } from '#/domains/partners/index.ts'
import type { Context } from '#/kernel/context.ts'
import { fromCursor, page, pageInput, toPage } from '#/kernel/page.ts'
import { query } from '#/kernel/verb.ts'
import { db } from '../tables.ts'
import { addressOf, Room, roomOf } from './room.ts'

export const listRooms = query({
  name: 'rooms.list',
  may: 'partners:read',
  summary: 'List rooms',
  description:
    'The places in the portal that a portal session can lead to, newest first. Each partner has one; that of a partner that was merged leads to the one it became.',
  input: z.strictObject({
    ...pageInput,
    partnerId: z.string().min(1).optional().meta({ description: 'Our id of a partner, or its CRM `externalId`.' }),
  }),
  output: page(Room),
  async run(ctx, { limit, cursor, partnerId }) {
    const [after] = fromCursor(ctx, 'rooms', cursor) ?? []
    const family = partnerId === undefined ? undefined : await findPartnerFamily(ctx, partnerId)
    const rows = await db(ctx)
      .selectFrom('partner')
      .select(['id', 'created_at'])
      .where('organisation_id', '=', ctx.organisationId)
      .where('merged_into_id', 'is', null)
      .$if(family !== undefined, (all) => all.where('id', '=', sql<string>`any(${family})`))
      .$if(after !== undefined, (all) => all.where('id', '<', after ?? ''))
      .orderBy('id', 'desc')
      .limit(limit + 1)
      .execute()
    return toPage(ctx, rows, { limit, order: 'rooms', position: ({ id }) => [id], item: (row) => toRoom(ctx, row) })
  },
})

function toRoom(ctx: Context, { id, created_at }: { id: string; created_at: Date }): Room {
  const roomId = roomOf(id)
  return { id: roomId, partnerId: id, url: addressOf(ctx, roomId), createdAt: created_at.toISOString() }
}
