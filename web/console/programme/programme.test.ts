import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { memberOf } from '#/testing/members.ts'
import { browserOfThisFile, checkPage, type Opened, visit, withDemo } from '#/testing/pages.ts'
import { serverOfThisFile, type World, world } from '#/testing/world.ts'

const server = await serverOfThisFile()
const browser = await browserOfThisFile()
let vendor: World
let [manager, viewer] = ['', '']

before(async () => {
  vendor = await world(server)
  await withDemo(server, vendor.organisation.id)
  manager = (await memberOf(server, vendor, { role: 'PARTNER_MANAGER' })).cookie
  viewer = (await memberOf(server, vendor, { role: 'VIEWER' })).cookie
})

const open = (path: string, options: Parameters<typeof visit>[2] = {}): Promise<Opened> =>
  visit(browser, `${server.url}/console${path}`, { cookie: manager, ...options })
const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name })
const dialog = (page: Page) => page.getByRole('dialog')
const told = (page: Page, text: string) => page.getByRole('alert').filter({ hasText: text }).waitFor()
const undo = async (page: Page) => {
  await button(page, 'Undo').last().click()
  await told(page, 'Undone.')
}

/** Without the refusals that were provoked: the browser names each in its console. */
const asked = (opened: Opened): Opened => ({
  ...opened,
  complaints: opened.complaints.filter((one) => !one.includes('status of 422')),
})

test('tiers are added, ordered, changed and deleted, and each step can be undone', async () => {
  const opened = await open('/programme')
  const { page } = opened
  const names = async () =>
    await page.getByRole('list', { name: 'Tiers' }).locator('li p:first-child').allTextContents()
  await page.getByText('Platinum').waitFor()
  await checkPage(opened, 'programme-tiers')
  await button(page, 'New tier').click()
  await page.getByLabel('Name').fill('Diamond')
  await page.getByLabel('Description').fill('By invitation.')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Tab')
  await button(page, 'Add tier').click()
  await told(page, 'Diamond was added.')
  await button(page, 'Move Diamond up').focus()
  await page.keyboard.press('Enter')
  await told(page, 'Diamond is number 4 of 5 now.')
  assert.deepEqual(await names(), ['Registered', 'Silver', 'Gold', 'Diamond', 'Platinum'])
  await undo(page)
  assert.deepEqual((await names()).at(-1), 'Diamond')
  await button(page, 'Delete Gold').click()
  await dialog(page).getByText('Gold is in use').waitFor()
  await dialog(page).getByRole('link', { name: 'See these partners' }).waitFor()
  await page.keyboard.press('Escape')
  await button(page, 'Delete Diamond').click()
  await button(page, 'Delete tier').click()
  await told(page, 'Diamond was deleted.')
  await undo(page)
  await page.getByText('By invitation.').waitFor()
  await button(page, 'Edit Diamond').click()
  await page.getByLabel('Name').fill('gold')
  await button(page, 'Save').click()
  await dialog(page).getByText('Another one has this name.').waitFor()
})

test('a template is made, previewed, filled and published', async () => {
  const opened = await open('/programme?tab=templates')
  const { page } = opened
  await button(page, 'New template').click()
  await page.getByLabel('Name').fill('Agency portal')
  await button(page, 'Add template').click()
  await page.getByRole('heading', { name: 'Agency portal' }).waitFor()
  const preview = page.getByTitle('Preview of the portal').contentFrame()
  await page.getByLabel('Welcome text').fill('Good to have you.')
  await preview.getByText('Good to have you.').waitFor()
  await page.getByLabel('Accent colour').fill('#ffd400')
  await page.getByLabel('Welcome text').focus()
  await button(page, 'Save').click()
  await told(page, 'The portal of these partners was changed.')
  await page.getByText('Dark', { exact: true }).click()
  await page.getByText('Phone', { exact: true }).click()
  await button(page, 'Add resource').click()
  await page.getByLabel('Title').fill('Price list')
  await page.getByLabel('Address').fill('https://vendor.example.com/prices')
  await dialog(page).getByRole('button', { name: 'Add resource' }).click()
  await page.getByRole('link', { name: 'Price list' }).waitFor()
  await page.getByLabel('Title').waitFor({ state: 'detached' })
  await button(page, 'Publish to a partner').click()
  await page.getByRole('combobox', { name: 'Partner', exact: true }).fill('Sable')
  await page.getByRole('option', { name: 'Sable Point' }).click()
  await dialog(page).getByText('It takes the place').or(dialog(page).getByText('has no portal yet')).waitFor()
  await dialog(page).getByRole('button', { name: 'Publish' }).click()
  await told(page, 'Sable Point sees this portal now.')
  await page.getByText('Published to 1 partner').waitFor()
  await preview.getByText('Good to have you.').waitFor()
  await checkPage(opened, 'programme-template')
})

