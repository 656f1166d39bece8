import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { readFile } from 'node:fs/promises'
import { after, test } from 'node:test'
import type { Page } from 'playwright-core'
import { pagesFolder } from '#/pages.ts'
import { browserOfThisFile, checkPage, shot, visit, withDemo } from '#/testing/pages.ts'
import { enter, portalUrlFor } from '#/testing/portal.ts'
import { runSql } from '#/testing/sql.ts'
import { callerOf, rootKey, serverOfThisFile } from '#/testing/world.ts'

const server = await serverOfThisFile()
const admin = callerOf(server.url, rootKey)
const { organisation } = (await admin.get('/api/v1/me')).body.data
await withDemo(server, organisation.id)
const browser = await browserOfThisFile()
const visitors: { email: string; partnerId: string }[] = (await admin.get('/api/v1/visitors?limit=100')).body.data
const [robin, alex] = visitors as [{ email: string; partnerId: string }, { email: string; partnerId: string }]
const portal = `${server.url}/portal`
const here = (url: string) => `${server.url}${url.slice(new URL(url).origin.length)}`

const codeFor = async (email: string): Promise<string> => {
  const [mail] = await runSql(server, 'select body from mail where recipient = $1 order by id desc limit 1', [email])
  return /^\d{6}$/m.exec(mail?.body ?? '')?.[0] ?? ''
}

/** Types the code as a person does: the first digit's field takes the others along. */
const typeCode = async (page: Page, code: string) => {
  await page.getByLabel('Digit of the code').first().click()
  await page.keyboard.type(code)
}

test('a visitor signs in by the code that was mailed, and signs out', async () => {
  const opened = await visit(browser, `${portal}/sign-in?next=%2Fteam`)
  const { page } = opened
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
  await checkPage(opened, 'portal-sign-in')
  await page.getByLabel('E-mail address').fill('nobody')
  await page.keyboard.press('Enter')
  await page.getByText('This is no e-mail address.').waitFor()
  await page.getByLabel('E-mail address').fill(robin.email)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Enter the code' }).waitFor()
  opened.complaints.length = 0
  await checkPage(opened, 'portal-code')
  const code = await codeFor(robin.email)
  await typeCode(page, code === '000000' ? '000001' : '000000')
  await page.getByText(/This code is wrong/).waitFor()
  await shot(page, 'portal-code-wrong')
  opened.complaints.length = 0
  await typeCode(page, code)
  await page.waitForURL(`${portal}/team`)
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page.getByRole('button', { name: /^Account of/ }).click()
  await shot(page, 'portal-account')
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.getByLabel('E-mail address').waitFor()
  assert.deepEqual(opened.complaints, [])
  await page.goto(`${portal}/links`)
  await page.waitForURL(/sign-in\?next=%2Flinks/)
})

test('the link of a portal session opens the portal, and opened again says why it does not', async () => {
  const url = here(await portalUrlFor(admin, robin.email))
  const opened = await visit(browser, url)
  await opened.page.getByRole('navigation', { name: 'Portal' }).waitFor()
  assert.equal(opened.page.url(), `${portal}/`, 'the token has left the address')
  await checkPage(opened, 'portal-home')
  const again = await visit(browser, url)
  await again.page.getByRole('heading', { name: 'This link does not open the portal' }).waitFor()
  await shot(again.page, 'portal-dead-link')
})

const words = {
  en: ['Sign in', 'Home', 'Payouts'],
  de: ['Anmelden', 'Startseite', 'Auszahlungen'],
  fr: ['Se connecter', 'Accueil', 'Paiements'],
  nl: ['Aanmelden', 'Start', 'Uitbetalingen'],
  es: ['Iniciar sesión', 'Inicio', 'Pagos'],
}

