import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import type { Page } from 'playwright-core'
import { memberOf } from '#/testing/members.ts'
import { browserOfThisFile, checkPage, shot, visit, withDemo } from '#/testing/pages.ts'
import { serverOfThisFile, world } from '#/testing/world.ts'

const server = await serverOfThisFile()
const own = await world(server)
await withDemo(server, own.organisation.id)
const finance = await memberOf(server, own, { role: 'FINANCE', name: 'Idris Okoro' })
const browser = await browserOfThisFile()

const open = (path: string, options: object = {}) =>
  visit(browser, `${server.url}/console${path}`, { cookie: finance.cookie, ...options })
const heading = (page: Page, name: string) => page.getByRole('heading', { name, exact: true })

test('the dashboard tells how the programme stands, and leads to what waits', async () => {
  const opened = await open('/')
  const { page } = opened
  await page.getByRole('img', { name: /^Earned and paid in/ }).waitFor()
  await checkPage(opened, 'dashboard')
  await page.getByText('12 months').click()
  await page.waitForURL(/period=year/)
  await page.getByRole('img', { name: /^Clicks, [1-9]/ }).waitFor()
  await page.reload()
  await page.getByRole('radio', { name: '12 months', checked: true }).waitFor({ state: 'attached' })
  await page.getByRole('link', { name: /^Conversions to review/ }).click()
  await page.getByRole('heading', { level: 1, name: 'Conversions' }).waitFor()
  const dark = await open('/', { dark: true })
  await dark.page.getByRole('img', { name: /^Earned and paid in/ }).waitFor()
  await checkPage(dark, 'dashboard-dark')
  const phone = await open('/', { phone: true })
  await phone.page.getByRole('img', { name: /^Earned and paid in/ }).waitFor()
  await checkPage(phone, 'dashboard-phone')
})

test('a dashboard without data says what to do first', async () => {
  const fresh = await world(server)
  const owner = await memberOf(server, fresh, { role: 'OWNER', name: 'Aoife Brennan' })
  const opened = await open('/', { cookie: owner.cookie })
  await heading(opened.page, 'First steps').waitFor()
  await opened.page.getByRole('button', { name: 'Fill with invented data' }).waitFor()
  await checkPage(opened, 'dashboard-empty')
  await opened.page.getByRole('link', { name: 'Add a partner' }).click()
  await opened.page.waitForURL(/partners\/new/)
})

test('the invented programme is asked after only while it is made, and one that broke off goes on', async () => {
  const fresh = await world(server)
  const owner = await memberOf(server, fresh, { role: 'OWNER', name: 'Aoife Brennan' })
  const { page } = await open('/ledger', { cookie: owner.cookie })
  const questions: string[] = []
  page.on('request', (request) => void (request.url().endsWith('/api/v1/demo') && questions.push(request.method())))
  await page.clock.install()
  await page.getByRole('link', { name: 'Dashboard', exact: true }).click()
  await page.getByRole('button', { name: 'Fill with invented data' }).waitFor()
  await page.clock.fastForward(60_000)
  await page.evaluate(() => fetch('/healthz'))
  assert.deepEqual(questions, ['GET'])
  await page.getByRole('button', { name: 'Fill with invented data' }).click()
  await page.getByText('0 % of eight months').waitFor()
  await breakOff(fresh.organisation.id)
  await page.clock.fastForward(5_000)
  await page.getByRole('alert').getByText('It broke off').waitFor()
  await shot(page, 'demo-broken-off')
  await page.getByRole('button', { name: 'Go on' }).click()
  await page.getByText('0 % of eight months').waitFor()
})

const breakOff = (organisationId: string) =>
  sql`update demo_run set state = 'FAILED' where organisation_id = ${organisationId}`.execute(
    server.application.database.db,
  )

test('the ledger adds up to zero, and each entry leads to what it is about', async () => {
  const opened = await open('/ledger')
  const { page } = opened
  const trial = page.getByRole('table', { name: /^Trial balance/ }).first()
  await trial.getByRole('row', { name: /^Sum €0\.00|^Sum US\$0\.00/ }).waitFor()
  await page.getByText('Balanced').first().waitFor()
  await checkPage(opened, 'ledger')
  await page.getByRole('button', { name: 'Next' }).click()
  await page.waitForURL(/cursor=/)
  await page.getByRole('button', { name: 'Previous' }).click()
  await page.getByRole('combobox', { name: 'Account' }).click()
  await page.getByRole('option', { name: 'Payable' }).click()
  await page.waitForURL(/account=PAYABLE/)
  await page.getByRole('row').nth(1).waitFor()
  await page.getByRole('link', { name: 'Balances of partners' }).click()
  await heading(page, 'Balances of partners').waitFor()
  await page.getByRole('cell', { name: 'Entries' }).first().waitFor()
  await checkPage(opened, 'ledger-balances')
  await page.getByRole('cell', { name: 'Entries' }).first().getByRole('link').click()
  await page.waitForURL(/ledger\?partnerId=/)
  await page.getByRole('table', { name: 'Ledger entries' }).getByRole('link').first().click()
  await heading(page, 'Ledger transaction').waitFor()
  await page
    .getByRole('cell', { name: /^(Granted|Held|Payable|In payouts|Paid)$/ })
    .first()
    .waitFor()
  await checkPage(opened, 'ledger-transaction')
  const phone = await open('/ledger', { phone: true, dark: true })
  await phone.page.getByRole('table', { name: 'Ledger entries' }).waitFor()
  await checkPage(phone, 'ledger-phone-dark')
  await page.getByRole('table', { name: 'Ledger entries' }).getByRole('row').nth(1).getByRole('link').nth(2).click()
  await page.waitForURL(/\/commissions\/cln_/)
})
