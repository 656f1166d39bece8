import { z } from 'zod'
import type { Context } from '#/kernel/context.ts'
import { refusal } from '#/kernel/error.ts'
import { command, query } from '#/kernel/verb.ts'
import { sql } from '#/platform/database/sql.ts'
import { noCookies } from '../cookie.ts'
import { type Language, languages } from '../language.ts'

const text = z.string().nullable()

/** Who is signed in, for which partner, and how the portal looks. */
export const PortalSession = z
  .strictObject({
    visitor: z.strictObject({ id: z.string(), email: z.string(), name: text, language: z.enum(languages).nullable() }),
    partner: z.strictObject({ id: z.string(), name: z.string() }),
    organisation: z.strictObject({ id: z.string(), name: z.string() }),
    look: z
      .strictObject({ templateId: text, logoPath: text, accentColour: text, welcomeText: text })
      .meta({ description: 'That of the partner’s experience template; all null where it has none.' }),
    languages: z.array(z.enum(languages)),
    isLookedAt: z
      .boolean()
      .meta({ description: 'A member of the organisation looks as this visitor, and changes nothing.' }),
    expiresAt: z.iso.datetime(),
  })
  .meta({
    id: 'PortalSession',
    examples: [
      {
        visitor: {
          id: 'vis_01KHR1BGE0K611YWHF5MJ834PQ',
          email: 'robin@larkspur.example.com',
          name: 'Robin Sample',
          language: null,
        },
        partner: { id: 'ptn_01KGHDCQE0TSE27719X13KZBKT', name: 'Larkspur Traders' },
        organisation: { id: 'org_01KGHDCQE0TSE27719X13KZBKT', name: 'Example Vendor' },
        look: {
          templateId: 'exp_01KHR1BGE0K611YWHF5MJ834PQ',
          logoPath: null,
          accentColour: '#1a6b4f',
          welcomeText: 'Welcome',
        },
        languages: [...languages],
        isLookedAt: false,
        expiresAt: '2026-03-05T09:30:00.000Z',
      },
    ],
  })
export type PortalSession = z.infer<typeof PortalSession>

export const getPortalSession = query({
  name: 'portal.session.get',
  may: 'visitor',
  summary: 'Who is signed in',
  description: 'The visitor, the partner and how its portal looks.',
  input: z.strictObject({}),
  output: PortalSession,
  run: async (ctx) => {
    if (ctx.actor.kind !== 'visitor') throw new Error('Only a visitor has a session in the portal.')
    return await findPortalSession(ctx, ctx.actor.sessionId)
  },
})

export async function findPortalSession(ctx: Context, sessionId: string): Promise<PortalSession> {
  const { rows } = await sql<Row>`
    select v.id as "visitorId", v.email, v.name, v.language, p.id as "partnerId", p.name as "partnerName", o.name as "organisationName",
      e.id as "templateId", e.logo_path as "logoPath", e.accent_colour as "accentColour", e.welcome_text as "welcomeText",
      s.expires_at as "expiresAt", s.member_id is not null as "isLookedAt"
    from portal_session s
    join organisation o on o.id = s.organisation_id
    join visitor v on v.organisation_id = s.organisation_id and v.id = s.visitor_id
    join partner p on p.organisation_id = v.organisation_id and p.id = v.partner_id
    left join experience_template e on e.organisation_id = p.organisation_id and e.id = p.experience_template_id
    where s.organisation_id = ${ctx.organisationId} and s.id = ${sessionId}`.execute(ctx.db)
  if (!rows[0]) throw signedOut()
  return toSession(ctx, rows[0])
}

/** It ended while it was asked for. */
const signedOut = refusal('unauthenticated', 'UNAUTHORIZED', 'You are not signed in, or no longer. Sign in again.')

type Row = Record<'visitorId' | 'email' | 'partnerId' | 'partnerName' | 'organisationName', string> &
  Record<'name' | 'templateId' | 'logoPath' | 'accentColour' | 'welcomeText', string | null> & {
    language: Language | null
    isLookedAt: boolean
    expiresAt: Date
  }

function toSession(ctx: Context, row: Row): PortalSession {
  const { templateId, logoPath, accentColour, welcomeText } = row
  return {
    visitor: { id: row.visitorId, email: row.email, name: row.name, language: row.language },
    partner: { id: row.partnerId, name: row.partnerName },
    organisation: { id: ctx.organisationId, name: row.organisationName },
    look: { templateId, logoPath, accentColour, welcomeText },
    languages: [...languages],
    isLookedAt: row.isLookedAt,
    expiresAt: row.expiresAt.toISOString(),
  }
}

export const endPortalSession = command({
  name: 'portal.session.end',
  may: 'visitor',
  opensToLookers: true,
  summary: 'Sign out',
  description: 'Ends the session; its cookie opens nothing any more, wherever it was copied to.',
  input: z.strictObject({}),
  output: z.undefined(),
  async run(ctx) {
    if (ctx.actor.kind !== 'visitor') throw new Error('Only a visitor has a session in the portal.')
    const { id, partnerId, sessionId } = ctx.actor
    const { rows } = await sql`
      delete from portal_session where organisation_id = ${ctx.organisationId} and id = ${sessionId} returning 1`.execute(
      ctx.db,
    )
    const change = { subjectId: id, partnerId, before: { sessionId }, after: null }
    return {
      output: undefined,
      changes: rows.length ? [change] : [],
      setCookies: noCookies(ctx),
    }
  },
})