test('the portal speaks five languages: that of the browser, until another one is chosen', async () => {
  const cookie = await enter(server, await portalUrlFor(admin, alex.email))
  for (const [language, [signIn = '', home = '', payouts = '']] of Object.entries(words)) {
    const outside = await visit(browser, `${portal}/sign-in`, { language })
    await outside.page.getByRole('heading', { name: signIn }).waitFor()
    assert.equal(await outside.page.evaluate('document.documentElement.lang'), language)
    const inside = await visit(browser, `${portal}/`, { language, cookie })
    await inside.page.getByRole('link', { name: payouts, exact: true }).waitFor()
    await inside.page.getByRole('link', { name: home, exact: true }).waitFor()
    await checkPage(inside, `portal-home-${language}`)
    for (const { page } of [outside, inside]) await page.context().close()
  }
  const { page } = await visit(browser, `${portal}/`, { language: 'es', cookie })
  await page.getByLabel('Idioma').selectOption('de')
  await page.getByRole('link', { name: 'Auszahlungen', exact: true }).waitFor()
  await page.reload()
  await page.getByRole('link', { name: 'Auszahlungen', exact: true }).waitFor()
  const elsewhere = await visit(browser, `${portal}/`, { language: 'es', cookie })
  await elsewhere.page.getByRole('link', { name: 'Auszahlungen', exact: true }).waitFor()
})

test('on a phone the rooms are behind one button, and dark colours keep their contrast', async () => {
  const cookie = await enter(server, await portalUrlFor(admin, robin.email))
  const opened = await visit(browser, `${portal}/`, { cookie, phone: true, dark: true })
  const { page } = opened
  await page.getByRole('button', { name: 'Open navigation' }).click()
  await page.getByRole('link', { name: 'Team' }).waitFor()
  await checkPage(opened, 'portal-phone-navigation')
  await page.getByRole('link', { name: 'Team' }).click()
  await page.waitForURL(`${portal}/team`)
  await page.getByRole('link', { name: 'Team' }).waitFor({ state: 'hidden' })
  await checkPage(opened, 'portal-phone-team')
  const outside = await visit(browser, `${portal}/sign-in`, { phone: true, dark: true })
  await outside.page.getByLabel('E-mail address').waitFor()
  await checkPage(outside, 'portal-phone-sign-in')
})

test('a partner’s own colour is read everywhere, however pale or dark it is', async () => {
  const template = await admin.post('/api/v1/experience-templates', { name: 'Of a test', accentColour: '#ffe14d' })
  const { id: experienceTemplateId } = template.body.data
  await admin.patch(`/api/v1/partners/${robin.partnerId}`, { experienceTemplateId })
  const cookie = await enter(server, await portalUrlFor(admin, robin.email))
  for (const accentColour of ['#ffe14d', '#0a0a1f']) {
    await admin.patch(`/api/v1/experience-templates/${experienceTemplateId}`, { accentColour })
    for (const dark of [false, true]) {
      const opened = await visit(browser, `${portal}/`, { cookie, dark })
      await opened.page.getByRole('navigation', { name: 'Portal' }).waitFor()
      await checkPage(opened, `portal-colour-${accentColour.slice(1)}-${dark ? 'dark' : 'light'}`)
      await opened.page.context().close()
    }
  }
})

/** A product on a host of its own, with the portal in a frame of 900 pixels. */
async function product(host: string): Promise<{ origin: string; frame(url: string): string }> {
  const framing = createServer((request, response) => {
    const url = new URL(request.url ?? '', 'http://product').searchParams.get('frame') ?? ''
    response.writeHead(200, { 'content-type': 'text/html' })
    response.end(
      url &&
        `<!doctype html><title>Product</title><h1>Product</h1><iframe title="Partners" width="900" height="560" src="${url}"></iframe>`,
    )
  })
  await new Promise<void>((resolve) => framing.listen(0, '127.0.0.1', resolve))
  after(() => framing.close())
  const origin = `http://${host}:${(framing.address() as { port: number }).port}`
  return { origin, frame: (url) => `${origin}/?frame=${encodeURIComponent(url)}` }
}

