import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { launchBrowser } from '#/testing/browser.ts'
import { newVisitor, openSite } from '#/testing/site.ts'
import { serverOfThisFile } from '#/testing/world.ts'

const server = await serverOfThisFile()
const site = await openSite()
let browser: Browser
before(async () => void (browser = await launchBrowser()))
after(async () => {
  await browser.close()
  await site[Symbol.asyncDispose]()
})

const key = 'pk_aff_org_0000000000000000000000000example'
const settings = `data-publishable-key="${key}" data-api-host="${site.api}"`
const source = `${server.url}/affiliate.js`
const tag = (attributes = '') => `<script ${attributes} ${settings} src="${source}"></script>`
const isReady = 'window.introw && introw.affiliate.getClickId'
const track = (page: Page, report = '') => page.evaluate(`introw.affiliate.track(${report})`)
const reportsOf = (clickId: string) => site.reports.filter(({ body }) => body['clickId'] === clickId)

site.pages['/'] = tag('async')

async function arrive(address: string, prepare?: string) {
  const visitor = await newVisitor(browser, prepare)
  await visitor.page.goto(site.at(address))
  await visitor.page.waitForFunction(isReady)
  return visitor
}

test('a report carries the click, what the page says of it, and the site’s key', async () => {
  const { page, thrown } = await arrive('/?irw_id=report.1')
  const report = `{ email: 'buyer@customer.example.com', properties: { plan: 'team', seats: 12 } }`
  assert.deepEqual(await track(page, report), { status: 'recorded' })
  assert.deepEqual(await track(page, report), { status: 'duplicate' })
  const [first] = reportsOf('report.1')
  assert.deepEqual(first?.body, {
    clickId: 'report.1',
    email: 'buyer@customer.example.com',
    properties: { plan: 'team', seats: 12 },
  })
  assert.equal(first?.headers['x-introw-publishable-key'], key)
  assert.equal(first?.headers['content-type'], 'application/json')
  assert.equal(first?.headers.origin, new URL(site.at('/')).origin)
  assert.equal(first?.headers.cookie, undefined)
  assert.deepEqual(thrown, [])
})

test('a report may name another key, and carries the earlier clicks', async () => {
  const { page } = await arrive('/?irw_id=earlier.1')
  await page.goto(site.at('/?irw_id=earlier.2'))
  await page.waitForFunction(isReady)
  await track(page, `{ publishableKey: 'pk_aff_1' }`)
  const [report] = reportsOf('earlier.2')
  assert.deepEqual(report?.body, { clickId: 'earlier.2', earlierClickIds: ['earlier.1'] })
  assert.equal(report?.headers['x-introw-publishable-key'], 'pk_aff_1')
})

test('without a click nothing is sent', async () => {
  const { page, thrown } = await newVisitor(browser)
  const posts: string[] = []
  page.on('request', (request) => request.method() === 'GET' || posts.push(request.url()))
  await page.goto(site.at('/'))
  await page.waitForFunction(isReady)
  assert.deepEqual(await track(page, `{ email: 'a@b.example' }`), { status: 'ignored' })
  assert.deepEqual([posts, thrown], [[], []])
})

for (const [what, report] of [
  ['nothing', ''],
  ['null', 'null'],
  ['a text', '"text"'],
  ['a null e-mail', '{ email: null, properties: null }'],
] as const)
  test(`a report of ${what} is one of the click alone`, async () => {
    const id = `odd.${what.replaceAll(' ', '-')}`
    const { page } = await arrive(`/?irw_id=${id}`)
    assert.deepEqual(await track(page, report), { status: 'recorded' })
    assert.deepEqual(reportsOf(id)[0]?.body, { clickId: id })
  })

for (const [what, report] of [
  ['a circle', '(() => { const properties = {}; properties.self = properties; return { properties } })()'],
  ['a big integer', '{ properties: { amount: 1n } }'],
  ['a getter that throws', '{ get email() { throw new Error() } }'],
  ['a key that no header takes', '{ publishableKey: "\\u20ac" }'],
] as const)
  test(`a report with ${what} is ignored, and nothing throws`, async () => {
    const { page, thrown } = await arrive('/?irw_id=broken.1')
    assert.deepEqual(await track(page, report), { status: 'ignored' })
    assert.deepEqual([thrown, reportsOf('broken.1')], [[], []])
  })

test('whatever fails on the way is ignored', async () => {
  const noFetch = 'delete window.fetch; window.fetch = undefined'
  const { page, thrown } = await arrive('/?irw_id=fails.1', noFetch)
  assert.deepEqual(await track(page), { status: 'ignored' })
  const other = await arrive('/?irw_id=fails.1')
  for (const answer of [
    { status: 500, body: 'no JSON' },
    { status: 401, body: '{"error":{"code":"UNAUTHORIZED"}}' },
    { status: 200, body: '{"status":"ignored","conversionId":null,"formSubmissionId":null}' },
    { status: 200, body: 'null' },
    { status: 200, body: '{"status":"accepted"}' },
  ]) {
    await other.page.route('**/conversions', (route) =>
      route.fulfill({ ...answer, headers: { 'access-control-allow-origin': '*' } }),
    )
    assert.deepEqual(await track(other.page), { status: 'ignored' }, answer.body)
  }
  await other.page.route('**/conversions', (route) => route.abort())
  assert.deepEqual(await track(other.page), { status: 'ignored' })
  assert.deepEqual([thrown, other.thrown], [[], []])
})

