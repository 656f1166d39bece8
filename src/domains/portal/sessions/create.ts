import { z } from 'zod'
import type { Context } from '#/kernel/context.ts'
import { hashOf } from '#/kernel/secret.ts'
import { DomainError } from '#/kernel/error.ts'
import { Email, Reference } from '#/kernel/text.ts'
import { command } from '#/kernel/verb.ts'
import { addressOf, roomNotFound, tryFindPartnerOfRoom } from '../rooms/room.ts'
import { sql } from '#/platform/database/sql.ts'
import { signToken } from './token.ts'
import { tryFindVisitorByEmail, type Visitor } from './visitor.ts'

const notAuthorised = () =>
  new DomainError('unauthenticated', 'UNAUTHORIZED', 'This visitor has no access to the portal.', {
    details: { reason: 'VISITOR_NOT_AUTHORIZED' },
  })

export const createPortalSession = command({
  name: 'portal-sessions.create',
  may: 'portal-sessions:write',
  creates: true,
  returnsSecret: true,
  summary: 'Create a portal session',
  description:
    'A URL that signs a visitor in to the portal. It works once and for five minutes, so ask for it when the person opens the portal, and keep it nowhere. The visitor must have access already: nobody is made. Where a member asks for it in the console, it only shows the portal, for an hour, and changes nothing: `LOOKING_ONLY`. To show the portal in a frame, list the host of your page among the embed domains. `Idempotency-Key` is ignored: each request makes another URL.',
  input: z.strictObject({
    email: Email,
    roomId: Reference.nullish().meta({
      description: 'The room that the URL leads to; without one, the home of the portal.',
      minLength: 1,
    }),
  }),
  output: z.strictObject({ url: z.url() }).meta({
    id: 'PortalSessionUrl',
    examples: [
      {
        url: 'https://portal.example.com/rooms/room_01KHZRHNE0AGXMQ2SMX49QQF2E?token=eyJhbGciOiJIUzI1NiJ9.eyJleGFtcGxlIjp0cnVlfQ.c2lnbmF0dXJl',
      },
    ],
  }),
  refuses: [roomNotFound],
  example: { email: 'robin@larkspur.example.com', roomId: 'room_01KHZRHNE0AGXMQ2SMX49QQF2E' },
  async run(ctx, { email, roomId = null }) {
    const visitor = await tryFindVisitorByEmail(ctx, email)
    if (!visitor) throw notAuthorised()
    if (roomId !== null) await seeThatRoomIsOpen(ctx, visitor, roomId)
    const { token, expiresAt, jti } = await signToken(ctx, visitor.id, roomId)
    const memberId = ctx.actor.kind === 'member' ? ctx.actor.id : null
    await keep(ctx, { visitorId: visitor.id, memberId, jti, expiresAt })
    const place = roomId === null ? `${ctx.portalUrl}/` : addressOf(ctx, roomId)
    const after = { roomId, expiresAt: expiresAt.toISOString() }
    return {
      output: { url: `${place}?token=${token}` },
      changes: [{ subjectId: visitor.id, partnerId: visitor.partnerId, before: null, after }],
    }
  },
})

async function seeThatRoomIsOpen(ctx: Context, visitor: Visitor, roomId: string): Promise<void> {
  const partnerId = await tryFindPartnerOfRoom(ctx, roomId)
  if (partnerId === undefined) throw roomNotFound()
  if (partnerId !== visitor.partnerId) throw notAuthorised()
}

type Kept = { visitorId: string; memberId: string | null; jti: string; expiresAt: Date }

async function keep(ctx: Context, { visitorId, memberId, jti, expiresAt }: Kept): Promise<void> {
  await sql`
    with token as (
      insert into portal_token (organisation_id, hash, visitor_id, member_id, expires_at, created_at)
      values (${ctx.organisationId}, ${hashOf(jti)}, ${visitorId}, ${memberId}, ${expiresAt}, ${ctx.now()})
      returning organisation_id, hash
    )
    insert into portal_token_owner (hash, organisation_id) select hash, organisation_id from token`.execute(ctx.db)
}
