import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { memberOf, type SignedIn } from '#/testing/members.ts'
import { browserOfThisFile, checkPage, visit, withDemo } from '#/testing/pages.ts'
import { serverOfThisFile, type World, world } from '#/testing/world.ts'

const server = await serverOfThisFile()
const browser = await browserOfThisFile()
let vendor: World
let kim: SignedIn

before(async () => {
  vendor = await world(server)
  await withDemo(server, vendor.organisation.id)
  kim = await memberOf(server, vendor, { role: 'PARTNER_MANAGER', name: 'Kim Sample' })
})

const open = (path: string, options = {}) =>
  visit(browser, `${server.url}/console${path}`, { cookie: kim.cookie, ...options })
const idOf = async (q: string) => {
  const answer = await vendor.admin.get(`/api/v1/partners?q=${encodeURIComponent(q)}`)
  return answer.body.data[0].id as string
}
const partnerOf = async (id: string) => (await vendor.admin.get(`/api/v1/partners/${id}`)).body.data
const button = (page: Page, name: string | RegExp) =>
  page.getByRole('button', { name, exact: typeof name === 'string' })
const told = (page: Page, text: string | RegExp) => page.getByRole('alert').filter({ hasText: text }).waitFor()

test('a partner is added by keyboard alone, and one that is known is shown instead', async () => {
  const opened = await open('/partners')
  const { page } = opened
  await page.getByRole('link', { name: 'Harbour & Pine' }).waitFor()
  await checkPage(opened, 'partners-list')
  await page.keyboard.press('Control+k')
  await page.getByPlaceholder('Where to, or what to do?').fill('New partner')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'New partner' }).waitFor()
  await page.keyboard.type('Seabright Cargo')
  await page.keyboard.press('Tab')
  await page.keyboard.type('harbour-pine.example')
  await page.getByText('You may know this partner already').waitFor()
  await checkPage(opened, 'partners-new-known')
  await page.keyboard.press('Enter')
  await page.getByText('Harbour & Pine has it already.').waitFor()
  await page.keyboard.press('Control+a')
  await page.keyboard.type('https://www.Seabright.example/en')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Seabright Cargo' }).waitFor()
  await page.getByRole('link', { name: 'seabright.example' }).waitFor()
})

test('a partner is edited in place, archived and restored, and its timeline says who did what', async () => {
  const id = await idOf('larkspur.example')
  const opened = await open(`/partners/${id}`)
  const { page } = opened
  await button(page, 'Edit company').click()
  await page.getByLabel('Name').fill('Larkspur Traders & Sons')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Larkspur Traders & Sons' }).waitFor()
  await page.getByRole('combobox', { name: 'Tier' }).click()
  await page.getByRole('option', { name: 'Platinum' }).click()
  await told(page, 'The tier of Larkspur Traders & Sons was changed.')
  await button(page, 'Undo').last().click()
  await told(page, 'Undone.')
  await button(page, 'Archive').click()
  await button(page, 'Restore').click()
  await told(page, 'is active again')
  await page.getByRole('tab', { name: 'Timeline' }).click()
  const latest = page.getByRole('tabpanel').getByText(/Kim Sample (restored|archived|changed)/)
  await latest.first().waitFor()
  const did = ['restored', 'archived', 'changed'].map((verb) => `Kim Sample ${verb} this partner`)
  assert.deepEqual((await latest.allTextContents()).slice(0, 3), did)
  await page.getByRole('tabpanel').getByText('Name: Larkspur Traders to Larkspur Traders & Sons').waitFor()
  await page.getByRole('tabpanel').getByText('Tier: Gold to Platinum').waitFor()
  await checkPage(opened, 'partner-timeline')
})

