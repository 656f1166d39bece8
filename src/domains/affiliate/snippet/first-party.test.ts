import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { after, before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { launchBrowser } from '#/testing/browser.ts'
import { cookiesOf, newVisitor, openSite } from '#/testing/site.ts'
import { operatorIn, serverOfThisFile, world } from '#/testing/world.ts'
import { mintToken } from '../clicks/token.ts'

const server = await serverOfThisFile()
const { organisation } = await world(server)
const ctx = await operatorIn(server, organisation.id)
const site = await openSite()
let browser: Browser
before(async () => void (browser = await launchBrowser()))
after(async () => {
  await browser.close()
  await site[Symbol.asyncDispose]()
})

const click = () =>
  mintToken(ctx, {
    clickId: ctx.newId('clk'),
    organisationId: organisation.id,
    linkId: ctx.newId('lnk'),
    isRecorded: true,
  })
const path = '/affiliate/first-party'
const tag = (address: string, more = '') =>
  `<script ${more} data-first-party="${address}" src="${server.url}/affiliate.js"></script>`

/** A browser in which scripts find out which domain would do, and can keep nothing there. */
const scriptsKeepNothing = `{
  const { get, set } = Object.getOwnPropertyDescriptor(Document.prototype, 'cookie')
  Object.defineProperty(Document.prototype, 'cookie', {
    get,
    set(text) { if (text.startsWith('_introw_aff_p')) set.call(this, text) },
  })
}`

/** Arrives, and waits for the answer of the first-party endpoint. */
async function arrive(page: Page, address: string): Promise<number> {
  const answered = page.waitForResponse(`**${path}`)
  await page.goto(address)
  return (await answered).status()
}

test('what scripts cannot keep, an answer of the site keeps: the click and its trail', async () => {
  site.pages['/'] = tag(path)
  site.proxied[path] = server.url + path
  const { page, thrown } = await newVisitor(browser, scriptsKeepNothing)
  const [first, second] = [click(), click()]
  assert.equal(await arrive(page, site.at(`/?irw_id=${first}`, 'www')), 204)
  await page.reload()
  assert.equal(await page.evaluate('introw.affiliate.getClickId()'), first)
  assert.equal(await arrive(page, site.at(`/?irw_id=${second}`, 'www')), 204)
  const { _introw_aff: kept, _introw_aff_t: trail } = await cookiesOf(page)
  assert.deepEqual([kept?.value, kept?.domain, trail?.value], [second, '.shop.localhost', first])
  assert.deepEqual([kept?.httpOnly, kept?.sameSite, kept?.path, thrown], [false, 'Lax', '/', []])
})

test('an answer of a subdomain keeps the click for the site', async () => {
  site.pages['/subdomain'] = tag(site.at(path, 'go'))
  site.proxied[path] = server.url + path
  const { page, thrown } = await newVisitor(browser, scriptsKeepNothing)
  const token = click()
  assert.equal(await arrive(page, site.at(`/subdomain?irw_id=${token}`, 'www')), 204)
  await page.reload()
  assert.deepEqual([await page.evaluate('introw.affiliate.getClickId()'), thrown], [token, []])
})

test('the answer replaces the script’s cookie and puts no second one beside it', async () => {
  site.pages['/'] = tag(path)
  const { page } = await newVisitor(browser)
  const token = click()
  await arrive(page, site.at(`/?irw_id=${token}`, 'eu.www'))
  const cookies = await page.context().cookies()
  assert.deepEqual(
    cookies.map(({ name, value, domain }) => [name, value, domain]),
    [['_introw_aff', token, '.shop.localhost']],
  )
})

test('a forged click is kept by the script alone, as nobody can check it there', async () => {
  site.pages['/'] = tag(path)
  const { page, thrown } = await newVisitor(browser, scriptsKeepNothing)
  assert.equal(await arrive(page, site.at('/?irw_id=forged', 'www')), 422)
  assert.deepEqual([await cookiesOf(page), thrown], [{}, []])
})

test('an endpoint that is away, or no address at all, disturbs nothing', async () => {
  for (const address of ['http://localhost:1/', 'http://', 'javascript:alert(1)', '/nowhere']) {
    site.pages['/away'] = tag(address)
    const { page, thrown } = await newVisitor(browser)
    await page.goto(site.at('/away?irw_id=t&b=1'))
    assert.deepEqual([await page.evaluate('introw.affiliate.getClickId()'), page.url()], ['t', site.at('/away?b=1')])
    assert.deepEqual(thrown, [])
  }
})

test('with Global Privacy Control the endpoint is not asked where the page says that it counts', async () => {
  site.pages['/gpc'] = tag(path, 'data-respect-gpc')
  const { page } = await newVisitor(
    browser,
    `Object.defineProperty(navigator, 'globalPrivacyControl', { value: true })`,
  )
  const posts: string[] = []
  page.on('request', (request) => request.method() === 'GET' || posts.push(request.url()))
  await page.goto(site.at(`/gpc?irw_id=${click()}`))
  assert.deepEqual([posts, await cookiesOf(page)], [[], {}])
})

const guide = await readFile('docs/affiliate-install.md', 'utf8')
const [, workerRecipe = ''] = /\*\*Cloudflare\*\*[^]*?```js\n([^]*?)```/.exec(guide) ?? []
type Worker = { default: { fetch(request: Request): Promise<Response> } }

/** The recipe as it is written, on a server that gives it requests as Cloudflare does. */
async function runWorker(text: string, symbolon: string) {
  const source = text.replace('https://partners.example.com', symbolon)
  const { default: worker }: Worker = await import(`data:text/javascript,${encodeURIComponent(source)}`)
  const host = createServer(async (request, response) => {
    const headers = Object.entries(request.headers).map(([name, value]): [string, string] => [name, String(value)])
    const body = request.method === 'GET' ? undefined : new Uint8Array(await buffer(request))
    const given = new Request(`http://site.example${request.url}`, { method: request.method, headers, body })
    const answer = await worker.fetch(given)
    response.writeHead(answer.status, { 'set-cookie': answer.headers.getSetCookie() })
    response.end(await answer.text())
  })
  await new Promise<void>((resolve) => host.listen(0, '127.0.0.1', resolve))
  after(() => host.close().closeAllConnections())
  return `http://127.0.0.1:${(host.address() as AddressInfo).port}`
}

test('the recipe for Cloudflare hands on the click and not the site’s cookies', async () => {
  const address = await runWorker(workerRecipe, server.url)
  const clickId = click()
  const body = JSON.stringify({ clickId, earlierClickIds: [click()], domain: 'shop.example' })
  const headers = { origin: 'https://www.shop.example', cookie: 'session=secret', 'cf-connecting-ip': '192.0.2.1' }
  const kept = await fetch(address + path, { method: 'POST', body, headers })
  assert.equal(kept.status, 204)
  const [first = '', ...more] = kept.headers.getSetCookie()
  assert.match(first, new RegExp(`^_introw_aff=${clickId}; .*; Domain=shop.example; Secure$`))
  assert.equal(more.length, 1)
  assert.equal((await fetch(`${address}/affiliate.js`)).status, 200)
})
