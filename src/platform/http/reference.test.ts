import assert from 'node:assert/strict'
import { mkdir } from 'node:fs/promises'
import { after, before, test } from 'node:test'
import type { Browser } from 'playwright-core'
import { launchBrowser, openPage } from '#/testing/browser.ts'
import { serverOfThisFile } from '#/testing/world.ts'

const server = await serverOfThisFile()
const pictures = 'tmp/pictures'
let browser: Browser
before(async () => {
  browser = await launchBrowser()
  await mkdir(pictures, { recursive: true })
})
after(() => browser.close())

test('the API reference shows every part of the API, and asks no other host', async () => {
  const { page, consoleErrors, foreignRequests } = await openPage(browser, `${server.url}/docs`)
  await page.getByRole('heading', { name: 'Symbolon API' }).waitFor()
  await page.getByText('List partners').first().waitFor()
  await page.screenshot({ path: `${pictures}/docs.png` })
  await page.getByText('Create or update a partner').first().click()
  await page.screenshot({ path: `${pictures}/docs-create.png` })
  assert.deepEqual([consoleErrors, foreignRequests], [[], []])
})
