import { mayShowPortals, type MemberRow } from '#/domains/organisations/index.ts'
import type { Context } from '#/kernel/context.ts'
import { hashOf } from '#/kernel/secret.ts'
import { sql } from '#/platform/database/sql.ts'
import type { IdentifySession } from '#/platform/http/admission.ts'
import { secretsIn } from '../cookie.ts'

type Ground = Pick<Context, 'db' | 'now' | 'portalUrl'>

type Found = Record<'organisationId' | 'sessionId' | 'visitorId' | 'name' | 'partnerId', string> & {
  memberId: string | null
  role: MemberRow['role'] | null
}

/**
 * Whose portal a cookie opens. One statement decides, for each request anew: the session is live, the visitor is there with
 * the same address, and the partner is neither archived nor merged away. A member who looks in his place may do so still.
 */
export function sessionIdentifier(base: Ground): IdentifySession {
  return async (cookie) => {
    const found = await tryFindSession(base, cookie)
    if (!found || (found.role && !mayShowPortals(found.role))) return undefined
    const { organisationId, visitorId: id, name, partnerId, sessionId, memberId } = found
    return { organisationId, actor: { kind: 'visitor', id, name, partnerId, sessionId, memberId } }
  }
}

/** The youngest of the sessions that the cookie names. */
async function tryFindSession({ db, now, portalUrl }: Ground, cookie: string | undefined): Promise<Found | undefined> {
  const hashes = secretsIn({ portalUrl }, cookie).map(hashOf)
  if (!hashes.length) return undefined
  const { rows } = await sql<Found>`
    select s.organisation_id as "organisationId", s.id as "sessionId", v.id as "visitorId", coalesce(v.name, v.email) as name,
      p.id as "partnerId", s.member_id as "memberId", m.role
    from portal_session_owner o
    join portal_session s on s.organisation_id = o.organisation_id and s.hash = o.hash
    join visitor v on v.organisation_id = s.organisation_id and v.id = s.visitor_id and lower(v.email) = s.email
    join partner p on p.organisation_id = v.organisation_id and p.id = v.partner_id
    left join member m on m.organisation_id = s.organisation_id and m.id = s.member_id
    where o.hash = any(${hashes}::bytea[]) and s.expires_at > ${now()} and p.status = 'active' and p.merged_into_id is null
    order by s.created_at desc, s.id desc limit 1`.execute(db)
  return rows[0]
}