test('a product whose host is listed shows the portal in a frame, and no other page does', async () => {
  const [allowed, forbidden] = [await product('localhost'), await product('127.0.0.1')]
  const set = await admin.put('/api/v1/embed-domains', { domains: [allowed.origin] })
  assert.equal(set.status, 200, set.text)
  const page = await browser.newPage({ viewport: { width: 1100, height: 760 }, locale: 'en-GB' })
  await page.goto(allowed.frame(here(await portalUrlFor(admin, robin.email))))
  const framed = page.frameLocator('iframe')
  await framed.getByRole('navigation', { name: 'Portal' }).waitFor()
  await framed.getByRole('link', { name: 'Team' }).click()
  await framed.getByRole('heading', { level: 1, name: 'Team' }).waitFor()
  const [cookie] = (await page.context().cookies()).filter(({ name }) => name === 'symbolon_portal')
  assert.deepEqual([cookie?.sameSite, cookie?.secure, cookie?.httpOnly], ['None', true, true])
  const inner = page.frames().find((frame) => frame.url().startsWith(portal))
  const bars = await inner?.evaluate(`[...document.querySelectorAll('body *')].filter((element) =>
    /auto|scroll/.test(getComputedStyle(element).overflowY) && element.scrollHeight > element.clientHeight).length`)
  assert.equal(bars, 0, 'the document scrolls as a whole, and nothing within it')
  assert.ok(await inner?.evaluate('document.documentElement.scrollWidth <= innerWidth'))
  await shot(page, 'portal-in-a-frame')
  await page.context().close()

  const url = here(await portalUrlFor(admin, robin.email))
  const other = await browser.newPage()
  const refused = other.waitForResponse((response) => response.url() === url)
  await other.goto(forbidden.frame(url))
  assert.equal((await refused).status(), 403)
  assert.deepEqual(
    (await other.context().cookies()).map(({ name }) => name),
    [],
  )
  await shot(other, 'portal-in-a-forbidden-frame')
  assert.equal(await other.frameLocator('iframe').getByRole('heading').count(), 0, 'nothing of ours is shown there')
  await other.goto(forbidden.frame(`${portal}/sign-in`))
  assert.equal(await other.frameLocator('iframe').getByLabel('E-mail address').count(), 0)
  await other.context().close()
})

test('in a frame a visitor signs in by a code, and stays signed in there', async () => {
  const allowed = await product('localhost')
  await admin.put('/api/v1/embed-domains', { domains: [allowed.origin] })
  const page = await browser.newPage({ viewport: { width: 1100, height: 760 }, locale: 'en-GB' })
  await page.goto(allowed.frame(`${portal}/sign-in`))
  const framed = page.frameLocator('iframe')
  await framed.getByLabel('E-mail address').fill(alex.email)
  await framed.getByRole('button', { name: 'Send me a code' }).click()
  await framed.getByLabel('Digit of the code').first().click()
  await page.keyboard.type(await codeFor(alex.email))
  await framed.getByRole('navigation').waitFor()
  await page.goto(allowed.frame(`${portal}/`))
  await page.frameLocator('iframe').getByRole('navigation').waitFor()
  await page.context().close()
})

test('the first page of the portal loads less than 200 KB of script', async () => {
  const cookie = await enter(server, await portalUrlFor(admin, robin.email))
  const opened = await visit(browser, 'about:blank', {})
  const { page } = opened
  await page.context().addCookies([{ name: 'symbolon_portal', value: cookie.split('=')[1] ?? '', url: server.url }])
  const scripts = new Set<string>()
  page.on('request', (request) => {
    const { pathname } = new URL(request.url())
    if (pathname.endsWith('.js')) scripts.add(pathname.slice('/assets/'.length))
  })
  await page.goto(`${portal}/`)
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page.waitForLoadState('networkidle')
  const sizes = await Promise.all(
    [...scripts].map(async (name) => (await readFile(`${pagesFolder}/assets/${name}.gz`)).length),
  )
  const total = sizes.reduce((sum, size) => sum + size, 0)
  assert.ok(total > 100_000 && total < 200_000, `${total} bytes in ${sizes.length} files`)
})
