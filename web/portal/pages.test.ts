import assert from 'node:assert/strict'
import { test } from 'node:test'
import { browserOfThisFile, checkPage, type Opened, shot, visit, withDemo } from '#/testing/pages.ts'
import { memberOf } from '#/testing/members.ts'
import { enter, portalUrlFor } from '#/testing/portal.ts'
import { serverOfThisFile, world } from '#/testing/world.ts'

const server = await serverOfThisFile()
const own = await world(server)
await withDemo(server, own.organisation.id)
const browser = await browserOfThisFile()
const cookie = await enter(server, await portalUrlFor(own.admin, 'nora.finch@alderfinch.example'))

async function open(path: string, options: object = {}): Promise<Opened> {
  const opened = await visit(browser, `${server.url}/portal${path}`, { cookie, ...options })
  await opened.page.getByRole('heading', { level: 1 }).waitFor()
  return opened
}

const rooms = [
  '',
  'links',
  'conversions',
  'commissions',
  'payouts',
  'leads',
  'leads/new',
  'deals',
  'deals/new',
  'resources',
  'billing',
  'team',
  'profile',
]

test('every page keeps its promises, in light and in dark and on a phone', async () => {
  const looks = [{}, { dark: true }, { phone: true }]
  for (const [at, room] of rooms.entries()) {
    const opened = await open(`/${room}`, looks[at % looks.length])
    await checkPage(opened, `portal-${room.replace('/', '-') || 'home'}`)
    await opened.page.context().close()
  }
})

test('a partner shares a link: copies it, gives it an alias, takes its QR code and leads deep', async () => {
  const opened = await open('/links', { permissions: ['clipboard-read', 'clipboard-write'] })
  const { page } = opened
  await page.getByRole('button', { name: 'Copy link: Spring licences' }).click()
  await page.getByRole('button', { name: 'Copied' }).waitFor()
  const copied = String(await page.evaluate('navigator.clipboard.readText()'))
  assert.match(copied, /\/r\/alder-finch-logistics-/)
  await page.getByRole('table').getByRole('link', { name: 'Spring licences' }).click()
  await page.getByRole('heading', { name: 'Spring licences', level: 1 }).waitFor()
  const alias = `finch-${own.organisation.id.slice(-6).toLowerCase()}`
  await page.getByLabel('New alias').fill(alias)
  await page.getByLabel('New alias').press('Enter')
  await page.getByRole('dialog').getByText('This cannot be undone').waitFor()
  await page.getByRole('dialog').getByRole('button', { name: 'Add alias' }).click()
  await page.getByRole('button', { name: `Copy link: ${alias}` }).waitFor()
  const [png] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Download PNG' }).click(),
  ])
  assert.match(png.suggestedFilename(), /^alder-finch-logistics-.*\.png$/)
  await page.getByLabel('Page').fill('/pricing/teams')
  await page.getByRole('button', { name: 'Build deep link' }).click()
  await page.getByText('Leads to https://www.vendor.example/pricing/teams').waitFor()
  await page.getByLabel('Page').fill('https://elsewhere.example/pricing')
  await page.getByRole('button', { name: 'Build deep link' }).click()
  await page.getByText('A deep link leads to pages of www.vendor.example only.').waitFor()
  await checkPage({ ...opened, complaints: [] }, 'portal-link')
  await page.context().close()
  const followed = await fetch(`${server.url}/r/${alias}`, { redirect: 'manual' })
  assert.equal(followed.status, 302)
})

test('a partner sees why a conversion stands where it does, and downloads a statement', async () => {
  const opened = await open('/conversions?status=declined')
  const { page } = opened
  await page.getByText('For another reason. Your contact can tell you more.').first().waitFor()
  await page.getByRole('table').getByRole('link').first().click()
  await page.getByRole('heading', { name: 'What happened' }).waitFor()
  await page.getByText('Recorded').waitFor()
  await checkPage(opened, 'portal-conversion')
  await page.getByRole('link', { name: 'Payouts' }).click()
  await page.getByRole('table').getByRole('link').first().click()
  await page.getByRole('heading', { name: 'Commissions in this payout' }).waitFor()
  await checkPage(opened, 'portal-payout')
  const [statement] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Download statement' }).click(),
  ])
  assert.match(statement.suggestedFilename(), /^statement-alder-finch-logistics-.*\.pdf$/)
  await page.context().close()
})

test('a partner registers a deal, and changes what was returned', async () => {
  const opened = await open('/deals', { phone: true })
  const { page } = opened
  await page.getByRole('link', { name: 'Register a deal' }).click()
  await page.getByRole('button', { name: 'Send' }).click()
  await page.getByLabel('Company').fill('Saltmarsh Breweries')
  await page.getByLabel('Worth').fill('18000')
  await page.getByRole('button', { name: 'Send' }).click()
  await page.getByText('An amount needs its currency.').waitFor()
  await page.getByLabel('Currency').fill('eur')
  await page.getByRole('button', { name: 'Send' }).click()
  await page.getByRole('link', { name: 'Saltmarsh Breweries' }).click()
  await page.getByText('€18,000.00').waitFor()
  await page.getByRole('link', { name: 'See the registration' }).click()
  await page.getByText('Your answers').waitFor()
  const [submission] = (await own.admin.get('/api/v1/form-submissions?status=PENDING&limit=1')).body.data
  await own.admin.post(`/api/v1/form-submissions/${submission.id}/return`, { reason: 'Which brewery?' })
  await page.reload()
  await page.getByText('Which brewery?').waitFor()
  await page.getByLabel('Company').fill('Saltmarsh Breweries, Lowestoft')
  await page.getByRole('button', { name: 'Send again' }).click()
  await page.getByText('Saltmarsh Breweries, Lowestoft').first().waitFor()
  await page.context().close()
})

