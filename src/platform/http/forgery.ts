import type { FastifyRequest } from 'fastify'
import { refusal } from '#/kernel/error.ts'

const crossSite = refusal(
  'forbidden',
  'CROSS_SITE_REFUSED',
  'A page of another site asked for this change. Make it in the console or the portal itself.',
)

const reading = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Refuses a change that the browser of a signed-in person was talked into by a page of somebody else's.
 *
 * Browsers say where a request is from, in `Sec-Fetch-Site` or at least in `Origin`, and no page can make them lie.
 */
export function refuseForgery({ method, headers }: Pick<FastifyRequest, 'method' | 'headers'>): void {
  if (reading.has(method)) return
  const site = headers['sec-fetch-site']
  if (site === undefined ? isOwnOrigin(headers.origin, headers.host) : site === 'same-origin') return
  throw crossSite()
}

const isOwnOrigin = (origin: string | undefined, host: string | undefined): boolean =>
  origin !== undefined && URL.canParse(origin) && new URL(origin).host === host
