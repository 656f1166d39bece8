import assert from 'node:assert/strict'
import { test } from 'node:test'
import { memberWithPassword } from '#/testing/members.ts'
import { portalPage, visitorOf } from '#/testing/portal.ts'
import { runSql } from '#/testing/sql.ts'
import { serverOfThisFile, type World, world } from '#/testing/world.ts'

const clock = { aheadMs: 0 }
const dayMs = 86_400_000
const server = await serverOfThisFile({ now: () => new Date(Date.parse('2026-02-03T09:30:00Z') + clock.aheadMs) })

const party = {
  legalName: 'Larkspur Traders GmbH',
  address: { line1: 'Hafenstr. 4', city: 'Hamburg', postalCode: '20457', country: 'DE' },
}
const bank = { type: 'BANK', accountHolder: 'L. Thief', iban: 'DE89 3704 0044 0532 0130 00' }
const path = '/api/v1/portal/billing-info'

type Mail = { recipient: string; subject: string; body: string }
/** The mails that were queued since it was asked last. */
async function newMails({ organisation }: World): Promise<Mail[]> {
  return await runSql(server, 'delete from mail where organisation_id = $1 returning recipient, subject, body', [
    organisation.id,
  ])
}
const to = (mails: Mail[]) => mails.map(({ recipient }) => recipient).toSorted()

async function team() {
  const vendor = await world(server)
  const robin = await visitorOf(server, vendor)
  const { partnerId } = robin
  const sam = await visitorOf(server, vendor, { partnerId })
  await visitorOf(server, vendor)
  await newMails(vendor)
  return { vendor, robin, sam, partnerId }
}

test('a changed account is told to the partner’s people and the owners and finance of the programme, masked', async () => {
  const { vendor, robin, sam } = await team()
  const owner = await memberWithPassword(server, vendor, { role: 'OWNER' })
  const finance = await memberWithPassword(server, vendor, { role: 'FINANCE' })
  await memberWithPassword(server, vendor, { role: 'PARTNER_MANAGER' })
  await vendor.admin.post('/api/v1/users', { email: 'waits@vendor.example', name: 'Waits', role: 'FINANCE' })
  await sam.caller.patch('/api/v1/portal/profile', { language: 'de' })
  await robin.caller.put(path, party)
  assert.deepEqual(await newMails(vendor), [], 'an address and a name move no money')
  await robin.caller.put(path, { ...party, payoutMethod: bank })
  const mails = await newMails(vendor)
  assert.deepEqual(to(mails), [robin.email, sam.email, owner.email, finance.email].toSorted())
  const of = (email: string) => mails.find(({ recipient }) => recipient === email) ?? assert.fail(email)
  assert.match(of(sam.email).subject, /^Ihr Auszahlungskonto wurde geändert$/)
  assert.match(of(sam.email).body, /3\. Februar 2026/)
  assert.match(of(finance.email).subject, /^The payout account of Larkspur \w+ was changed$/)
  for (const { body } of mails) {
    assert.ok(body.includes(robin.email), body)
    assert.ok(body.includes('DE****3000') && !body.includes('L. Thief'), body)
    assert.ok(!body.includes('0532'), body)
  }
  await robin.caller.put(path, { ...party, payoutMethod: bank })
  assert.deepEqual(await newMails(vendor), [], 'nothing was changed')
  await robin.caller.put(path, { ...party, payoutMethod: { type: 'PAYPAL', email: 'thief@elsewhere.example' } })
  assert.ok((await newMails(vendor)).every(({ body }) => body.includes('PayPal, t***@elsewhere.example')))
  const instructions = 'To account 1234567890, please'
  await robin.caller.put(path, { ...party, payoutMethod: { type: 'OTHER', instructions } })
  assert.ok((await newMails(vendor)).every(({ body }) => !body.includes('1234567890')))
  await robin.caller.put(path, { ...party, payoutMethod: null })
  assert.equal((await newMails(vendor)).length, 4)
})

test('whoever a colleague removes is told, and of what happens to the account within a week too', async () => {
  const { vendor, robin, sam, partnerId } = await team()
  const lee = await visitorOf(server, vendor, { partnerId })
  await sam.caller.patch('/api/v1/portal/profile', { language: 'fr' })
  assert.equal((await robin.caller.delete(`/api/v1/portal/team/${sam.id}`)).status, 204)
  const [told, ...more] = await newMails(vendor)
  assert.deepEqual([told?.recipient, more.length], [sam.email, 0])
  assert.match(told?.subject ?? '', /^Vous n’avez plus accès/)
  assert.ok(told?.body.includes(robin.email))
  await vendor.admin.patch(`/api/v1/visitors/${lee.id}`, { email: 'crony@elsewhere.example' })
  await robin.caller.put(path, { ...party, payoutMethod: bank })
  const mails = await newMails(vendor)
  assert.deepEqual(to(mails), [robin.email, sam.email, lee.email, 'crony@elsewhere.example'].toSorted())
  const former = mails.find(({ recipient }) => recipient === sam.email)
  assert.ok(former?.body.includes(robin.email) && !former.body.includes('DE****'), former?.body)
  clock.aheadMs = 7 * dayMs + 1
  await robin.caller.put(path, { ...party, payoutMethod: null })
  clock.aheadMs = 0
  assert.deepEqual(to(await newMails(vendor)), [robin.email, 'crony@elsewhere.example'].toSorted())
})

test('who was removed and let in again gets one letter, and a stranger of another partner none', async () => {
  const { vendor, robin, sam, partnerId } = await team()
  await robin.caller.delete(`/api/v1/portal/team/${sam.id}`)
  await visitorOf(server, vendor, { partnerId, email: sam.email.toUpperCase() })
  const other = await visitorOf(server, vendor)
  await vendor.admin.delete(`/api/v1/visitors/${other.id}`)
  await newMails(vendor)
  await robin.caller.put(path, { ...party, payoutMethod: bank })
  assert.deepEqual(to(await newMails(vendor)), [robin.email, sam.email.toUpperCase()].toSorted())
  assert.equal((await portalPage(server.url, sam.cookie).put(path, party)).status, 401)
})
