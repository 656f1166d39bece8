import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Limits } from '../limits.ts'
import { countRoute } from './admission.ts'

/** Where a browser is sent next, and what it is to remember or forget. */
export type Leading = { location: string; setCookies: readonly string[] }

/** What a browser asks of it: the query and the `Cookie` header. */
export type Coming = { search: URLSearchParams; cookie: string | undefined; requestId: string }

/** The way into the portal by an identity provider: there, and back. */
export type PortalProvider = {
  begin(coming: Coming): Promise<Leading>
  finish(coming: Coming): Promise<Leading>
}

export const providerPath = '/api/v1/portal/provider'
export const callbackPath = `${providerPath}/callback`

/** From one address, which may be that of a whole office. */
const perMinute = 60

/** Two addresses that only lead on: a person's browser goes to them, and no program. */
export function servePortalProvider(app: FastifyInstance, provider: PortalProvider, limits: Limits): void {
  const lead = (way: (coming: Coming) => Promise<Leading>) => async (request: FastifyRequest, reply: FastifyReply) => {
    await countRoute(limits, `${request.routeOptions.url} ${request.ip}`, perMinute)
    const { location, setCookies } = await way(comingOf(request))
    return reply
      .header('cache-control', 'no-store')
      .header('set-cookie', [...setCookies])
      .redirect(location)
  }
  app.get(providerPath, lead(provider.begin))
  app.get(callbackPath, lead(provider.finish))
}

const comingOf = ({ url, headers: { cookie }, id }: FastifyRequest): Coming => ({
  search: new URLSearchParams(url.split('?', 2)[1] ?? ''),
  cookie,
  requestId: id,
})
