import type { Context } from '#/kernel/context.ts'
import { inTransaction } from '#/platform/perform.ts'
import { type Coming, type Leading, type PortalProvider } from '#/platform/http/portal-provider.ts'
import { cookieFor } from '../cookie.ts'
import { tryFindOrganisationOfPortal } from '../organisation.ts'
import { openSession } from '../sessions/open.ts'
import { tryAdmit } from './admit.ts'
import { identityProvider, type ProviderSettings } from './identity-provider.ts'
import { forgottenErrand, keptErrand, tryReadErrand } from './errand.ts'

type Options = ProviderSettings & {
  /** The context of somebody who has shown nothing yet. */
  contextOf(organisationId: string, requestId: string): Context
  log(line: string): void
}

/** The way in by the operator's identity provider; of what it tells only an address counts that it calls verified. */
export function portalProvider(options: Options): PortalProvider {
  const provider = identityProvider(options)
  const attempt = async (coming: Coming, way: (ctx: Context) => Promise<Leading>): Promise<Leading> => {
    const ctx = options.contextOf('', coming.requestId)
    return await way(ctx).catch((error: unknown) => {
      options.log(`Signing in by the identity provider has failed: ${(error as Error).message}`)
      return refused(ctx, 'PROVIDER')
    })
  }
  return {
    begin: (coming) =>
      attempt(coming, async (ctx) => {
        const organisation = await tryFindOrganisationOfPortal(ctx, coming.search.get('organisation') ?? undefined)
        if (!organisation || !provider) return refused(ctx, 'PROVIDER')
        const { location, secrets } = await provider.begin()
        return { location, setCookies: [keptErrand(ctx, { ...secrets, organisationId: organisation.id })] }
      }),
    finish: (coming) =>
      attempt(coming, async (ctx) => {
        const errand = tryReadErrand(ctx, coming.cookie)
        if (!errand || !provider) return refused(ctx, 'PROVIDER')
        const email = await provider.finish(coming.search, errand)
        return await open({ ...ctx, organisationId: errand.organisationId }, email)
      }),
  }
}

/** Signs in whoever has the address. */
async function open(ctx: Context, email: string | undefined): Promise<Leading> {
  const opened = await inTransaction(ctx, async (inside) => {
    const visitor = email === undefined ? undefined : await tryAdmit(inside, email)
    return visitor && (await openSession(inside, visitor, 'PROVIDER'))
  })
  if (!opened) return refused(ctx, 'VISITOR')
  return { location: `${ctx.portalUrl}/`, setCookies: [cookieFor(ctx, opened.secret, false), forgottenErrand(ctx)] }
}

/** Back to the page of signing in, which says in words what was wrong: with the provider, or with who it told of. */
function refused(ctx: Context, why: 'PROVIDER' | 'VISITOR'): Leading {
  const named = ctx.organisationId && `&organisation=${ctx.organisationId}`
  return { location: `${ctx.portalUrl}/sign-in?refused=${why}${named}`, setCookies: [forgottenErrand(ctx)] }
}