test('many partners are changed on several pages at once, and it is undone', async () => {
  const gold = (await vendor.admin.get('/api/v1/tiers')).body.data.find((one: { name: string }) => one.name === 'Gold')
  const countOfGold = async () =>
    (await vendor.admin.get(`/api/v1/partners?tierId=${gold.id}&limit=100`)).body.data.length
  const was = await countOfGold()
  const opened = await open('/partners?sort=name&status=active')
  const { page } = opened
  await page.getByLabel('Choose all on this page').check()
  await page.getByText('25 chosen').waitFor()
  await button(page, 'Next').click()
  await page.getByRole('checkbox', { name: 'Choose all on this page', checked: false }).waitFor()
  await page
    .getByRole('checkbox', { name: /^Choose (?!all)/ })
    .first()
    .check()
  await page.getByText('26 chosen').waitFor()
  await button(page, 'Choose all that fit').click()
  await page.getByText(/^(?!2[56])\d+ chosen/).waitFor()
  await checkPage(opened, 'partners-chosen')
  await button(page, 'Change').click()
  await page.getByRole('menuitem', { name: 'Tier' }).click()
  await page.getByRole('dialog').getByRole('combobox', { name: 'New tier' }).click()
  await page.getByRole('option', { name: 'Gold' }).click()
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Change \d+ partners$/ })
    .click()
  await told(page, /partners changed/)
  assert.ok((await countOfGold()) > 25)
  await button(page, 'Undo').click()
  await told(page, 'Undone.')
  assert.equal(await countOfGold(), was)
})

test('a view is saved under a name and found again, and columns are chosen', async () => {
  const { page } = await open('/partners')
  await page.getByRole('combobox', { name: 'Phase' }).click()
  await page.getByRole('option', { name: 'At risk' }).click()
  await button(page, 'Views').click()
  await button(page, 'Save this view').click()
  await page.getByRole('dialog').getByLabel('Name').fill('Partners at risk')
  await page.keyboard.press('Enter')
  await button(page, 'Partners at risk').waitFor()
  await page.goto(`${server.url}/console/partners`)
  await button(page, 'All partners').click()
  await button(page, 'Partners at risk').click()
  await page.getByRole('link', { name: 'Foxglove Media' }).waitFor()
  assert.match(page.url(), /phaseId=/)
  await button(page, 'Columns').click()
  await page.getByRole('checkbox', { name: 'Manager' }).check()
  await page.keyboard.press('Escape')
  await page.getByRole('columnheader', { name: 'Manager' }).waitFor()
  await page.reload()
  await page.getByRole('columnheader', { name: 'Manager' }).waitFor()
})

test('two partners are merged after both were seen side by side', async () => {
  const [staying, going] = [await idOf('greyhaven.example'), await idOf('juniperslate.example')]
  const opened = await open(`/partners/${staying}`)
  const { page } = opened
  await page.getByRole('link', { name: 'Merge' }).click()
  await page.getByRole('combobox', { name: 'The other partner' }).fill('juniper')
  await page.getByRole('option', { name: /Juniper & Slate/ }).click()
  await page.getByRole('cell', { name: 'Juniper & Slate' }).waitFor()
  await checkPage(opened, 'partners-merge')
  await button(page, 'Merge').click()
  await page.getByRole('dialog').getByText('This cannot be undone.').waitFor()
  await button(page, 'Merge them').click()
  await told(page, 'Juniper & Slate is part of Greyhaven Partners.')
  assert.equal((await partnerOf(going)).id, staying)
  await page.goto(`${server.url}/console/partners/${going}`)
  await page.getByRole('heading', { name: 'Greyhaven Partners' }).waitFor()
  assert.ok(page.url().endsWith(staying), 'the address of the other leads to the one that stays')
})

const csv = `Firm,Website,Tier,Segment,City
Northgate Depots,northgate.example,Silver,Reseller,Leeds
"Two
lines",not a domain,Silver,,Hull
Third Party,third.example,Nope,,York
`

