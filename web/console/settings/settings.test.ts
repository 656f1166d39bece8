import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { password, signIn } from '#/testing/members.ts'
import { browserOfThisFile, checkPage, shot, visit } from '#/testing/pages.ts'
import { runSql } from '#/testing/sql.ts'
import { callerOf, rootKey, serverOfThisFile } from '#/testing/world.ts'

const server = await serverOfThisFile()
const browser = await browserOfThisFile()
const root = callerOf(server.url, rootKey)
const owner = { email: 'kim@vendor.example', name: 'Kim Sample', word: 'a few good words' }

const at = (path: string) => `${server.url}/console${path}`
const told = (page: Page, text: string | RegExp) => page.getByRole('alert').filter({ hasText: text }).first().waitFor()
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()

/** What the newest letter to somebody holds. */
async function letterTo(email: string, what: RegExp): Promise<string> {
  const [mail] = await runSql(server, 'select body from mail where recipient = $1 order by id desc limit 1', [email])
  return what.exec(mail?.body ?? '')?.[1] ?? ''
}

let cookie = ''

test('the first member makes themself by the printed link, fills the organisation and sees what comes first', async () => {
  const link = new URL((await server.application.prepareFirstRun()) ?? '')
  const opened = await visit(browser, `${server.url}${link.pathname}${link.search}`)
  const { page } = opened
  await page.getByLabel('Your company').fill('Northwind Software')
  assert.ok(!page.url().includes('token'))
  await checkPage(opened, 'first-run')
  await page.getByLabel('Your name').fill(owner.name)
  await page.getByLabel('E-mail').fill('kim')
  await page.getByLabel('Password', { exact: true }).fill('short')
  await press(page, 'Make me the first member')
  await page.getByText('Use at least 10 characters.').waitFor()
  await page.getByLabel('E-mail').fill(owner.email)
  await page.getByLabel('Password', { exact: true }).fill(owner.word)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Welcome, Kim' }).waitFor()
  cookie = await signIn(server, owner.email, owner.word)
  await press(page, 'Fill with invented data')
  await page.getByRole('status').filter({ hasText: '% of eight months' }).waitFor()
  await checkPage(opened, 'welcome')
  await server.application.jobs.runNow('demo.fill')
  await page.getByRole('link', { name: 'Look at the partners' }).waitFor()
  await page.getByRole('link', { name: 'Invite colleagues' }).click()
  await page.getByRole('heading', { name: 'Members' }).waitFor()
})

test('somebody is invited, joins, and signs in by code when the password is forgotten', async () => {
  const opened = await visit(browser, at('/settings/members'), { cookie })
  const { page } = opened
  await press(page, 'Invite a member')
  const sheet = page.getByRole('dialog')
  await sheet.getByLabel('E-mail').fill('robin@vendor.example')
  await sheet.getByLabel('Name (optional)').fill('Robin Sample')
  await sheet.getByRole('combobox', { name: 'Role' }).click()
  await page.getByRole('option', { name: 'Finance' }).click()
  await shot(page, 'invite')
  await sheet.getByRole('button', { name: 'Send the invitation' }).click()
  await told(page, 'An invitation is on its way')
  await checkPage(opened, 'members')
  const joining = await visit(
    browser,
    at(`/join?token=${await letterTo('robin@vendor.example', /join\?token=([\w-]+)/)}`),
  )
  await joining.page.getByText('You will sign in as robin@vendor.example.').waitFor()
  assert.ok(!joining.page.url().includes('token'))
  await checkPage(joining, 'join')
  await joining.page.getByLabel('Choose a password').fill(password)
  await press(joining.page, 'Join')
  await joining.page.getByRole('navigation', { name: 'Console' }).waitFor()
  const later = await visit(browser, at('/settings/members'))
  await later.page.getByRole('heading', { name: 'Sign in' }).waitFor()
  later.complaints.length = 0
  await checkPage(later, 'sign-in')
  await later.page.getByLabel('E-mail').fill('robin@vendor.example')
  await later.page.getByLabel('Password', { exact: true }).fill('not that one')
  await press(later.page, 'Sign in')
  await told(later.page, 'The e-mail address or the password is not right.')
  later.complaints.length = 0
  await press(later.page, 'Forgotten your password?')
  await press(later.page, 'Send the code')
  await later.page.getByLabel('Code').waitFor()
  await later.page.getByLabel('Code').fill(await letterTo('robin@vendor.example', /(\d{8})/))
  await later.page.getByLabel('New password').fill('another horse battery')
  await checkPage(later, 'forgotten')
  await press(later.page, 'Set the password and sign in')
  await later.page.getByRole('heading', { name: 'Members' }).waitFor()
  assert.equal(await later.page.getByRole('button', { name: 'Invite a member' }).count(), 0, 'finance invites nobody')
})

