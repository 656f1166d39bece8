import type { Context } from '#/kernel/context.ts'
import { cookiesNamed, hostCookieName } from '#/platform/http/cookie.ts'

type Ground = Pick<Context, 'portalUrl'>
const nameFor = ({ portalUrl }: Ground) => hostCookieName('symbolon_portal', portalUrl)
const lifeSeconds = 30 * 24 * 60 * 60
export const sessionLifeMs = lifeSeconds * 1000

const mostTried = 5

/** What a `Cookie` header holds under our name: several where a frame and the site itself have set one each. */
export function secretsIn(ctx: Ground, header: string | undefined): string[] {
  return [...new Set(cookiesNamed(nameFor(ctx), header))]
    .filter((value) => /^[\w-]{43}$/.test(value))
    .slice(0, mostTried)
}

type Place = { isSecure: boolean; isFramed: boolean }

/** A framed page is in a site that is not ours: there a browser keeps a cookie only for that site, and sends it on https alone. */
const attributesOf = ({ isSecure, isFramed }: Place) =>
  isFramed ? 'SameSite=None; Secure; Partitioned' : isSecure ? 'SameSite=Lax; Secure' : 'SameSite=Lax'

/** The cookie of a session. */
export const sessionCookie = (ctx: Ground, secret: string, place: Place): string =>
  `${nameFor(ctx)}=${secret}; Path=/; Max-Age=${lifeSeconds}; HttpOnly; ${attributesOf(place)}`

export const isSecure = ({ portalUrl }: Ground): boolean => portalUrl.startsWith('https:')

export const cookieFor = (ctx: Ground, secret: string, isFramed: boolean): string =>
  sessionCookie(ctx, secret, { isSecure: isSecure(ctx), isFramed })

/** Ends the cookie where it was set, framed or not. */
export const noCookies = (ctx: Ground): string[] =>
  [false, true].map(
    (isFramed) =>
      `${nameFor(ctx)}=; Path=/; Max-Age=0; HttpOnly; ${attributesOf({ isSecure: isSecure(ctx), isFramed })}`,
  )
