import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { launchBrowser } from '#/testing/browser.ts'
import { cookiesOf, newVisitor, openSite } from '#/testing/site.ts'
import { serverOfThisFile } from '#/testing/world.ts'

const server = await serverOfThisFile()
const site = await openSite()
let browser: Browser
before(async () => void (browser = await launchBrowser()))
after(async () => {
  await browser.close()
  await site[Symbol.asyncDispose]()
})

const tag = (attributes = '') => `<script ${attributes} src="${server.url}/affiliate.js"></script>`
const clickId = (page: Page) => page.evaluate('introw.affiliate.getClickId()')
const days90 = 90 * 86_400

site.pages['/'] = tag('async')

/** The page once the script is there. */
async function open(page: Page, address: string): Promise<void> {
  await page.goto(address)
  await page.waitForFunction('window.introw && introw.affiliate.getClickId')
}

test('the click of the address is kept for 90 days on the widest domain and leaves the address bar', async () => {
  const { page, thrown } = await newVisitor(browser)
  const requests: string[] = []
  page.on('request', (request) => requests.push(request.url()))
  await open(page, site.at('/?a=%20b&irw_id=one.two-3_4~5&a=+&empty&=&x=ü#frag?irw_id=not', 'www.eu'))
  const { expires, ...cookie } = (await cookiesOf(page))['_introw_aff'] ?? assert.fail('no cookie')
  assert.deepEqual(cookie, {
    value: 'one.two-3_4~5',
    domain: '.shop.localhost',
    path: '/',
    httpOnly: false,
    secure: false,
    sameSite: 'Lax',
  })
  const now = (await page.evaluate('Date.now() / 1000')) as number
  assert.ok(Math.abs(expires - now - days90) < 60)
  assert.deepEqual(Object.keys(await cookiesOf(page)), ['_introw_aff'], 'no probe stays behind')
  assert.equal(page.url(), site.at('/?a=%20b&a=+&empty&=&x=%C3%BC#frag?irw_id=not', 'www.eu'))
  assert.equal(await clickId(page), 'one.two-3_4~5')
  assert.equal(requests.filter((url) => url.includes('www.eu')).length, 1, 'the page was not loaded again')
  await open(page, site.at('/', 'other'))
  assert.equal(await clickId(page), 'one.two-3_4~5', 'another host of the same domain knows it')
  assert.deepEqual(thrown, [])
})

for (const [given, left] of [
  ['/?irw_id=t', '/'],
  ['/?irw_id=t#', '/#'],
  ['/?irw_id=t&b=1', '/?b=1'],
  ['/?b=1&irw_id=t', '/?b=1'],
  ['/?irw_id=t&xirw_id=1&irw_id2=2', '/?xirw_id=1&irw_id2=2'],
  ['//evil.example/?irw_id=t&b=%2F', '//evil.example/?b=%2F'],
  ['/?irw_id=old&irw_id=t', '/'],
  ['/?b=1#irw_id=u', '/?b=1#irw_id=u'],
] as const)
  test(`of ${given} the address bar keeps ${left}`, async () => {
    site.pages['//evil.example/'] = tag()
    const { page, thrown } = await newVisitor(browser)
    await open(page, site.at(given))
    assert.equal(page.url(), site.at(left))
    assert.equal(await clickId(page), given.includes('irw_id=t') ? 't' : null)
    assert.deepEqual(thrown, [])
  })

test('the page’s own history state is kept', async () => {
  site.pages['/state'] = `<script>history.replaceState({ key: { deep: [1] } }, '')</script>${tag()}`
  const { page } = await newVisitor(browser)
  await open(page, site.at('/state?irw_id=t&b=1'))
  assert.deepEqual(await page.evaluate('[history.state, history.length]'), [{ key: { deep: [1] } }, 2])
  assert.equal(page.url(), site.at('/state?b=1'))
})

test('what is no token is not kept, and leaves the address bar too', async () => {
  for (const junk of ['', 'a;Domain=x', 'a%3B%20Path=/x', '%0d%0aSet-Cookie:x=y', 'ü', '<b>', 'a'.repeat(257)]) {
    const { page, thrown } = await newVisitor(browser)
    await open(page, site.at(`/?irw_id=${junk}&b=1`))
    assert.deepEqual([await clickId(page), await cookiesOf(page), page.url()], [null, {}, site.at('/?b=1')], junk)
    assert.deepEqual(thrown, [])
  }
})

test('a token of 256 characters is kept whole', async () => {
  const { page } = await newVisitor(browser)
  await open(page, site.at(`/?irw_id=${'x'.repeat(256)}`))
  assert.equal(await clickId(page), 'x'.repeat(256))
})

