import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { before, test } from 'node:test'
import type { Download, Page } from 'playwright-core'
import { assertBooks, balances } from '#/testing/ledger.ts'
import { memberOf } from '#/testing/members.ts'
import { browserOfThisFile, checkPage, visit, withDemo } from '#/testing/pages.ts'
import { serverOfThisFile, type World, world } from '#/testing/world.ts'

const server = await serverOfThisFile()
const browser = await browserOfThisFile()
const partner = { name: 'Ashgrove Supplies', domain: 'ashgrove.example' }
let own: World
let partnerId: string
const cookies: Record<string, string> = {}

before(async () => {
  own = await world(server)
  await withDemo(server, own.organisation.id)
  partnerId = (await own.admin.post('/api/v1/partners', partner)).body.data.id
  const address = { line1: '1 Station Road', city: 'Leeds', country: 'GB' }
  const billing = { legalName: 'Ashgrove Supplies Ltd', address }
  assert.equal((await own.admin.put(`/api/v1/partners/${partnerId}/billing-info`, billing)).status, 200)
  for (const role of ['FINANCE', 'PARTNER_MANAGER']) cookies[role] = (await memberOf(server, own, { role })).cookie
})

const open = (path: string, options: { role?: string; phone?: boolean; dark?: boolean } = {}) => {
  const { role = 'FINANCE', ...looks } = options
  return visit(browser, `${server.url}/console${path}`, { cookie: cookies[role] ?? '', ...looks })
}

const go = (page: Page, path: string) => page.goto(`${server.url}/console${path}`)

async function choosePartner(page: Page, within = page.getByRole('main'), label = 'Partner'): Promise<void> {
  await within
    .getByRole('textbox', { name: label, exact: true })
    .or(within.getByRole('combobox', { name: label, exact: true }))
    .fill('Ashgrove')
  await page.getByRole('option', { name: partner.name }).click()
}

async function bytesOf(download: Download): Promise<Buffer> {
  return await readFile(await download.path())
}

const lines = `partner,amount,currency,description
${partner.domain},120.00,USD,Trade fair
${partner.domain},80.50,USD,Workshop
${partner.domain},19.50,USD,Workshop material
nobody.example,5.00,USD,Nobody
`

async function importLines(page: Page): Promise<void> {
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'CSV file' }).click()
  await (await chooser).setFiles({ name: 'lines.csv', mimeType: 'text/csv', buffer: Buffer.from(lines) })
  await page.getByRole('button', { name: 'Preview' }).click()
  await page.getByRole('table', { name: 'Faults' }).getByText('nobody.example').waitFor()
  await page.getByRole('button', { name: 'Import 3 lines' }).click()
  await page.getByText('3 lines imported.').waitFor()
}

async function makePlan(page: Page): Promise<void> {
  await page.getByRole('textbox', { name: 'Name' }).fill('Ashgrove 2026')
  await page.getByLabel('Percentage of the sale').fill('10')
  await page.getByLabel('At most for one sale').fill('40')
  await page.getByText('Partners that any of these name').click()
  const calculator = page.getByRole('region', { name: 'Calculator' })
  await choosePartner(page, page.getByRole('main'), 'Partners')
  await choosePartner(page, calculator)
  const steps = calculator.getByRole('table', { name: 'Calculation' })
  await steps.getByRole('row', { name: 'Before caps US$100.00' }).waitFor()
  await steps.getByRole('row', { name: 'Cap for one sale (reached)' }).waitFor()
  await steps.getByRole('row', { name: 'Commission US$40.00' }).waitFor()
  await page.getByRole('button', { name: 'Create plan' }).click()
  await page.getByRole('heading', { name: 'Ashgrove 2026' }).waitFor()
}

