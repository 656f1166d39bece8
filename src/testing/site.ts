/** A company's site for browser tests: pages on several hosts, a proxy, and what was reported to it. */
import { EventEmitter, once } from 'node:events'
import { createServer, type IncomingMessage, request as forward, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import type { Browser, Page } from 'playwright-core'

export type Report = { headers: IncomingMessage['headers']; body: { [key: string]: unknown } }

export type Site = AsyncDisposable & {
  /** The address of a path on one of its hosts: `''` for `shop.localhost`, `'www'` for what is below it. */
  at(path: string, host?: string): string
  /** The origin that answers reports as the API would: recorded, then duplicate. */
  api: string
  reports: Report[]
  /** Resolves when a click was reported. */
  reported(clickId: string): Promise<unknown>
  /** What each path answers; any other is an empty page. */
  pages: { [path: string]: string | { html: string; headers: Record<string, string> } }
  /** Paths that are handed on to another server, as a reverse proxy does. */
  proxied: { [path: string]: string }
}

const reportPath = '/api/v1/affiliate/conversions'

export async function openSite(): Promise<Site> {
  const heard = new EventEmitter()
  const server = createServer((request, response) => void serve(site, heard, request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const site: Site = {
    at: (path, host) => `http://${host ? `${host}.` : ''}shop.localhost:${port}${path}`,
    api: `http://127.0.0.1:${port}`,
    reports: [],
    reported: (clickId) => once(heard, clickId),
    pages: {},
    proxied: {},
    [Symbol.asyncDispose]: () => new Promise((resolve) => server.close(() => resolve()).closeAllConnections()),
  }
  return site
}

async function serve(
  site: Site,
  heard: EventEmitter,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const path = request.url?.split('?')[0] ?? ''
  const target = site.proxied[path]
  if (target) return handOn(target, request, response)
  if (path === reportPath) return takeReport(site, heard, request, response)
  const page = site.pages[path] ?? ''
  const { html, headers } = typeof page === 'string' ? { html: page, headers: {} } : page
  const type = path.endsWith('.js') ? 'text/javascript' : 'text/html'
  response.writeHead(200, { 'content-type': `${type}; charset=utf-8`, ...headers }).end(html)
}

async function takeReport(
  site: Site,
  heard: EventEmitter,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { origin = '*' } = request.headers
  const cors = {
    'access-control-allow-origin': origin,
    'access-control-allow-methods': 'POST, OPTIONS',
    'access-control-allow-headers': 'content-type, x-introw-publishable-key',
  }
  if (request.method === 'OPTIONS') return void response.writeHead(204, cors).end()
  const body = JSON.parse(await text(request)) as Report['body']
  const isKnown = site.reports.some((report) => report.body['clickId'] === body['clickId'])
  site.reports.push({ headers: request.headers, body })
  const answer = { status: isKnown ? 'duplicate' : 'recorded', conversionId: 'cnv_1', formSubmissionId: 'fsub_1' }
  response.writeHead(isKnown ? 200 : 201, { ...cors, 'content-type': 'application/json' }).end(JSON.stringify(answer))
  heard.emit(String(body['clickId']))
}

function handOn(target: string, request: IncomingMessage, response: ServerResponse): void {
  const { host: _host, ...headers } = request.headers
  const onward = forward(target, { method: request.method, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers)
    answer.pipe(response)
  })
  request.pipe(onward)
}

/** A browser that says it is headless is taken for a bot. */
const person =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36'

/** A visitor with an empty browser, and everything that pages of his threw; `prepare` runs before each page's scripts. */
export async function newVisitor(browser: Browser, prepare?: string): Promise<{ page: Page; thrown: string[] }> {
  const page = await browser.newPage({ userAgent: person })
  const thrown: string[] = []
  page.on('pageerror', (error) => thrown.push(error.stack ?? error.message))
  await page.addInitScript({
    content: `addEventListener('unhandledrejection', (event) => { throw event.reason });${prepare ?? ''}`,
  })
  return { page, thrown }
}

/** The cookies of a visitor by name, without what the clock says. */
export async function cookiesOf(page: Page) {
  const all = await page.context().cookies()
  return Object.fromEntries(all.map(({ name, ...cookie }) => [name, cookie]))
}
