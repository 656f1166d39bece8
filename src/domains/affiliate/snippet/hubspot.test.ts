import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser, Page, Route } from 'playwright-core'
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

const tag = `<script data-publishable-key="pk_aff_1" data-api-host="${site.api}" src="${server.url}/affiliate.js"></script>`
site.pages['/'] = tag

/** A visitor with a click, and the e-mails that his pages report from then on. */
async function arrive(query: string) {
  const { page, thrown } = await newVisitor(browser)
  const reported: (string | null)[] = []
  page.on('request', (request) => {
    if (request.method() === 'POST') reported.push(request.postDataJSON().email ?? null)
  })
  await page.goto(site.at(query))
  return { page, thrown, reported }
}

/** Submits a form in the page and waits until one more report was answered. */
async function reportedBy(page: Page, script: string): Promise<void> {
  const answered = page.waitForResponse('**/conversions')
  await page.evaluate(script)
  await answered
}

/** When this was heard, all that was sent before it was heard too. */
const settle = (page: Page) =>
  page.evaluate(`new Promise((resolve) => {
    addEventListener('message', ({ data }) => data === 'settled' && setTimeout(resolve))
    postMessage('settled', '*')
  })`)

const classic = (eventName: string, data: unknown) =>
  `postMessage(${JSON.stringify({ type: 'hsFormCallback', eventName, id: 'form-1', data })}, '*')`
const v4 = (detail: object) =>
  `dispatchEvent(new CustomEvent('hs-form-event:on-submission:success', { detail: ${JSON.stringify(detail)} })), void 0`

const email = 'buyer@customer.example.com'
for (const [what, script] of [
  ['a classic form', classic('onFormSubmitted', { redirectUrl: '', submissionValues: { firstname: 'B', email } })],
  [
    'a classic form that lists its values',
    classic('onFormSubmitted', { submissionValues: [{ name: 'email', value: email }] }),
  ],
  [
    'a classic form that tells its values only before it is sent',
    `${classic('onFormSubmit', [{ name: 'email', value: ` ${email} ` }])}, ${classic('onFormSubmitted', { redirectUrl: '' })}`,
  ],
  ['a v4 form whose event tells its values', v4({ formId: 'f', values: [{ name: '0-1/email', value: [email] }] })],
  [
    'a v4 form that is asked for its values',
    `window.HubSpotFormsV4 = { getFormFromEvent: ({ detail }) => ({ getFormFieldValues: async () =>
      [{ name: '0-1/firstname', value: detail.formId }, { name: '0-1/email', value: '${email}' }] }) }, ${v4({ formId: 'f' })}`,
  ],
] as const)
  test(`${what} reports the e-mail that was submitted, once`, async () => {
    const { page, thrown, reported } = await arrive('/?irw_id=t')
    await reportedBy(page, script)
    await page.evaluate(script)
    await settle(page)
    assert.deepEqual([reported, thrown], [[email], []])
  })

test('a form in which no e-mail can be found still reports its click', async () => {
  for (const script of [
    classic('onFormSubmitted', { submissionValues: { email: 'no address' } }),
    classic('onFormSubmitted', { submissionValues: { email: 'büro@customer.example.com' } }),
    classic('onFormSubmitted', { submissionValues: { email: `${'x'.repeat(310)}@customer.example.com` } }),
    classic('onFormSubmitted', null),
    v4({}),
    `window.HubSpotFormsV4 = { getFormFromEvent() { throw new Error() } }, ${v4({})}`,
    `window.HubspotFormsV4 = { getFormFromEvent: () => ({ getFormFieldValues: () => Promise.reject(new Error()) }) }, ${v4({})}`,
    `dispatchEvent(new CustomEvent('hs-form-event:on-submission:success', { detail: { get email() { throw new Error() } } })), void 0`,
    `dispatchEvent(new CustomEvent('hs-form-event:on-submission:success', { detail: { window, document } })), void 0`,
  ]) {
    const { page, thrown, reported } = await arrive('/?irw_id=t')
    await reportedBy(page, script)
    assert.deepEqual([reported, thrown], [[null], []], script)
  }
})

test('one submission that both kinds of event tell of is one report', async () => {
  const { page, reported } = await arrive('/?irw_id=t')
  await reportedBy(page, `${classic('onFormSubmitted', { submissionValues: { email } })}, ${v4({ email })}`)
  await settle(page)
  assert.deepEqual(reported, [email])
})

test('a submission whose report failed may be reported again', async () => {
  const { page } = await arrive('/?irw_id=again')
  const recorded = () => site.reports.filter(({ body }) => body['clickId'] === 'again').length
  let failed = 0
  const fail = (route: Route) => {
    failed++
    return route.abort()
  }
  await page.route('**/conversions', fail, { times: 1 })
  const reported = site.reported('again')
  await page.evaluate(`void setInterval(() => ${classic('onFormSubmitted', { submissionValues: { email } })}, 20)`)
  await reported
  assert.deepEqual([failed, recorded()], [1, 1])
})

test('a form that is not sent, failed, or is no form of HubSpot reports nothing', async () => {
  const { page, thrown, reported } = await arrive('/?irw_id=t')
  for (const script of [
    classic('onFormReady', {}),
    classic('onFormSubmit', [{ name: 'email', value: email }]),
    `dispatchEvent(new CustomEvent('hs-form-event:on-submission:failed', { detail: {} })), void 0`,
    `postMessage(null, '*')`,
    `postMessage('hsFormCallback', '*')`,
    `postMessage({ type: 'other', eventName: 'onFormSubmitted' }, '*')`,
  ])
    await page.evaluate(script)
  await settle(page)
  assert.deepEqual([reported, thrown], [[], []])
})

test('a foreign frame cannot report, and one of HubSpot can', async () => {
  site.pages['/framed'] = `${tag}<iframe src="${site.at('/frame').replace('shop.', 'advertiser.')}"></iframe>
    <iframe src="https://share.hsforms.com/form"></iframe><iframe src="https://hsforms.com.evil.example/form"></iframe>`
  const { page, reported } = await arrive('/empty')
  await page.route(/^https:/, (route) => route.fulfill({ contentType: 'text/html', body: 'A form' }))
  await page.goto(site.at('/framed?irw_id=t'))
  const submission = (address: string) =>
    `parent.${classic('onFormSubmitted', { submissionValues: { email: address } })}`
  const [, advertiser, hubSpot, evil] = page.frames()
  await advertiser?.evaluate(submission('advertiser@a.example'))
  await evil?.evaluate(submission('evil@a.example'))
  const answered = page.waitForResponse('**/conversions')
  await hubSpot?.evaluate(submission(email))
  await answered
  assert.deepEqual(reported, [email])
})

test('a visitor without a click may submit whatever he likes', async () => {
  const { page, thrown, reported } = await arrive('/')
  await page.evaluate(classic('onFormSubmitted', { submissionValues: { email } }))
  await page.evaluate(v4({ email }))
  await settle(page)
  assert.deepEqual([reported, thrown], [[], []])
})