test('who waits for a server that never answers waits ten seconds at most', async () => {
  const { page } = await newVisitor(browser)
  await page.clock.install()
  await page.goto(site.at('/?irw_id=slow.1'))
  await page.waitForFunction(isReady)
  await page.route('**/conversions', () => {})
  await page.evaluate('introw.affiliate.track().then((outcome) => (window.outcome = outcome)), 0')
  await page.clock.runFor(10_000)
  await page.waitForFunction('window.outcome && outcome.status === "ignored"')
})

test('a report is sent although the page is left at once', async () => {
  const { page } = await arrive('/?irw_id=leaving.1')
  const reported = site.reported('leaving.1')
  await page.evaluate(`introw.affiliate.track(), void (location.href = '/thanks')`)
  await Promise.all([reported, page.waitForURL('**/thanks')])
})

const late = (how: string) => `<script>addEventListener('load', () => {
  const script = document.createElement('script')
  script.onload = () => (window.isLateLoaded = true)
  for (const [name, value] of Object.entries({ 'data-publishable-key': '${key}', 'data-api-host': '${site.api}' })) script.setAttribute(name, value)
  ${how}
})</script>`
const ways: { [way: string]: string } = {
  plain: tag(),
  async: tag('async'),
  defer: tag('defer'),
  'in-the-body': `<main>${tag()}</main>`,
  late: late(`script.src = '${source}'; document.body.append(script)`),
  'run-as-text': late(`script.type = 'text/plain'; document.body.append(script)
    fetch('${source}').then((answer) => answer.text()).then((text) => setTimeout(text))`),
  module: late(`document.body.append(script); script.type = 'text/plain'; import('${source}')`),
  copied: `<script ${settings} src="/own-name.js"></script>`,
  twice: tag() + tag('async') + late(`script.src = '${source}'; document.body.append(script)`),
  'with-integrity': tag('crossorigin="anonymous"'),
}
site.pages['/own-name.js'] = await (await fetch(source)).text()
for (const [way, html] of Object.entries(ways))
  test(`the script works when it comes ${way}`, async () => {
    site.pages[`/${way}`] = html
    const { page, thrown } = await arrive(`/${way}?irw_id=way.${way}&b=1`)
    if (way === 'twice') await page.waitForFunction('window.isLateLoaded')
    assert.deepEqual(await track(page), { status: 'recorded' })
    assert.equal(page.url(), site.at(`/${way}?b=1`))
    assert.equal(reportsOf(`way.${way}`)[0]?.headers['x-introw-publishable-key'], key)
    assert.deepEqual(thrown, [])
  })

test('what is asked before the script is there waits for it', async () => {
  site.pages['/queue'] = `<script>
    window.introw = { affiliate: { q: [] }, other: 'theirs' }
    introw.affiliate.q.push(() => { throw new Error('theirs too') })
    introw.affiliate.q.push((affiliate) => affiliate.track({ email: 'early@b.example' }).then(({ status }) => (window.early = status)))
  </script>${tag('async')}`
  const { page } = await arrive('/queue?irw_id=queue.1')
  await page.waitForFunction('window.early === "recorded"')
  const late = 'new Promise((resolve) => introw.affiliate.q.push((affiliate) => resolve(affiliate.getClickId())))'
  assert.equal(await page.evaluate(late), 'queue.1')
  assert.equal(await page.evaluate('introw.other'), 'theirs')
})

test('a strict content security policy needs two lines', async () => {
  const policy = `default-src 'none'; script-src ${server.url}; connect-src ${site.api}; require-trusted-types-for 'script'`
  site.pages['/csp'] = { html: tag(), headers: { 'content-security-policy': policy } }
  const { page, thrown } = await newVisitor(browser)
  const complaints: string[] = []
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
  await page.goto(site.at('/csp?irw_id=csp.1'))
  assert.deepEqual(await track(page), { status: 'recorded' })
  assert.deepEqual([thrown, complaints.filter((text) => !text.includes('favicon'))], [[], []])
})

test('a click is known throughout a single-page application', async () => {
  const { page } = await arrive('/?irw_id=spa.1')
  await page.evaluate(`history.pushState({}, '', '/cart'), history.pushState({}, '', '/thanks?irw_id=not-taken')`)
  assert.deepEqual(await track(page), { status: 'recorded' })
  assert.equal(reportsOf('spa.1').length, 1)
})

test('with Global Privacy Control nothing is sent where the page says that it counts', async () => {
  site.pages['/gpc'] = tag('data-respect-gpc')
  const gpc = `Object.defineProperty(navigator, 'globalPrivacyControl', { value: true })`
  const { page } = await arrive('/gpc?irw_id=gpc.1', gpc)
  assert.deepEqual(await track(page), { status: 'ignored' })
  assert.deepEqual(reportsOf('gpc.1'), [])
})
