import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { memberOf } from '#/testing/members.ts'
import { browserOfThisFile, checkPage, shot, visit } from '#/testing/pages.ts'
import { serverOfThisFile, world } from '#/testing/world.ts'

const server = await serverOfThisFile()
const own = await world(server)
const browser = await browserOfThisFile()
const { body } = await own.admin.post('/api/v1/partners', { name: 'Larkspur Traders', domain: 'larkspur.example.com' })
const path = `/api/v1/partners/${body.data.id}/billing-info`
const infoOf = async () => (await own.admin.get(path)).body.data

const open = async (role: 'FINANCE' | 'VIEWER', options: object = {}) => {
  const { cookie } = await memberOf(server, own, { role })
  return await visit(browser, `${server.url}/console/partners/${body.data.id}?tab=billing`, { cookie, ...options })
}
const told = (page: Page, text: string) => page.getByRole('alert').filter({ hasText: text }).first().waitFor()

async function fillCompany(page: Page): Promise<void> {
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Legal name').fill('Larkspur Traders GmbH')
  await dialog.getByLabel('Street and number').fill('Speicherweg 4')
  await dialog.getByLabel('City').fill('Hamburg')
  await dialog.getByRole('combobox', { name: 'Country' }).fill('Germany')
  await page.getByRole('option', { name: 'Germany' }).click()
}

test('finance enters a partner’s billing information, and changes it back', async () => {
  const opened = await open('FINANCE')
  const { page } = opened
  await page.getByRole('button', { name: 'Enter it' }).click()
  const dialog = page.getByRole('dialog')
  await fillCompany(page)
  await dialog.getByLabel('Account holder').fill('Larkspur Traders GmbH')
  await dialog.getByRole('textbox', { name: /^IBAN/ }).fill('DE89 3704 0044 0532 0130 01')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await dialog.getByText('check digits').waitFor()
  await checkPage({ ...opened, complaints: [] }, 'partner-billing-form')
  await dialog.getByRole('textbox', { name: /^IBAN/ }).fill('DE89 3704 0044 0532 0130 00')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await told(page, 'is saved.')
  await page.getByText('DE****3000').waitFor()
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Edit', exact: true }).click()
  await dialog.getByLabel('City').fill('Bremen')
  await dialog.getByLabel('City').press('Enter')
  await page.getByText('Speicherweg 4, Bremen').waitFor()
  await page.getByRole('button', { name: 'Edit', exact: true }).and(page.locator(':focus')).waitFor()
  assert.equal((await infoOf()).payoutMethod.iban, 'DE****3000')
  await page.getByRole('button', { name: 'Undo' }).last().click()
  await page.getByText('Speicherweg 4, Hamburg').waitFor()
  await page.getByRole('button', { name: 'Edit', exact: true }).click()
  await dialog.getByText('PayPal', { exact: true }).click()
  await dialog.getByLabel('PayPal address').fill('billing@larkspur.example.com')
  await dialog.getByText('This cannot be undone').waitFor()
  await shot(page, 'partner-billing-account')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await page.getByText('billing@larkspur.example.com').waitFor()
})

test('whoever may not change money sees billing information and no button for it', async () => {
  const { page } = await open('VIEWER', { phone: true })
  await page.getByText('Speicherweg 4, Hamburg').waitFor()
  assert.equal(await page.getByRole('button', { name: 'Edit', exact: true }).count(), 0)
})