test('an internal contact is added, assigned, moved to another role and taken off', async () => {
  const opened = await open('/contacts')
  const { page } = opened
  await page.getByRole('link', { name: 'Rafael Souza' }).waitFor()
  await checkPage(opened, 'contacts')
  await page.getByRole('link', { name: 'New internal contact' }).click()
  await page.getByRole('heading', { name: 'New internal contact' }).waitFor()
  await page.getByLabel('E-mail').fill('RAFAEL.SOUZA@vendor.example')
  await button(page, 'Add internal contact').click()
  await page.getByText('Another internal contact has this e-mail address.').waitFor()
  await page.getByLabel('E-mail').fill('sam.ito@vendor.example')
  await page.getByLabel('Given name').fill('Sam')
  await page.getByLabel('Family name').fill('Ito')
  await page.getByRole('combobox', { name: 'Role' }).click()
  await page.getByRole('option', { name: 'Practice lead' }).click()
  await button(page, 'Add internal contact').click()
  await page.getByRole('heading', { name: 'Sam Ito' }).waitFor()
  await button(page, 'Choose partner').click()
  await page.getByRole('combobox', { name: 'Partner', exact: true }).fill('Sable')
  await page.getByRole('option', { name: 'Sable Point' }).click()
  await dialog(page).getByRole('button', { name: 'Assign' }).click()
  await told(page, 'Sam Ito is practice lead of Sable Point.')
  await page.getByRole('combobox', { name: 'Role at Sable Point' }).click()
  await page.getByRole('option', { name: 'Co-lead' }).click()
  await told(page, 'Sam Ito is co-lead now.')
  await checkPage(asked(opened), 'contact')
  await button(page, 'Remove co-lead at Sable Point').click()
  await told(page, 'Sam Ito has this role no more.')
  await undo(page)
  await page.getByRole('link', { name: 'Sable Point' }).waitFor()
  await button(page, 'Delete').click()
  await dialog(page).getByText('cannot be deleted yet').waitFor()
})

test('a client is archived, brought back, marked for deletion and saved from it', async () => {
  const opened = await open('/clients?q=Harrow%20Books')
  const { page } = opened
  await page.getByRole('link', { name: 'Harrow Books' }).first().click()
  await page.getByRole('heading', { name: 'Harrow Books' }).waitFor()
  await button(page, 'Archive').click()
  await page.getByRole('combobox', { name: 'Reason' }).click()
  await page.getByRole('option', { name: 'Duplicate' }).click()
  await button(page, 'Archive client').click()
  await told(page, 'Harrow Books was archived.')
  await page.getByText(/Archived on .*: Duplicate/).waitFor()
  await button(page, 'Schedule deletion').click()
  await page.getByLabel('Day of deletion').fill('2020-01-01')
  await dialog(page).getByRole('button', { name: 'Schedule deletion' }).click()
  await dialog(page).getByText('This day is over.').waitFor()
  await page.getByLabel('Day of deletion').fill('2099-01-02')
  await dialog(page).getByRole('button', { name: 'Schedule deletion' }).click()
  await page.getByText('Will be deleted for good on 2 Jan 2099').waitFor()
  await checkPage(asked(opened), 'client')
  await button(page, 'Stop the deletion').click()
  await told(page, 'The client will not be deleted.')
  await button(page, 'Restore').click()
  await told(page, 'Harrow Books is active again.')
  await undo(page)
  await page.getByText(/Archived on .*: Duplicate/).waitFor()
})

test('a billing request is decided, and an onboarding link is shown once', async () => {
  const opened = await open('/clients/billing-requests?status=PENDING')
  const { page } = opened
  await button(page, 'Approve').first().click()
  await dialog(page).getByText('The partner pays').waitFor()
  await dialog(page).getByRole('button', { name: 'Approve' }).click()
  await told(page, 'The request was approved.')
  await page.getByText('No request here').waitFor()
  await page.getByRole('tab', { name: 'Referrals' }).click()
  await button(page, 'Make link for Coolabah & Daughters').click()
  await button(page, 'Make link').last().click()
  assert.match(await page.getByLabel('Link', { exact: true }).inputValue(), /\/onboarding\?token=/)
  await page.keyboard.press('Escape')
  await checkPage(opened, 'referrals')
})

const places = ['/programme', '/programme?tab=templates', '/contacts', '/clients', '/clients/billing-requests']

test('whoever may only look sees every page and no button that changes', async () => {
  const id = (await vendor.admin.get('/api/v1/clients?limit=1')).body.data[0].id
  const opened = await open('/programme', { cookie: viewer })
  const { page } = opened
  const changes = /^(New|Add|Edit|Delete|Move|Archive|Restore|Approve|Reject|Assign|Make|Publish|Upload|Save)/
  for (const path of [...places, `/clients/${id}`, '/clients/referrals']) {
    await page.goto(`${server.url}/console${path}`)
    await page.getByRole('heading', { level: 1 }).waitFor()
    await page.getByLabel('Loading').first().waitFor({ state: 'detached' })
    assert.equal(await button(page, changes).count(), 0, path)
  }
  assert.deepEqual(opened.complaints, [])
})

test('the pages hold at the width of a phone and in the dark', async () => {
  const template = (await vendor.admin.get('/api/v1/experience-templates')).body.data[0].id
  const opened = await open('/programme', { phone: true, dark: true })
  for (const path of [...places, `/programme/templates/${template}`]) {
    await opened.page.goto(`${server.url}/console${path}`)
    await opened.page.getByRole('heading', { level: 1 }).waitFor()
    await checkPage(opened, `phone-dark${path.replaceAll(/\W+/g, '-')}`)
    // A phone’s window grows with what does not fit into it.
    assert.equal(await opened.page.evaluate('document.documentElement.scrollWidth'), 390, path)
  }
})
