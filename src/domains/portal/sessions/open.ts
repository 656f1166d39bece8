import type { Context } from '#/kernel/context.ts'
import { hashOf, newSecret } from '#/kernel/secret.ts'
import { recordEvents } from '#/platform/events.ts'
import { sql } from '#/platform/database/sql.ts'
import { sessionLifeMs } from '../cookie.ts'
import type { Visitor } from './visitor.ts'

/** A session that begins; the secret is for its cookie. */
export type Opened = { sessionId: string; secret: string }

export type Way = 'TOKEN' | 'CODE' | 'PROVIDER'

const lookLifeMs = 60 * 60 * 1000

/** Signs a visitor in, or a member who looks in his place, by a session of its own whatever the browser had before. */
export async function openSession(
  ctx: Context,
  visitor: Visitor,
  way: Way,
  memberId: string | null = null,
): Promise<Opened> {
  const [secret, now, id] = [newSecret(), ctx.now(), ctx.newId('pses')]
  const lifeMs = memberId === null ? sessionLifeMs : lookLifeMs
  await sql`
    with session as (
      insert into portal_session (organisation_id, id, visitor_id, member_id, email, hash, expires_at, created_at)
      values (${ctx.organisationId}, ${id}, ${visitor.id}, ${memberId}, lower(${visitor.email}), ${hashOf(secret)},
        ${new Date(now.getTime() + lifeMs)}, ${now})
      returning organisation_id, hash
    )
    insert into portal_session_owner (hash, organisation_id) select hash, organisation_id from session`.execute(ctx.db)
  const { partnerId, name } = visitor
  const actor = { kind: 'visitor', id: visitor.id, name, partnerId, sessionId: id, memberId } as const
  const change = {
    subjectId: visitor.id,
    partnerId,
    before: null,
    after: { sessionId: id, way, ...(memberId !== null && { memberId }) },
  }
  await recordEvents({ ...ctx, actor }, 'portal-sessions.open', [change])
  return { sessionId: id, secret }
}
