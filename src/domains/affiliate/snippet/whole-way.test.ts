import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { newCampaign, newLink } from '#/testing/affiliate.ts'
import { launchBrowser } from '#/testing/browser.ts'
import { assertBooks } from '#/testing/ledger.ts'
import { cookiesOf, newVisitor, openSite } from '#/testing/site.ts'
import { serverOfThisFile, world } from '#/testing/world.ts'

const server = await serverOfThisFile()
const site = await openSite()
const { admin, organisation } = await world(server)
const { publishableKey } = (await admin.get('/api/v1/publishable-key')).body.data
const origin = new URL(site.at('/', 'www')).origin
let browser: Browser
before(async () => void (browser = await launchBrowser()))
after(async () => {
  await browser.close()
  await site[Symbol.asyncDispose]()
})

const path = '/affiliate/first-party'
site.pages['/pricing'] = `<script async data-publishable-key="${publishableKey}" data-first-party="${path}"
  src="${server.url}/affiliate.js"></script><h1>Pricing</h1>`
site.pages['/thanks'] = site.pages['/pricing']
site.proxied[path] = server.url + path

const commission = { type: 'FIXED', amount: '25.00', currency: 'EUR' }
const campaignOf = (body: object = {}) =>
  newCampaign(admin, {
    name: `To the shop ${crypto.randomUUID()}`,
    destinationUrl: site.at('/pricing?plan=team#start', 'www'),
    allowedOrigins: [origin],
    commission,
    ...body,
  })
const linesOf = async (partnerId: string) =>
  (await admin.get(`/api/v1/commission-lines?partnerId=${partnerId}`)).body.data.map(
    ({ status, amount, currency }: Record<string, string>) => [status, amount, currency],
  )

/** Follows a link, and waits until the click is kept by script and by answer. */
async function follow(page: Page, { code }: { code: string }): Promise<string> {
  const kept = page.waitForResponse(`**${path}`)
  await page.goto(`${server.url}/r/${code}`)
  assert.equal((await kept).status(), 204)
  return (await page.evaluate('introw.affiliate.getClickId()')) as string
}

test('from a partner’s link to the commission that waits: link, page, cookie, report, line', async () => {
  const campaign = await campaignOf()
  const link = await newLink(admin, { campaignId: campaign.id })
  const { page, thrown } = await newVisitor(browser)
  const token = await follow(page, link)
  assert.equal(page.url(), site.at('/pricing?plan=team#start', 'www'))
  assert.deepEqual((await cookiesOf(page))['_introw_aff']?.value, token)

  await page.goto(site.at('/thanks', 'www'))
  await page.waitForFunction('window.introw && introw.affiliate.track')
  const report = `introw.affiliate.track({ email: 'buyer@customer.example.com', properties: { plan: 'team' } })`
  assert.deepEqual(await page.evaluate(report), { status: 'recorded' })
  assert.deepEqual(await page.evaluate(report), { status: 'duplicate' })
  assert.deepEqual(await linesOf(link.partnerId), [['HELD', '25.00', 'EUR']])
  const counted = (await admin.get(`/api/v1/links/${link.id}`)).body.data
  assert.deepEqual([counted.clicks, counted.conversions], [1, 1])
  assert.deepEqual(thrown, [])
  await assertBooks(server, organisation.id)
})

test('several reports of one page at once make one conversion', async () => {
  const link = await newLink(admin, { campaignId: (await campaignOf()).id })
  const { page } = await newVisitor(browser)
  await follow(page, link)
  const reports = `Promise.all(Array.from({ length: 16 }, () => introw.affiliate.track()))`
  const outcomes = (await page.evaluate(reports)) as { status: string }[]
  assert.deepEqual(outcomes.map(({ status }) => status).toSorted(), [...Array(15).fill('duplicate'), 'recorded'])
  assert.deepEqual(await linesOf(link.partnerId), [['HELD', '25.00', 'EUR']])
  await assertBooks(server, organisation.id)
})

for (const [attributionModel, earner] of [
  ['FIRST_CLICK', 0],
  ['LAST_CLICK', 1],
] as const)
  test(`of two partners’ clicks in one browser a campaign of ${attributionModel} pays one`, async () => {
    const campaign = await campaignOf({ attributionModel })
    const links = [await newLink(admin, { campaignId: campaign.id }), await newLink(admin, { campaignId: campaign.id })]
    const { page } = await newVisitor(browser)
    for (const link of links) await follow(page, link)
    assert.deepEqual(await page.evaluate('introw.affiliate.track()'), { status: 'recorded' })
    const earned = await Promise.all(links.map(({ partnerId }) => linesOf(partnerId)))
    assert.deepEqual(
      earned.map((lines) => lines.length),
      [0, 1].map((index) => (index === earner ? 1 : 0)),
    )
    await assertBooks(server, organisation.id)
  })

test('a form of HubSpot reports its submission', async () => {
  const link = await newLink(admin, { campaignId: (await campaignOf()).id })
  const { page } = await newVisitor(browser)
  await follow(page, link)
  const answered = page.waitForResponse('**/conversions')
  const data = { submissionValues: { email: 'lead@customer.example.com' } }
  await page.evaluate(`postMessage(${JSON.stringify({ type: 'hsFormCallback', eventName: 'onFormSubmitted', data })})`)
  assert.equal((await answered).status(), 201)
  assert.deepEqual(await linesOf(link.partnerId), [['HELD', '25.00', 'EUR']])
})

test('an origin that the campaign does not allow, and a link that was revoked meanwhile, are ignored', async () => {
  const elsewhere = await newLink(admin, {
    campaignId: (await campaignOf({ allowedOrigins: ['https://other.example'] })).id,
  })
  const revoked = await newLink(admin, { campaignId: (await campaignOf()).id })
  for (const link of [elsewhere, revoked]) {
    const { page, thrown } = await newVisitor(browser)
    await follow(page, link)
    if (link === revoked) await admin.post(`/api/v1/links/${link.id}/revoke`)
    assert.deepEqual(await page.evaluate('introw.affiliate.track()'), { status: 'ignored' })
    assert.deepEqual([await linesOf(link.partnerId), thrown], [[], []])
  }
})