test('the last click wins, and the trail keeps the first and the three before it', async () => {
  const { page } = await newVisitor(browser)
  for (const id of ['c1', 'c2', 'c3', 'c4', 'c5', 'c6', 'c6']) await open(page, site.at(`/?irw_id=${id}`))
  const cookies = await cookiesOf(page)
  assert.equal(cookies['_introw_aff']?.value, 'c6')
  assert.equal(cookies['_introw_aff_t']?.value, 'c1:c3:c4:c5')
  await open(page, site.at('/?irw_id=c4'))
  assert.equal((await cookiesOf(page))['_introw_aff_t']?.value, 'c1:c3:c5:c6', 'a click stands in one place')
})

test('an older cookie on a narrower host does not hide the new click', async () => {
  const { page } = await newVisitor(browser)
  await page.context().addCookies([{ name: '_introw_aff', value: 'old', url: site.at('/', 'www') }])
  await open(page, site.at('/?irw_id=new', 'www'))
  assert.equal(await clickId(page), 'new')
  assert.equal((await cookiesOf(page))['_introw_aff_t']?.value, 'old')
  assert.equal((await page.context().cookies()).length, 2)
})

test('data-cookie-domain narrows the cookie, and one that the browser refuses falls back to the host', async () => {
  site.pages['/narrow'] = tag('data-cookie-domain=".www.shop.localhost"')
  site.pages['/refused'] = tag('data-cookie-domain="other.example"')
  const { page } = await newVisitor(browser)
  await open(page, site.at('/narrow?irw_id=a', 'eu.www'))
  assert.equal((await cookiesOf(page))['_introw_aff']?.domain, '.www.shop.localhost')
  await open(page, site.at('/refused?irw_id=b', 'eu.www'))
  const { domain, value } = (await cookiesOf(page))['_introw_aff'] ?? {}
  assert.deepEqual([domain, value], ['eu.www.shop.localhost', 'b'])
})

test('a suffix that others share is never the domain, and https makes the cookie Secure', async () => {
  const script = await (await fetch(`${server.url}/affiliate.js`)).text()
  for (const [host, domain] of [
    ['www.shop.co.uk', '.shop.co.uk'],
    ['eu.somebody.github.io', '.somebody.github.io'],
    ['shop.example', '.shop.example'],
  ] as const) {
    const { page } = await newVisitor(browser)
    await page.route('**', (route) => route.fulfill({ contentType: 'text/html', body: `<script>${script}</script>` }))
    await open(page, `https://${host}/?irw_id=t`)
    const cookie = (await cookiesOf(page))['_introw_aff']
    assert.deepEqual([cookie?.domain, cookie?.secure], [domain, true])
  }
})

test('on an address without a name, or of one word, the cookie stays on the host', async () => {
  for (const host of ['127.0.0.1', 'localhost']) {
    const { page } = await newVisitor(browser)
    await open(page, `${site.api.replace('127.0.0.1', host)}/?irw_id=t`)
    assert.deepEqual((await cookiesOf(page))['_introw_aff']?.domain, host)
  }
})

test('where cookies cannot be kept, the page that was arrived at still knows its click', async () => {
  const refused = `Object.defineProperty(Document.prototype, 'cookie', { get: () => '', set() {} })`
  const throwing = `Object.defineProperty(Document.prototype, 'cookie', { get() { throw new Error('no') }, set() { throw new Error('no') } })
    for (const name of ['localStorage', 'sessionStorage']) Object.defineProperty(window, name, { get() { throw new Error('no') } })`
  for (const prepare of [refused, throwing]) {
    const { page, thrown } = await newVisitor(browser, prepare)
    await open(page, site.at('/?irw_id=t&b=1'))
    assert.deepEqual([await clickId(page), page.url()], ['t', site.at('/?b=1')])
    await open(page, site.at('/'))
    assert.deepEqual([await clickId(page), thrown], [null, []])
  }
})

test('a frame that may do nothing is left in peace', async () => {
  site.pages['/framing'] = `<iframe sandbox="allow-scripts" src="/framed?irw_id=t"></iframe>`
  site.pages['/framed'] = tag()
  const { page, thrown } = await newVisitor(browser)
  await page.goto(site.at('/framing'))
  const frame = page.frames()[1] ?? assert.fail('no frame')
  await frame.waitForFunction('window.introw && introw.affiliate.getClickId() === "t"')
  assert.deepEqual(thrown, [])
})

test('with Global Privacy Control nothing is kept where the page says that it counts', async () => {
  site.pages['/gpc'] = tag('data-respect-gpc')
  site.pages['/gpc-off'] = tag('data-respect-gpc="false"')
  const { page } = await newVisitor(
    browser,
    `Object.defineProperty(navigator, 'globalPrivacyControl', { value: true })`,
  )
  await open(page, site.at('/gpc-off?irw_id=t'))
  assert.equal(await clickId(page), 't')
  await open(page, site.at('/?irw_id=u'))
  assert.equal(await clickId(page), 'u')
  await open(page, site.at('/gpc?irw_id=v&b=1'))
  assert.deepEqual([await clickId(page), await cookiesOf(page), page.url()], [null, {}, site.at('/gpc?b=1')])
})
