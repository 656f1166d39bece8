import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { clickOn } from '#/testing/clicks.ts'
import { submissions } from '#/testing/forms.ts'
import { memberOf } from '#/testing/members.ts'
import { browserOfThisFile, checkPage, visit, withDemo } from '#/testing/pages.ts'
import { type Answer, serverOfThisFile, world } from '#/testing/world.ts'

const server = await serverOfThisFile()
const own = await world(server)
await withDemo(server, own.organisation.id)
const manager = await memberOf(server, own, { role: 'PARTNER_MANAGER', name: 'Idris Okoro' })
const viewer = await memberOf(server, own, { role: 'VIEWER', name: 'Aoife Brennan' })
const browser = await browserOfThisFile()

const open = (path: string, options: object = {}) =>
  visit(browser, `${server.url}/console${path}`, { cookie: manager.cookie, ...options })
const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name })
const told = (page: Page, text: string | RegExp) => page.getByRole('alert').filter({ hasText: text }).first().waitFor()
/** An offer to undo stays while somebody points at it. */
const undo = (page: Page) => page.getByRole('button', { name: 'Undo' }).last()
const idIn = (page: Page) => new URL(page.url()).pathname.split('/').at(-1) ?? ''

async function choosePartner(page: Page, name: string): Promise<void> {
  await page.getByRole('dialog').getByRole('combobox', { name: 'Partner' }).fill(name)
  await page.getByRole('option', { name }).click()
}

async function report(code: string, email: string): Promise<string> {
  const clickId = await clickOn(server.url, code)
  const body = { clickId, email, properties: { amount: '240.00', currency: 'EUR' } }
  const answer: Answer = await own.admin.post('/api/v1/affiliate/conversions', body)
  assert.equal(answer.body.status, 'recorded', answer.text)
  return answer.body.conversionId
}

test('a campaign is made, its link is given and clicked, and what came of it is explained and accepted', async () => {
  const opened = await open('/campaigns')
  const { page } = opened
  await checkPage(opened, 'campaigns')
  await page.getByRole('link', { name: 'New campaign' }).click()
  await heading(page, 'New campaign').waitFor()
  await page.getByLabel('Name').fill('Autumn racks')
  await page.getByLabel('Destination').fill('https://www.vendor.example/racks')
  await page.getByLabel('Percentage of the sale').fill('12.5')
  await page.getByText('A conversion of €100.00 earns €12.50').waitFor()
  await page.getByRole('button', { name: 'Create campaign' }).click()
  await heading(page, 'Autumn racks').waitFor()
  await page.getByRole('button', { name: 'Give a partner a link' }).first().click()
  await choosePartner(page, 'Larkspur Traders')
  await page.getByRole('button', { name: 'Make the link' }).click()
  const address = await page.getByRole('dialog').getByText('/r/larkspur-traders-').textContent()
  await page.getByRole('button', { name: 'Done' }).click()
  const campaignId = idIn(page)
  const code = address?.split('/r/')[1] ?? ''
  await report(code, 'buyer@mailinator.com')
  await report(code, 'other@mailinator.com')

  await page.getByRole('tab', { name: 'Install' }).click()
  await page.getByText('Reports arrive').waitFor()
  await page.getByRole('cell', { name: 'A server' }).waitFor()

  await page.goto(`${server.url}/console/conversions?campaignId=${campaignId}`)
  await page.getByRole('link', { name: 'buyer@mailinator.com' }).click()
  await page.getByText('Credited: it is the last that counts.').waitFor()
  await page.getByText('mailinator.com is a service for throw-away e-mails. The campaign asks a person.').waitFor()
  await page.getByText('12.5 % of a sale of').waitFor()
  await checkPage(opened, 'conversion')

  await page.goBack()
  await page.getByLabel('Choose all on this page').check()
  await page.getByRole('button', { name: 'Accept' }).click()
  await told(page, '2 conversions accepted.')
  await undo(page).hover()
  await page.getByText('Nothing fits these filters').waitFor()
  await undo(page).click()
  await page.getByLabel('Choose the conversion of other@mailinator.com').check()
  await page.getByRole('button', { name: 'Decline' }).click()
  await page.getByLabel('In your words').fill('The order was cancelled.')
  await page.getByRole('dialog').getByRole('button', { name: 'Decline' }).click()
  await told(page, '1 conversion declined.')
  await page.getByRole('radiogroup').getByText('Declined').click()
  await page.getByRole('link', { name: 'other@mailinator.com' }).click()
  await page.getByText('Reason: The order was cancelled.').waitFor()
})

test('a conversion is given to another partner with a reason, and back', async () => {
  const opened = await open('/conversions?status=pending')
  const { page } = opened
  await page.getByRole('row').nth(1).getByRole('link').first().click()
  await page.getByRole('button', { name: 'Decline' }).press('Enter')
  await page.getByRole('dialog', { name: 'Decline this conversion' }).waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'More actions' }).click()
  await page.getByRole('menuitem', { name: 'Give to another partner' }).click()
  await choosePartner(page, 'Fjordline Data')
  await page.getByLabel('Reason').fill('They introduced the customer.')
  await page.getByRole('button', { name: 'Give it to them' }).click()
  await undo(page).hover()
  await page.getByText('Reason: They introduced the customer.').waitFor()
  await page.getByRole('link', { name: 'Fjordline Data' }).first().waitFor()
  await undo(page).click()
  await page.getByText('Reason: Undone: They introduced the customer.').waitFor()
  assert.deepEqual(opened.complaints, [])
})

