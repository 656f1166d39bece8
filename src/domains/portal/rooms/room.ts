import { z } from 'zod'
import { tryFindOwnPartnerId } from '#/domains/partners/index.ts'
import type { Context } from '#/kernel/context.ts'
import { refusal } from '#/kernel/error.ts'
import { DateTime } from '#/kernel/time.ts'

/** A place in the portal that a link can lead to. */
export const Room = z
  .strictObject({ id: z.string(), partnerId: z.string(), url: z.string(), createdAt: DateTime })
  .meta({
    id: 'Room',
    examples: [
      {
        id: 'room_01KGHDCQE0TSE27719X13KZBKT',
        partnerId: 'ptn_01KGHDCQE0TSE27719X13KZBKT',
        url: 'https://portal.example.com/rooms/room_01KGHDCQE0TSE27719X13KZBKT',
        createdAt: '2026-02-03T09:30:00.000Z',
      },
    ],
  })
export type Room = z.infer<typeof Room>

export const roomNotFound = refusal('not_found', 'ROOM_NOT_FOUND', 'No room has this id.')

/** A partner's room has the partner's own number (decision 0027). */
export const roomOf = (partnerId: string): string => `room_${partnerId.slice('ptn_'.length)}`

export const addressOf = (ctx: Pick<Context, 'portalUrl'>, roomId: string): string => `${ctx.portalUrl}/rooms/${roomId}`

/** Whose room it is; that of a merged partner is the one's that it became. */
export async function tryFindPartnerOfRoom(ctx: Context, roomId: string): Promise<string | undefined> {
  const [, number] = /^room_([0-9A-Z]{26})$/.exec(roomId) ?? []
  return number === undefined ? undefined : await tryFindOwnPartnerId(ctx, `ptn_${number}`)
}
