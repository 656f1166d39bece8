import assert from 'node:assert/strict'
import { test } from 'node:test'
import { browserOfThisFile, checkPage, type Opened, visit } from '#/testing/pages.ts'
import { runSql } from '#/testing/sql.ts'
import { serverOfThisFile, world } from '#/testing/world.ts'

const server = await serverOfThisFile()
const { admin } = await world(server)
const browser = await browserOfThisFile()
const portal = `${server.url}/portal`
const here = (url: string) => `${server.url}${url.slice(new URL(url).origin.length)}`

/** Whatever a page asks for, and from where it says it comes. */
function watch({ page }: Opened): Promise<string>[] {
  const told: Promise<string>[] = []
  page.on('request', (request) =>
    told.push(request.allHeaders().then(({ referer = '' }) => `${request.url()} ${referer}`)),
  )
  return told
}

async function bring(name: string, ownerEmail?: string): Promise<{ partnerId: string; url: string }> {
  const made = await admin.post('/v2/referral/partners', { name, ownerEmail })
  assert.equal(made.status, 201, made.text)
  const { partnerId, onboardingUrl } = made.body
  return { partnerId, url: here(onboardingUrl ?? (await linkIn(ownerEmail ?? ''))) }
}

async function linkIn(recipient: string): Promise<string> {
  const [mail] = await runSql(server, 'select body from mail where recipient = $1 order by id desc limit 1', [
    recipient,
  ])
  return /^http\S+token=\S+$/m.exec(mail?.body ?? '')?.[0] ?? ''
}

test('whoever was sent the link of a partner becomes its owner by it, once, and is told what to do now', async () => {
  const { partnerId, url } = await bring('Basalt Partners')
  const opened = await visit(browser, `${portal}/sign-in`)
  const { page } = opened
  const told = watch(opened)
  await page.goto(url)
  await page.getByRole('heading', { name: 'Set up Basalt Partners' }).waitFor()
  assert.equal(page.url(), `${portal}/onboarding`, 'the token has left the address')
  await checkPage(opened, 'portal-onboarding')
  await page.getByRole('button', { name: 'Become the owner' }).click()
  await page.getByText('Enter your name.').first().waitFor()
  await checkPage(opened, 'portal-onboarding-faults')
  await page.getByLabel('First name').fill('Alex')
  await page.getByLabel('Last name').fill('Sample')
  await page.getByLabel('E-mail address').fill('alex@basalt.example.com')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Basalt Partners is set up' }).waitFor()
  await page.getByText('Sign in to the partner portal with alex@basalt.example.com').waitFor()
  await checkPage(opened, 'portal-onboarding-done')
  const token = new URL(url).searchParams.get('token') ?? ''
  assert.deepEqual(
    (await Promise.all(told)).filter((line) => line.includes(token)),
    [`${url} `],
    'the token stands in no address but that of the letter, and in no Referer',
  )
  const users = await runSql(server, 'select email, role, status from partner_user where partner_id = $1', [partnerId])
  assert.deepEqual(users, [{ email: 'alex@basalt.example.com', role: 'OWNER', status: 'ACTIVE' }])
  await page.getByRole('link', { name: 'Go to sign-in' }).click()
  await page.waitForURL(`${portal}/sign-in`)

  const again = await visit(browser, url, { phone: true, dark: true })
  await again.page.getByRole('heading', { name: 'This link does not work any more' }).waitFor()
  await checkPage(again, 'portal-onboarding-used')
  await again.page.reload()
  await again.page.getByRole('heading', { name: 'Open the link again' }).waitFor()
  await checkPage(again, 'portal-onboarding-absent')
})

test('of two who have the form open the later is told that the link is used', async () => {
  const { url } = await bring('Granite Partners')
  const [first, second] = [await visit(browser, url), await visit(browser, url)]
  for (const { page } of [first, second]) {
    await page.getByLabel('First name').fill('Kim')
    await page.getByLabel('Last name').fill('Sample')
    await page.getByLabel('E-mail address').fill('kim@granite.example.com')
    await page.getByRole('button', { name: 'Become the owner' }).click()
    await page.getByRole('heading', { name: /is set up|does not work any more/ }).waitFor()
  }
  await first.page.getByRole('heading', { name: 'Granite Partners is set up' }).waitFor()
  await second.page.getByRole('heading', { name: 'This link does not work any more' }).waitFor()
})

test('whoever is invited joins by the letter, in his own language and on a phone', async () => {
  const { url } = await bring('Slate Partners', 'robin@slate.example.com')
  const opened = await visit(browser, url, { phone: true, language: 'de' })
  const { page } = opened
  await page.getByRole('heading', { name: 'Slate Partners beitreten' }).waitFor()
  assert.equal(page.url(), `${portal}/invitation`)
  await page.getByText('robin@slate.example.com').waitFor()
  await checkPage(opened, 'portal-invitation')
  await page.getByLabel('Vorname').fill('Robin')
  await page.getByLabel('Nachname').fill('Sample')
  await page.getByRole('button', { name: 'Beitreten' }).click()
  await page.getByRole('heading', { name: 'Sie sind Slate Partners beigetreten' }).waitFor()
  await checkPage(opened, 'portal-invitation-done')
  const used = await visit(browser, url)
  await used.page.getByRole('heading', { name: 'This link does not work any more' }).waitFor()
})

test('the address of signing in that the API tells leads there', async () => {
  const { page } = await visit(browser, `${portal}/login`)
  await page.waitForURL(`${portal}/sign-in`)
})