test('a partner changes where it is paid and who is in its team', async () => {
  const opened = await open('/billing')
  const { page } = opened
  await page.getByText('Bank transfer').click()
  await page.getByLabel('Account holder').fill('Alder & Finch Logistics Ltd')
  await page.getByRole('textbox', { name: /^IBAN/ }).fill('GB29NWBK60161331926810')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('button', { name: 'Change account' }).click()
  await page.getByText('check digits').waitFor()
  await page.getByRole('textbox', { name: /^IBAN/ }).fill('DE89 3704 0044 0532 0130 00')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('button', { name: 'Change account' }).click()
  await page.getByText('DE****3000').waitFor()
  await page.getByRole('link', { name: 'Team' }).click()
  await page.getByRole('heading', { name: 'Invite a colleague' }).waitFor()
  await page.getByLabel('E-mail').fill('pip@alderfinch.example')
  await page.getByLabel('Name').fill('Pip Larch')
  await page.getByLabel('Name').press('Enter')
  await page.getByRole('cell', { name: 'Pip Larch', exact: true }).waitFor()
  await page.getByRole('button', { name: 'Remove Pip Larch' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
  await page.getByRole('cell', { name: 'Pip Larch', exact: true }).waitFor({ state: 'detached' })
  await page.context().close()
})

test('what is refused is said in the visitor’s language, beside its field', async () => {
  const opened = await open('/billing', { language: 'de' })
  const { page } = opened
  const save = async () => {
    await page.getByRole('button', { name: 'Speichern' }).click()
    await page.getByRole('button', { name: 'Konto ändern' }).click()
  }
  await page.getByText('Überweisung').click()
  await page.getByLabel('Kontoinhaber').fill('Alder & Finch Logistics Ltd')
  await page.getByRole('textbox', { name: /^IBAN/ }).fill('GB29NWBK60161331926810')
  await page.getByRole('textbox', { name: 'Ort' }).fill('O'.repeat(101))
  await save()
  await page.getByText('Diese IBAN stimmt nicht.').waitFor()
  await page.getByText('Höchstens 100 Zeichen.').waitFor()
  await shot(page, 'portal-billing-refused')
  await page.getByText('PayPal', { exact: true }).click()
  await page.getByLabel('PayPal-Adresse').fill('nora@finch')
  await save()
  await page.getByText('Das ist keine E-Mail-Adresse.').waitFor()
  await page.getByLabel('PayPal-Adresse').and(page.locator('[aria-invalid=true]')).waitFor()
  await page.getByRole('link', { name: 'Links' }).click()
  await page.getByRole('table').getByRole('link', { name: 'Spring licences' }).click()
  for (const [alias, told] of [
    ['zwei Worte', 'Nehmen Sie Buchstaben von a bis z'],
    [await codeOfAnother(), 'Dieser Code ist vergeben.'],
  ] as const) {
    await page.getByLabel('Neuer Alias').fill(alias)
    await page.getByLabel('Neuer Alias').press('Enter')
    await page.getByRole('dialog').getByRole('button', { name: 'Alias anlegen' }).click()
    await page.getByText(told).waitFor()
  }
  await page.context().close()
})

async function codeOfAnother(): Promise<string> {
  const { body } = await own.admin.get('/api/v1/links?limit=100')
  const { code } = body.data.find((link: { code: string }) => !link.code.startsWith('alder-finch-logistics-'))
  return code
}

test('the pages speak five languages', async () => {
  const titles = { de: 'Provisionen', fr: 'Commissions', nl: 'Commissies', es: 'Comisiones' }
  for (const [language, title] of Object.entries(titles)) {
    const opened = await open('/commissions', { language })
    await opened.page.getByRole('heading', { name: title, level: 1 }).waitFor()
    await opened.page.context().close()
  }
})

test('a member who looks in a visitor’s place is told so on each page, and why nothing changes', async () => {
  const member = await memberOf(server, own, { role: 'PARTNER_MANAGER' })
  const looking = await enter(server, await portalUrlFor(member, 'nora.finch@alderfinch.example'))
  const opened = await visit(browser, `${server.url}/portal/team`, { cookie: looking })
  const { page } = opened
  await page.getByText(/^You look at this portal as/).waitFor()
  await checkPage(opened, 'portal-looked-at')
  await page.getByLabel('E-mail').fill('crony@elsewhere.example.com')
  await page.getByLabel('E-mail').press('Enter')
  await page.getByText('You only look here. What you may change is in the console.').waitFor()
  await page.context().close()
})
