import assert from 'node:assert/strict'
import { test } from 'node:test'
import { browserOfThisFile, checkPage, visit, withDemo } from '#/testing/pages.ts'
import { enter, portalUrlFor } from '#/testing/portal.ts'
import { serverOfThisFile, world } from '#/testing/world.ts'

const server = await serverOfThisFile()
const own = await world(server)
await withDemo(server, own.organisation.id)
const browser = await browserOfThisFile()
const cookie = await enter(server, await portalUrlFor(own.admin, 'nora.finch@partner-1.example.com'))
const open = (path: string, options: object = {}) =>
  visit(browser, `${server.url}/portal${path}`, { cookie, ...options })

const pages = [
  '',
  '/links',
  '/conversions',
  '/commissions',
  '/payouts',
  '/leads',
  '/leads/new',
  '/deals',
  '/deals/new',
  '/resources',
  '/billing',
  '/team',
  '/profile',
]

test('look', async () => {
  const failures: string[] = []
  for (const path of pages) {
    for (const [name, options] of [
      ['light', {}],
      ['dark', { dark: true }],
      ['phone', { phone: true }],
    ] as const) {
      const opened = await open(path, options)
      await opened.page.getByRole('heading', { level: 1 }).waitFor()
      await checkPage(opened, `portal${path.replaceAll('/', '-')}-${name}`).catch((error) =>
        failures.push(error.message),
      )
      await opened.page.context().close()
    }
  }
  assert.equal(failures.join('\n'), '')
})