test('a member is given another role, which is undone, and is removed', async () => {
  const { page } = await visit(browser, at('/settings/members'), { cookie })
  await press(page, 'What to do with Robin Sample')
  await page.getByRole('menuitem', { name: 'Change name or role' }).click()
  await page.getByRole('dialog').getByRole('combobox', { name: 'Role' }).click()
  await page.getByRole('option', { name: 'Viewer' }).click()
  await press(page, 'Save')
  const row = page.getByRole('row').filter({ hasText: 'robin@vendor.example' })
  await row.getByText('Viewer').waitFor()
  await press(page, 'Undo')
  await row.getByText('Finance').waitFor()
  await press(page, 'What to do with Robin Sample')
  await page.getByRole('menuitem', { name: 'Remove' }).click()
  await page.getByText('This cannot be undone').waitFor()
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
  await row.waitFor({ state: 'detached' })
})

test('a key is created, shown once, works, and is revoked', async () => {
  const opened = await visit(browser, at('/settings/api-keys?new=1'), { cookie })
  const { page } = opened
  await page.getByLabel('Name').fill('ERP')
  await page.getByLabel('Read commission lines, payouts and the ledger').check()
  await shot(page, 'api-key-form')
  await press(page, 'Create the key')
  const secret = (await page.getByLabel('API key', { exact: true }).textContent()) ?? ''
  const erp = callerOf(server.url, secret)
  assert.deepEqual([(await erp.get('/api/v1/payouts')).status, (await erp.get('/api/v1/partners')).status], [200, 403])
  await checkPage(opened, 'api-key-secret')
  await press(page, 'I have copied it')
  await checkPage(opened, 'api-keys')
  await press(page, 'Revoke ERP')
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click()
  await told(page, 'ERP was revoked.')
  assert.equal((await erp.get('/api/v1/payouts')).status, 401)
})

test('name, organisation, embed domains and sessions are changed, and what can be undone is', async () => {
  const opened = await visit(browser, at('/settings/profile'), { cookie })
  const { page } = opened
  await page.getByLabel('Name').fill('Kim Other')
  await press(page, 'Save name')
  await told(page, 'Your name was changed.')
  await press(page, 'End all others')
  await page.getByRole('dialog').getByRole('button', { name: 'End them' }).click()
  await told(page, 'Your other sessions have ended.')
  await checkPage(opened, 'profile')
  await page.getByRole('navigation', { name: 'Settings' }).getByRole('link', { name: 'Organisation' }).click()
  await page.getByRole('combobox', { name: 'Time zone' }).fill('Berlin')
  await page.getByRole('option', { name: 'Europe/Berlin' }).click()
  await press(page, 'Save')
  await told(page, 'The organisation was changed.')
  await checkPage(opened, 'organisation')
  await page.getByRole('navigation', { name: 'Settings' }).getByRole('link', { name: 'Embed domains' }).click()
  await page.getByLabel('Host').fill('*.example.com')
  await press(page, 'Add')
  await page.getByLabel('Host').and(page.locator('[aria-invalid=true]')).waitFor()
  opened.complaints.length = 0
  await page.getByLabel('Host').fill('App.Example.com')
  await page.keyboard.press('Enter')
  await page.getByRole('list', { name: 'Embed domains' }).getByText('app.example.com').waitFor()
  await checkPage(opened, 'embed-domains')
  assert.equal((await root.get('/api/v1/organisation')).body.data.timeZone, 'Europe/Berlin')
})

test('the audit log says who changed what, and is filtered', async () => {
  const opened = await visit(browser, at('/settings/audit-log'), { cookie })
  const { page } = opened
  await page.getByText('Embed domains set').first().waitFor()
  await checkPage(opened, 'audit-log')
  await page.getByRole('combobox', { name: 'What happened' }).fill('Organisation')
  await page.getByRole('option', { name: 'Organisation changed' }).click()
  await page.getByText('Time zone: Europe/Berlin (was UTC)').waitFor()
  assert.match(page.url(), /type=organisation\.update/)
  await page.getByRole('button', { name: 'Details of Organisation changed' }).first().click()
  await page.getByRole('table', { name: 'Values' }).getByRole('cell', { name: 'Europe/Berlin' }).waitFor()
  await checkPage(opened, 'audit-event')
})

test('the pages keep their promises on a phone and in the dark', async () => {
  for (const name of ['profile', 'organisation', 'members', 'api-keys', 'embed-domains', 'audit-log']) {
    const opened = await visit(browser, at(`/settings/${name}`), { cookie, phone: true })
    await opened.page.getByRole('heading', { level: 1 }).waitFor()
    await checkPage(opened, `phone-${name}`)
    if (name === 'profile' || name === 'audit-log') {
      await opened.page.emulateMedia({ colorScheme: 'dark' })
      await checkPage(opened, `phone-dark-${name}`)
    }
    await opened.page.context().close()
  }
  const dark = await visit(browser, at('/settings/members'), { cookie, dark: true })
  await dark.page.getByRole('table', { name: 'Members' }).waitFor()
  await checkPage(dark, 'dark-members')
  const outside = await visit(browser, at('/sign-in?error=account_not_linked'), { phone: true, dark: true })
  await told(outside.page, 'You are not signed in')
  await checkPage(outside, 'phone-dark-sign-in')
})
