import assert from 'node:assert/strict'
import { test } from 'node:test'
import { portalPage, visitorOf } from '#/testing/portal.ts'
import { runSql } from '#/testing/sql.ts'
import { callerOf, serverOfThisFile, type World, world } from '#/testing/world.ts'

const clock = { aheadMs: 0 }
const server = await serverOfThisFile({
  settings: { TRUST_PROXY: 'loopback' },
  now: () => new Date(Date.parse('2026-02-03T09:30:00Z') + clock.aheadMs),
})
const minuteMs = 60_000

/** Pages of the portal in a browser at some address. */
function browser(vendor: World, email: string, address: string) {
  const page = callerOf(server.url, '', { 'sec-fetch-site': 'same-origin', 'x-forwarded-for': address })
  const organisation = vendor.organisation.id
  return {
    ask: async () => (await page.post('/api/v1/portal/codes', { email, organisation })).body.data,
    redeem: async (ticket: string, code: string) =>
      (await page.post('/api/v1/portal/session', { email, organisation, ticket, code })).status,
  }
}

const codesTo = async (email: string): Promise<string[]> =>
  (await runSql(server, 'select body from mail where recipient = $1 order by id', [email])).map(
    ({ body }) => /^\d{6}$/m.exec(body)?.[0] ?? '',
  )
const wrongFor = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0')

test('a stranger uses up neither the mail nor the tries of a code that somebody else has asked for', async () => {
  const vendor = await world(server)
  const { email } = await visitorOf(server, vendor)
  const [own, stranger] = [browser(vendor, email, '192.0.2.1'), browser(vendor, email, '192.0.2.2')]
  const theirs = await stranger.ask()
  const { ticket } = await own.ask()
  const [, code = ''] = await codesTo(email)
  assert.match(code, /^\d{6}$/, 'the mail of this minute is one’s own')
  assert.notEqual(theirs.ticket, ticket)
  const guesses = await Promise.all(Array.from({ length: 9 }, () => stranger.redeem(theirs.ticket, wrongFor(code))))
  assert.deepEqual(new Set(guesses), new Set([401]))
  assert.equal(await stranger.redeem(theirs.ticket, code), 401, 'the code is of another ticket')
  assert.equal(await stranger.redeem('x'.repeat(43), code), 401)
  clock.aheadMs += minuteMs
  await stranger.ask()
  assert.equal(await own.redeem(ticket, code), 201, 'a code asked for by another does not end one’s own')
  assert.equal(await own.redeem(ticket, code), 401)
})

test('a code has three tries, whoever shares its ticket', async () => {
  const vendor = await world(server)
  const { email } = await visitorOf(server, vendor)
  const [own, other] = [browser(vendor, email, '192.0.2.1'), browser(vendor, email, '192.0.2.2')]
  const { ticket } = await own.ask()
  const [code = ''] = await codesTo(email)
  await Promise.all([own, other, other, own].map((one) => one.redeem(ticket, wrongFor(code))))
  const rows = await runSql(server, 'select tries from portal_code where organisation_id = $1', [
    vendor.organisation.id,
  ])
  assert.deepEqual(rows, [{ tries: 3 }])
  assert.equal(await own.redeem(ticket, code), 401)
})

test('an address gets five mails an hour, and five more for those who have had none', async () => {
  const vendor = await world(server)
  const { email } = await visitorOf(server, vendor)
  const at = (host: number) => browser(vendor, email, `192.0.2.${host}`)
  const all = await Promise.all(Array.from({ length: 4 }, (_, host) => at(host + 1).ask()))
  assert.equal(new Set(all.map(({ ticket }) => ticket)).size, 4)
  const twice = await at(1).ask()
  assert.deepEqual([twice.ticket, twice.expiresAt, twice.againAt], [null, all[0].expiresAt, all[0].againAt])
  for (let round = 2; round <= 6; round += 1) {
    clock.aheadMs += minuteMs
    await at(1).ask()
  }
  assert.equal((await codesTo(email)).length, 5)
  await Promise.all([5, 6, 7, 8, 10, 11, 12].map((host) => at(host).ask()))
  assert.equal((await codesTo(email)).length, 10, 'also when several ask at once')
  const { ticket, againAt } = await at(9).ask()
  assert.deepEqual([ticket, Date.parse(againAt) - Date.parse(all[0].againAt)], [null, 59 * minuteMs])
  clock.aheadMs += 56 * minuteMs
  assert.notEqual((await at(9).ask()).ticket, null)
})

test('a ticket is of this server’s making, and needed', async () => {
  const vendor = await world(server)
  const { email } = await visitorOf(server, vendor)
  const page = portalPage(server.url)
  const body = { email, organisation: vendor.organisation.id, code: '123456' }
  const refused = await page.post('/api/v1/portal/session', body)
  assert.deepEqual([refused.status, refused.body.error.details[0].path], [422, ['ticket']])
})