test('a file is looked through before anything is written, then brought in, and what is left out can be downloaded', async () => {
  const opened = await open('/partners')
  const { page } = opened
  await button(page, 'CSV').click()
  await page.getByRole('menuitem', { name: 'Import partners' }).click()
  const chooser = page.waitForEvent('filechooser')
  await button(page, 'CSV file').click()
  await (await chooser).setFiles({ name: 'partners.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) })
  await page.getByText('No column is known to be the partner').waitFor()
  assert.match(opened.complaints.splice(0).join(), /422[^\n]*dryRun=true/, 'a browser tells of every refusal')
  await page.getByRole('combobox', { name: 'What Firm fills' }).click()
  await page.getByRole('option', { name: 'Name', exact: true }).click()
  await page.getByRole('combobox', { name: 'What Segment fills' }).click()
  await page.getByRole('option', { name: 'Categories' }).click()
  await page.getByText('What would happen').waitFor()
  await page.getByText('No tier has this id or name.').waitFor()
  await button(page, 'Import 1 row').waitFor()
  await checkPage(opened, 'partners-import')
  assert.deepEqual((await vendor.admin.get('/api/v1/partners?q=northgate')).body.data, [], 'nothing is written yet')
  await button(page, 'Import 1 row').click()
  await page.getByText('What happened').waitFor()
  await checkPage(opened, 'partners-imported')
  assert.deepEqual((await partnerOf(await idOf('northgate.example'))).categories, ['Reseller'])
  const download = page.waitForEvent('download')
  await button(page, 'Download the rows left out').click()
  const left = await (await download).createReadStream()
  assert.equal((await left.toArray()).join(''), csv.replace(/^Northgate.*\n/m, ''))
})

const tabs = 'Profile,Contacts,People,Clients,Links,Conversions,Commission lines,Payouts,Billing'.split(',')

test('everything that belongs to a partner has a tab; people are let in and links revoked, and that is undone', async () => {
  const id = (await vendor.admin.get('/api/v1/links?limit=1')).body.data[0].partnerId
  const opened = await open(`/partners/${id}`, { dark: true })
  const { page } = opened
  for (const name of tabs) {
    await page.getByRole('tab', { name }).click()
    await page.getByRole('tabpanel', { name }).waitFor()
    await checkPage(opened, `partner-${name.toLowerCase().replace(' ', '-')}`)
  }
  await page.getByRole('tab', { name: 'People' }).click()
  await button(page, 'Give somebody access').click()
  await page.getByLabel('E-mail').fill('sam@somewhere.example')
  await page.keyboard.press('Enter')
  await told(page, 'A letter to sam@somewhere.example is on its way.')
  await button(page, 'What to do with sam@somewhere.example').click()
  await page.getByRole('menuitem', { name: 'Make the manager' }).click()
  await told(page, 'The manager was changed.')
  await page.getByRole('tab', { name: 'Links' }).click()
  await button(page, /^What to do with the link/)
    .first()
    .click()
  await page.getByRole('menuitem', { name: 'Show the QR code' }).click()
  await page.getByRole('img', { name: /^QR code of/ }).waitFor()
  await page.keyboard.press('Escape')
  await button(page, /^What to do with the link/)
    .first()
    .click()
  await page.getByRole('menuitem', { name: 'Revoke' }).click()
  await page.getByText('Revoked').first().waitFor()
  await button(page, 'Undo').last().click()
  await told(page, 'Undone.')
})

test('a viewer sees it all and no button that changes; an unknown address says so', async () => {
  const viewer = await memberOf(server, vendor, { role: 'VIEWER' })
  const opened = await open('/partners', { cookie: viewer.cookie })
  const { page } = opened
  await page.getByRole('link', { name: 'Harbour & Pine' }).click()
  await page.getByRole('heading', { name: 'Harbour & Pine' }).waitFor()
  await page.getByText('Company', { exact: true }).waitFor()
  for (const name of ['Archive', 'Edit company', 'Edit portal', 'Edit CRM record'])
    assert.equal(await button(page, name).count(), 0, name)
  assert.equal(await page.getByRole('combobox', { name: 'Tier' }).count(), 0)
  await page.getByRole('link', { name: 'Partners' }).first().click()
  await page.getByRole('link', { name: 'Harbour & Pine' }).waitFor()
  assert.equal(await page.getByRole('link', { name: 'New partner' }).count(), 0)
  assert.equal(await page.getByRole('checkbox').count(), 0)
  await page.goto(`${server.url}/console/partners/ptn_nobody`)
  await page.getByText('There is no such partner').waitFor()
})

test('a telephone shows the list and a partner without sideways scrolling', async () => {
  const opened = await open('/partners', { phone: true })
  const { page } = opened
  await page.getByRole('link', { name: 'Harbour & Pine' }).waitFor()
  await checkPage(opened, 'partners-phone')
  await page.getByRole('link', { name: 'Harbour & Pine' }).click()
  await page.getByRole('heading', { name: 'Harbour & Pine' }).waitFor()
  await checkPage(opened, 'partner-phone')
})