async function recordSale(page: Page): Promise<void> {
  await page.getByLabel('Order number').fill('order-ashgrove-1')
  await choosePartner(page)
  await page.getByLabel('Amount').fill('1000')
  await page.getByRole('button', { name: 'Record', exact: true }).click()
  await page.getByText('It is recorded, and made 1 line.').waitFor()
  await page.getByRole('table', { name: 'Commission lines' }).getByText('US$40.00').waitFor()
}

async function runBatch(page: Page): Promise<string> {
  const preview = page.getByRole('table', { name: 'Preview in USD' })
  await preview.getByRole('row', { name: /^Paid out/ }).waitFor()
  await page.getByRole('button', { name: /^Create \d+ payouts in USD$/ }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Create payouts' }).click()
  await page.getByText('The payouts are about to be created').waitFor()
  await server.application.jobs.runNow('payout-batches.run')
  await page.getByRole('link', { name: partner.name }).waitFor()
  await page.getByText('The payouts are about to be created').waitFor({ state: 'detached' })
  return page.url().split('/').at(-1) ?? ''
}

async function declineLine(page: Page): Promise<void> {
  await page.getByText('In all: US$260.00').waitFor()
  await page.getByRole('button', { name: 'Actions for Workshop material' }).click()
  await page.getByRole('menuitem', { name: 'Decline' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('In your words').fill('It was not agreed.')
  await dialog.getByRole('button', { name: 'Decline' }).click()
  await page.getByText('In all: US$240.50').waitFor()
}

async function payAll(page: Page): Promise<void> {
  await page.getByRole('checkbox', { name: 'Choose all on this page' }).check()
  await page.getByRole('combobox', { name: 'New stage' }).click()
  await page.getByRole('option', { name: 'Paid', exact: true }).click()
  await page.getByRole('button', { name: 'Change stage' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Mark as paid' }).click()
  await page.getByText(/^\d+ payouts set to “Paid”\.$/).waitFor()
}

const year = new Date().getUTCFullYear()

test('finance brings lines and a plan to payouts that are paid, and every sum is the ledger’s', async () => {
  const opened = await open('/commissions/import')
  const { page } = opened
  await importLines(page)
  await go(page, '/commissions/plans/new')
  await makePlan(page)
  await go(page, '/commissions/sales/new')
  await recordSale(page)
  await go(page, `/payouts/new?from=${year}-01-01&to=${year}-12-31`)
  const batchId = await runBatch(page)
  await page.getByRole('link', { name: partner.name }).click()
  await declineLine(page)
  assert.deepEqual(await balances(server, partnerId), { 'COMMISSIONS USD': '-24050', 'IN_PAYOUT USD': '24050' })
  await go(page, `/payouts/batches/${batchId}`)
  await payAll(page)
  const { amount } = (await own.admin.get(`/api/v1/payout-batches/${batchId}/totals`)).body.data
  const told = new Intl.NumberFormat('en-GB', { style: 'currency', currency: 'USD' }).format(amount)
  const totals = page.getByRole('region', { name: 'Totals' })
  await totals.getByRole('button', { name: `Paid ${told}` }).waitFor()
  const exported = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Export' }).click()
  assert.match(String(await bytesOf(await exported)), /Ashgrove Supplies,.*,240\.50,USD,PAID,/)
  await page.getByRole('link', { name: partner.name }).click()
  await page.getByText('This payout is paid, so its lines stay as they are').waitFor()
  await page.getByRole('button', { name: 'Prepare the statement' }).click()
  const statement = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Download' }).click()
  assert.equal(String((await bytesOf(await statement)).subarray(0, 5)), '%PDF-')
  assert.deepEqual(await balances(server, partnerId), { 'COMMISSIONS USD': '-24050', 'PAID USD': '24050' })
  await assertBooks(server, own.organisation.id)
  await checkPage(opened, 'payout-paid')
})

const firstOf = async (path: string): Promise<string> => (await own.admin.get(`/api/v1/${path}`)).body.data[0].id

type Seen = [path: string, text: string]

async function pagesToSee(): Promise<Record<string, Seen>> {
  const of = async (path: string, list: string) => `${path}/${await firstOf(list)}`
  return {
    lines: ['/commissions', 'Warehouse licences'],
    'plan-new': ['/commissions/plans/new', 'Choose a partner to see'],
    batch: [await of('/payouts/batches', 'payout-batches'), 'Marlowe Shipping'],
    payout: [await of('/payouts', 'payouts?stage=PENDING_INVOICE'), 'In all:'],
    line: [await of('/commissions', 'commission-lines?status=PAID'), 'How it was calculated'],
    'line-new': ['/commissions/new', 'Create line'],
    plans: ['/commissions/plans', 'Resellers'],
    plan: [await of('/commissions/plans', 'commission-plans'), 'Version 1'],
    sales: ['/commissions/sales', 'demo-order-1111'],
    sale: [await of('/commissions/sales', 'source-events?type=REFUND'), 'What it took back'],
    payouts: ['/payouts', '7 of 12'],
    'payouts-all': ['/payouts/all', 'Waiting for invoice'],
    'payouts-new': ['/payouts/new', 'Pending lines'],
    'payout-settings': ['/payouts/settings', 'Minimum payouts'],
  }
}

test('each page holds in light, and those that hold the most in dark on a phone', async () => {
  const pages = Object.entries(await pagesToSee())
  for (const looks of [{}, { phone: true, dark: true }]) {
    const isPhone = 'phone' in looks
    const opened = await open('/commissions', looks)
    for (const [name, [path, text]] of isPhone ? pages.slice(0, 4) : pages) {
      await go(opened.page, path)
      await opened.page.getByRole('main').getByText(text).first().waitFor()
      await checkPage(opened, `${name}${isPhone ? '-phone-dark' : ''}`)
    }
    await opened.page.context().close()
  }
})

test('a partner manager reads all of it and is offered no change', async () => {
  const opened = await open('/payouts', { role: 'PARTNER_MANAGER' })
  const { page } = opened
  await page.getByRole('table', { name: 'Payout batches' }).waitFor()
  assert.equal(await page.getByRole('link', { name: 'Create payouts' }).count(), 0)
  await go(page, `/payouts/${await firstOf('payouts?stage=PENDING_INVOICE')}`)
  await page.getByText('In all:').waitFor()
  for (const name of [/stage/i, 'Approve', 'Attach lines', /^Actions for/, 'Prepare the statement'])
    assert.equal(await page.getByRole('button', { name }).count(), 0, String(name))
  await go(page, '/commissions')
  await page.getByRole('table', { name: 'Commission lines' }).waitFor()
  assert.equal(await page.getByRole('checkbox').count(), 0)
  assert.equal(await page.getByRole('link', { name: 'New line' }).count(), 0)
})

test('a line is entered, voided and brought back by the keyboard alone', async () => {
  const { page } = await open(`/commissions/new?partnerId=${partnerId}`)
  const press = (key: string) => page.keyboard.press(key)
  await page.getByLabel('Amount').focus()
  await page.keyboard.type('12.34')
  await press('Enter')
  await page.getByRole('heading', { name: 'Without a description' }).waitFor()
  await page.getByRole('button', { name: 'Void' }).focus()
  await press('Enter')
  await page.getByRole('dialog').waitFor()
  await press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Void' }).focus()
  await press('Enter')
  await page.getByRole('dialog').getByLabel('In your words').focus()
  await page.keyboard.type('Entered twice.')
  await press('Tab')
  await press('Tab')
  await press('Enter')
  await page.getByText('It was declined, and counts for nothing.').waitFor()
  const told = page.getByRole('alert').filter({ hasText: 'The line is void.' })
  await told.getByRole('button', { name: 'Undo' }).focus()
  await press('Enter')
  await page.getByText('It waits for the next payout.').waitFor()
  await assertBooks(server, own.organisation.id)
})
