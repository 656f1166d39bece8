import type { Context } from '#/kernel/context.ts'
import type { IdentifySession } from '#/platform/http/admission.ts'
import type { Arrival, PortalDoor } from '#/platform/http/portal-door.ts'
import { isSecure, sessionCookie } from '../cookie.ts'
import { findFramers } from '../embed-domains/queries.ts'
import { tryFindOrganisationOfPortal } from '../organisation.ts'
import { tryReadToken } from './token.ts'
import { turnAway } from './turned-away.ts'
import { tryFindOrganisationOfToken, useToken } from './use-token.ts'

type Options = {
  /** The context of somebody who has shown nothing yet. */
  contextOf(organisationId: string, requestId: string): Context
  identify: IdentifySession
}

/** Who gets into the portal's pages by a link, and which sites may frame these. */
export function portalDoor({ contextOf, identify }: Options): PortalDoor {
  return {
    enter: async (token, arrival) => {
      const ctx = contextOf('', arrival.requestId)
      const claims = await tryReadToken(ctx, token)
      const organisationId = claims && (await tryFindOrganisationOfToken(ctx, claims))
      if (!claims || organisationId === undefined) return turnAway('deadLink', arrival)
      const inside = { ...ctx, organisationId }
      if (arrival.isFramed && !(await mayFrame(inside, arrival.from))) return turnAway('wrongFrame', arrival)
      const secret = await useToken(inside, claims)
      return secret === undefined
        ? turnAway('deadLink', arrival)
        : { setCookie: sessionCookie(ctx, secret, placeOf(ctx, arrival)) }
    },
    framers: async ({ cookie, requestId }) => {
      const ctx = contextOf('', requestId)
      const session = await identify(cookie)
      const organisationId = session?.organisationId ?? (await tryFindOrganisationOfPortal(ctx, undefined))?.id
      return organisationId === undefined ? [] : await findFramers({ ...ctx, organisationId })
    },
  }
}

/** Where a browser does not tell whose page frames this, it still holds to `frame-ancestors`. */
async function mayFrame(ctx: Context, from: string | undefined): Promise<boolean> {
  const framers = await findFramers(ctx)
  return from === undefined ? framers.length > 0 : framers.includes(from) || isOwn(ctx, from)
}

const isOwn = ({ portalUrl }: Context, from: string) => from === new URL(portalUrl).origin

const placeOf = (ctx: Context, arrival: Arrival) => ({
  isFramed: arrival.isFramed,
  isSecure: arrival.isSecure || isSecure(ctx),
})