test('links are revoked and restored, and a campaign is changed and changed back', async () => {
  const opened = await open('/campaigns')
  const { page } = opened
  await page.getByRole('link', { name: 'Spring licences' }).click()
  await page.getByText('Clicks by day').waitFor()
  await checkPage(opened, 'campaign-figures')
  await page.getByRole('tab', { name: 'Links' }).click()
  await page.getByRole('button', { name: /^Actions on driftwood/ }).click()
  await page.getByRole('menuitem', { name: 'Revoke' }).click()
  await told(page, 'is revoked.')
  await undo(page).hover()
  await page
    .getByRole('row', { name: /Driftwood/ })
    .getByText('Revoked')
    .waitFor()
  await undo(page).click()
  await page
    .getByRole('row', { name: /Driftwood/ })
    .getByText('Active')
    .waitFor()
  await page.getByRole('tab', { name: 'General' }).click()
  await page.getByLabel('Attribution window').fill('45')
  await page.getByLabel('Attribution window').press('Enter')
  await told(page, 'Saved.')
  const putBack = page.waitForResponse((answer) => answer.request().method() === 'PATCH')
  await undo(page).click()
  await putBack
  await page.reload()
  assert.equal(await page.getByLabel('Attribution window').inputValue(), '60 days')
  await page.getByLabel('Destination').fill('https://user:secret@www.vendor.example/')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('A web address that visitors see holds no user name').waitFor()
})

test('a form is made with a preview, and what was submitted is decided on', async () => {
  const opened = await open('/forms/new')
  const { page } = opened
  await page.getByLabel('Name').fill('Event request')
  await page.getByRole('textbox', { name: 'Label', exact: true }).fill('Which event?')
  await page.getByRole('region', { name: 'Preview of Event request' }).getByLabel('Which event?').waitFor()
  await page.getByRole('button', { name: 'Create form' }).click()
  await heading(page, 'Event request').waitFor()
  await checkPage(opened, 'form')
  const { data: form } = (await own.admin.get(`/api/v1/forms/${idIn(page)}`)).body
  const fields = { [form.fields[0].id]: 'The harbour fair' }
  const sent = await own.admin.post(`/api/v1/forms/${form.id}/submissions`, { fields })
  await page.getByRole('tab', { name: 'Submissions' }).click()
  await page.getByRole('row').nth(1).getByRole('link').first().click()
  await page.getByText('The harbour fair').waitFor()
  await checkPage(opened, 'submission')
  await page.getByRole('button', { name: 'Return' }).click()
  await page.getByLabel('Reason').fill('Which day?')
  await page.getByRole('dialog').getByRole('button', { name: 'Return' }).click()
  await told(page, 'It is returned.')
  const decided = await own.admin.get(`${submissions}/${sent.body.data.id}`)
  assert.deepEqual([decided.body.data.status, decided.body.data.reason], ['RETURNED', 'Which day?'])
})

test('a deal that another partner wants too is approved only beside it', async () => {
  const opened = await open('/deals?status=PENDING', { dark: true })
  const { page } = opened
  await page.getByRole('link', { name: /^Cobalt Clinics Ltd/ }).click()
  await page.getByText('Another partner wants this customer').waitFor()
  await checkPage(opened, 'deal-dark')
  await page.getByRole('button', { name: 'Approve' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Approve' }).click()
  await page.getByRole('button', { name: 'Approve both' }).click()
  await told(page, 'The deal is approved.')
  await page.getByRole('button', { name: 'Won' }).click()
  await told(page, 'The deal is won.')
})

test('whoever may only look sees no button that changes anything', async () => {
  const { page } = await open('/campaigns', { cookie: viewer.cookie })
  await page.getByRole('link', { name: 'Spring licences' }).click()
  for (const tab of ['General', 'Commission', 'Quality', 'Links', 'Install']) {
    await page.getByRole('tab', { name: tab }).click()
    await page.getByRole('tabpanel', { name: tab }).waitFor()
    for (const name of ['Save', 'Pause', 'Give a partner a link', 'Change the key', 'New campaign'])
      assert.equal(await page.getByRole('button', { name }).count(), 0, `${tab}: ${name}`)
  }
  await page.goto(`${server.url}/console/conversions?status=pending`)
  await page.getByRole('row').nth(1).getByRole('link').first().click()
  await page.getByText('Who brought it').waitFor()
  for (const name of ['Accept', 'Decline', 'More actions'])
    assert.equal(await page.getByRole('button', { name }).count(), 0, name)
})

test('on a phone and by keys alone the pages do as much', async () => {
  const opened = await open('/campaigns', { phone: true })
  const { page } = opened
  await page.getByRole('link', { name: 'Spring licences' }).waitFor()
  await checkPage(opened, 'campaigns-phone')
  await page.keyboard.press('g')
  await page.keyboard.press('v')
  await heading(page, 'Conversions').waitFor()
  await page.goto(`${server.url}/console/conversions?status=all`)
  await page
    .getByRole('link', { name: 'Next' })
    .or(page.getByRole('button', { name: 'Next' }))
    .focus()
  await page.keyboard.press('Enter')
  await page.waitForURL(/cursor=/)
  await checkPage(opened, 'conversions-phone')
  const row = await page.getByRole('row').nth(1).boundingBox()
  assert.ok(row && row.x + row.width <= 390, 'a row is seen whole')
  await page.goto(`${server.url}/console/forms/new`)
  await page.getByLabel('Name').focus()
  await page.keyboard.type('Typed by keys')
  await page.keyboard.press('Enter')
  await page.getByRole('textbox', { name: 'Label', exact: true }).waitFor()
  await checkPage(opened, 'form-phone')
})
