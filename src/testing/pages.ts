import assert from 'node:assert/strict'
import { mkdir } from 'node:fs/promises'
import { after } from 'node:test'
import axe from 'axe-core'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { fillWithDemo } from '#/demo/fill.ts'
import { launchBrowser } from './browser.ts'
import { operatorIn, type Server } from './world.ts'

const pictures = 'tmp/screenshots'

/** A page, and all that it must not do: complain, or ask another host. */
export type Opened = { page: Page; complaints: string[]; foreign: string[] }

type Visit = {
  /** A session’s cookie, as `name=value`. */
  cookie?: string
  phone?: boolean
  dark?: boolean
  language?: string
} & BrowserContextOptions

const phone = { viewport: { width: 390, height: 800 }, hasTouch: true, isMobile: true } as const

/** The browser of a test file. */
export async function browserOfThisFile(): Promise<Browser> {
  const browser = await launchBrowser()
  after(() => browser.close())
  return browser
}

/** Opens an address of the server in a profile of its own, signed in by the cookie, and waits for the page to be quiet. */
export async function visit(browser: Browser, url: string, options: Visit = {}): Promise<Opened> {
  const { cookie, phone: isPhone, dark, language = 'en-GB', ...more } = options
  const context = await browser.newContext({
    viewport: { width: 1280, height: 900 },
    locale: language,
    timezoneId: 'Europe/Berlin',
    colorScheme: dark ? 'dark' : 'light',
    reducedMotion: 'reduce',
    ...(isPhone ? phone : {}),
    ...more,
  })
  const { origin, host } = new URL(url)
  if (cookie) {
    const [name = '', ...value] = cookie.split('=')
    await context.addCookies([{ name, value: value.join('='), url: origin }])
  }
  const page = await context.newPage()
  page.setDefaultTimeout(15_000)
  const [complaints, foreign]: [string[], string[]] = [[], []]
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`${message.text()} (${message.location().url})`)
  })
  page.on('pageerror', (error) => complaints.push(error.stack ?? error.message))
  page.on('request', (request) => {
    const asked = new URL(request.url()).host
    if (asked !== '' && asked !== host) foreign.push(request.url())
  })
  await page.goto(url)
  return { page, complaints, foreign }
}

/** Fills an organisation with the demo programme. */
export async function withDemo(server: Server, organisationId: string): Promise<void> {
  await fillWithDemo(await operatorIn(server, organisationId))
}

/** A picture for whoever looks at the pages; they are kept in an ignored folder. */
export async function shot(page: Page, name: string): Promise<void> {
  await mkdir(pictures, { recursive: true })
  await page.screenshot({ path: `${pictures}/${name}.png`, fullPage: true })
}

/** Holds what every page promises: nothing in the console, no other host, accessible, no sideways scrolling; keeps a picture. */
export async function checkPage({ page, complaints, foreign }: Opened, name: string): Promise<void> {
  await page.locator('h1').first().waitFor({ state: 'attached' })
  await page.getByLabel('Loading').first().waitFor({ state: 'detached' })
  await shot(page, name)
  assert.deepEqual(complaints, [], `${name}: the console`)
  assert.deepEqual(foreign, [], `${name}: other hosts`)
  const width = (await page.evaluate('document.documentElement.scrollWidth')) as number
  assert.ok(width <= (page.viewportSize()?.width ?? 0), `${name}: scrolls sideways, ${width} px wide`)
  await page.evaluate(axe.source)
  const found = (await page.evaluate('axe.run({ resultTypes: ["violations"] })')) as Found
  const violations = found.violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' | ')}`,
  )
  assert.deepEqual(violations, [], `${name}: accessibility`)
}

type Found = { violations: { id: string; nodes: { html: string }[] }[] }
