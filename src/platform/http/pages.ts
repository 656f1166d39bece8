import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Arrival, PortalDoor, TurnedAway } from './portal-door.ts'
import { smallPage } from './small-page.ts'

export type Pages = {
  /** Where the built pages are: `console.html`, `portal.html` and `assets/` with hashed names. */
  folder: string
  publicUrl: string
  portalUrl: string
  door: PortalDoor
}

const consolePath = '/console'

/** Serves the pages of console and portal: any address below them is the one page, which finds its own way. */
export async function servePages(app: FastifyInstance, pages: Pages): Promise<void> {
  if (existsSync(join(pages.folder, 'assets')))
    await app.register(fastifyStatic, {
      root: join(pages.folder, 'assets'),
      prefix: '/assets/',
      index: false,
      preCompressed: true,
      immutable: true,
      maxAge: '365d',
    })
  const [shared, portal] = [new URL(pages.publicUrl), new URL(pages.portalUrl)]
  const portalPath = portal.pathname.replace(/\/$/, '')
  const page = pageReader(pages.folder)
  const console = async (_request: unknown, reply: FastifyReply) =>
    send(reply.header('cache-control', 'no-cache'), await page('console.html', consolePath), [])
  app.get('/', (_request, reply) => reply.redirect(`${consolePath}/`))
  app.get(consolePath, console)
  app.get(`${consolePath}/*`, console)
  const enter = async (request: FastifyRequest, reply: FastifyReply) => {
    const hasToken = holdsToken(request)
    if (hasToken && isEntrance(request, portalPath)) return await redeem(pages, request, reply)
    reply.header('cache-control', hasToken ? 'no-store' : 'no-cache')
    return send(reply, await page('portal.html', portalPath), await pages.door.framers(arrivalOf(request)))
  }
  if (portalPath) {
    app.get(portalPath, enter)
    app.get(`${portalPath}/*`, enter)
  }
  if (portal.host === shared.host) return
  const constraints = { host: portal.host }
  if (portalPath) app.get('/', { constraints }, (_request, reply) => reply.redirect(`${portalPath}/`))
  else for (const path of ['/', '/*']) app.get(path, { constraints }, enter)
}

const holdsToken = ({ query }: FastifyRequest) => (query as { token?: unknown }).token !== undefined

/** Only the home of the portal and its rooms are entered by a token; those of letters are for the page itself. */
function isEntrance({ method, url }: FastifyRequest, portalPath: string): boolean {
  const path = (url.split('?')[0] ?? '').slice(portalPath.length)
  return method === 'GET' && /^\/?$|^\/rooms\/[^/]+$/.test(path)
}

/** A token in the address is redeemed and leaves the address, whatever page it leads to. */
async function redeem(pages: Pages, request: FastifyRequest, reply: FastifyReply) {
  const { token } = request.query as { token?: unknown }
  const { door } = pages
  reply.header('cache-control', 'no-store')
  const entered = await door.enter(typeof token === 'string' ? token : '', arrivalOf(request))
  if ('setCookie' in entered) return reply.header('set-cookie', entered.setCookie).redirect(withoutToken(request.url))
  const page = turnedAwayPage(entered, pages)
  return send(reply.code(entered.status), page, await door.framers(arrivalOf(request)))
}

/** In a frame that may not stand there, the way out is a tab of its own. */
function turnedAwayPage({ status, language, title, why, instead }: TurnedAway, { portalUrl }: Pages): string {
  const path = `${new URL(portalUrl).pathname.replace(/\/$/, '')}/sign-in`
  const target = status === 403 ? ' target="_blank" rel="noopener"' : ''
  return smallPage(title, `${why} <a href="${path}"${target}>${instead}</a>`, language)
}

function withoutToken(address: string): string {
  const [path = '/', query = ''] = address.split('?', 2)
  const rest = query.split('&').filter((part) => !/^token(=|$)/.test(part))
  const safe = path.replace(/^[/\\]+/, '/')
  return rest.length ? `${safe}?${rest.join('&')}` : safe
}

function arrivalOf(request: FastifyRequest): Arrival {
  const { cookie, referer = '', 'sec-fetch-dest': destination } = request.headers
  const from = URL.canParse(referer) ? new URL(referer).origin : undefined
  return {
    cookie,
    isFramed: destination === 'iframe' || destination === 'frame',
    from,
    isSecure: request.protocol === 'https',
    languages: request.headers['accept-language'],
    requestId: request.id,
  }
}

/** A page with the path that it stands under. It is kept once it was read. */
function pageReader(folder: string) {
  const kept = new Map<string, string>()
  return async (name: string, base: string): Promise<string | undefined> => {
    const known = kept.get(name)
    if (known) return known
    const text = await readFile(join(folder, name), 'utf8').catch(() => undefined)
    const made = text?.replace(/data-base="[^"]*"/, `data-base="${base}"`)
    if (made) kept.set(name, made)
    return made
  }
}

const policyFor = (framers: readonly string[]) =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    `frame-ancestors ${framers.length ? framers.join(' ') : "'none'"}`,
  ].join('; ')

function send(reply: FastifyReply, page: string | undefined, framers: readonly string[]) {
  if (framers.length) reply.removeHeader('x-frame-options')
  reply.header('content-security-policy', policyFor(framers)).type('text/html; charset=utf-8')
  if (page) return reply.send(page)
  return reply.code(503).send(smallPage('The pages are not built', 'Run <code>npm run build</code>, then start again.'))
}
