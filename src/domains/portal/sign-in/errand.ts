import type { Context } from '#/kernel/context.ts'
import { cookiesNamed, secureCookieName } from '#/platform/http/cookie.ts'
import { providerPath } from '#/platform/http/portal-provider.ts'
import { isSecure } from '../cookie.ts'

/** Its path is longer than `/`, so that it may not be of the whole host. */
const nameFor = ({ portalUrl }: Context) => secureCookieName('symbolon_portal_provider', portalUrl)
const purpose = 'portal provider'
const lifeSeconds = 600

/** What a browser carries to the provider and back, so that nobody ends what somebody else began. */
export type Errand = { state: string; nonce: string; verifier: string; organisationId: string }

export function keptErrand(ctx: Context, errand: Errand): string {
  const until = ctx.now().getTime() + lifeSeconds * 1000
  return cookie(ctx, ctx.seal(purpose, JSON.stringify({ ...errand, until })), lifeSeconds)
}

export const forgottenErrand = (ctx: Context): string => cookie(ctx, '', 0)

/** Undefined where there is none of ours, or it took too long. */
export function tryReadErrand(ctx: Context, header: string | undefined): Errand | undefined {
  const [sealed = ''] = cookiesNamed(nameFor(ctx), header)
  try {
    const { until, ...errand } = JSON.parse(ctx.open(purpose, sealed)) as Errand & { until: number }
    return until > ctx.now().getTime() ? errand : undefined
  } catch {
    return undefined
  }
}

const cookie = (ctx: Context, value: string, maxAge: number) =>
  `${nameFor(ctx)}=${value}; Path=${providerPath}; Max-Age=${maxAge}; HttpOnly; SameSite=Lax${isSecure(ctx) ? '; Secure' : ''}`
