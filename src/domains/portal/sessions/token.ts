import { randomUUID } from 'node:crypto'
import type { Context } from '#/kernel/context.ts'

const lifeSeconds = 300
const algorithm = 'HS256'

type Ground = Pick<Context, 'now' | 'sign' | 'publicUrl' | 'portalUrl'>

/** What a token says: whose it is and the one number that is used up. */
export type Claims = { visitorId: string; jti: string }

/** A key of its own: nothing that is signed for another purpose passes for a token. */
const keyOf = (ctx: Ground) => Buffer.from(ctx.sign('portal token', 'key'), 'base64url')

type Token = Claims & { token: string; expiresAt: Date }

/** A token that opens the portal for a visitor, good for five minutes. */
export async function signToken(ctx: Ground, visitorId: string, roomId: string | null): Promise<Token> {
  const { SignJWT } = await import('jose')
  const [jti, issuedAt] = [randomUUID(), Math.floor(ctx.now().getTime() / 1000)]
  const token = await new SignJWT(roomId === null ? {} : { rid: roomId })
    .setProtectedHeader({ alg: algorithm, typ: 'JWT' })
    .setIssuer(ctx.publicUrl)
    .setAudience(ctx.portalUrl)
    .setSubject(visitorId)
    .setJti(jti)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + lifeSeconds)
    .sign(keyOf(ctx))
  return { visitorId, jti, token, expiresAt: new Date((issuedAt + lifeSeconds) * 1000) }
}

/** What a token says, or undefined where it has expired or we never signed it. */
export async function tryReadToken(ctx: Ground, token: string): Promise<Claims | undefined> {
  const { jwtVerify } = await import('jose')
  const read = jwtVerify(token, keyOf(ctx), {
    algorithms: [algorithm],
    issuer: ctx.publicUrl,
    audience: ctx.portalUrl,
    currentDate: ctx.now(),
    requiredClaims: ['sub', 'jti', 'iat', 'exp'],
  })
  const { payload } = await read.catch(() => ({ payload: undefined }))
  return payload?.sub && payload.jti ? { visitorId: payload.sub, jti: payload.jti } : undefined
}
