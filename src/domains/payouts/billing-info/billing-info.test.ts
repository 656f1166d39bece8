import assert from 'node:assert/strict'
import { test } from 'node:test'
import { runSql } from '#/testing/sql.ts'
import { type Answer, operatorIn, serverOfThisFile, world } from '#/testing/world.ts'
import { findOwnParty, findPartnerParty } from './queries.ts'

const server = await serverOfThisFile()

const party = {
  legalName: 'Larkspur Traders GmbH',
  taxId: 'DE123456789',
  email: 'billing@larkspur.example.com',
  address: { line1: 'Hafenstr. 4', line2: null, city: 'Hamburg', state: null, postalCode: '20457', country: 'DE' },
  locale: 'de',
}
const iban = 'DE89370400440532013000'
const bank = {
  type: 'BANK',
  accountHolder: 'Larkspur Traders GmbH',
  iban: 'de89 3704 0044 0532 0130 00',
  bic: 'cobadeffxxx',
}
const shownBank = {
  type: 'BANK',
  accountHolder: 'Larkspur Traders GmbH',
  iban: 'DE****3000',
  accountNumber: null,
  bic: 'COBADEFFXXX',
  routingNumber: null,
  clearingSystem: null,
}
const unset = { legalName: null, taxId: null, email: null, address: null, locale: null, updatedAt: null }
const pathOf = (partnerId: string) => `/api/v1/partners/${partnerId}/billing-info`
const faultsOf = (answer: Answer) => {
  assert.equal(answer.status, 422, answer.text)
  assert.equal(answer.body.error.code, 'VALIDATION_ERROR')
  return answer.body.error.details.map(({ path }: { path: string[] }) => path.join('.'))
}

async function vendor() {
  const own = await world(server)
  const partner = (await own.admin.post('/api/v1/partners', { name: 'Larkspur', externalId: undefined })).body.data
  return { ...own, partner }
}

test('before anybody has entered anything, all of it is null', async () => {
  const { admin, partner } = await vendor()
  const own = await admin.get('/api/v1/billing-info')
  assert.deepEqual([own.status, own.body.data], [200, { ...unset, bankAccount: null }])
  const partners = await admin.get(pathOf(partner.id))
  assert.deepEqual([partners.status, partners.body.data], [200, { ...unset, payoutMethod: null }])
})

test('the organisation’s is kept, its account encrypted and shown masked', async () => {
  const { admin, organisation } = await vendor()
  const { type: _type, accountHolder, ...account } = bank
  const set = await admin.put('/api/v1/billing-info', { ...party, bankAccount: { ...account, name: accountHolder } })
  assert.equal(set.status, 200, set.text)
  const { updatedAt, ...rest } = set.body.data
  const { type: _shown, accountHolder: name, ...shown } = shownBank
  assert.deepEqual(rest, { ...party, bankAccount: { ...shown, name } })
  assert.match(updatedAt, /Z$/)
  assert.deepEqual((await admin.get('/api/v1/billing-info')).body, set.body)
  const [row] = await runSql(server, 'select party, bank from organisation_billing_info where organisation_id = $1', [
    organisation.id,
  ])
  assert.ok(!JSON.stringify(row).includes('0532013000'))
  const ctx = await operatorIn(server, organisation.id)
  assert.deepEqual(await findOwnParty(ctx), party)
})

test('a partner’s is kept with each kind of payout method', async () => {
  const { admin, partner, organisation } = await vendor()
  const methods = [
    [bank, shownBank],
    [
      {
        type: 'BANK',
        accountHolder: 'L',
        accountNumber: '000-123 456 789',
        routingNumber: '021000021',
        clearingSystem: 'USABA',
      },
      {
        ...shownBank,
        accountHolder: 'L',
        iban: null,
        bic: null,
        accountNumber: '****6789',
        routingNumber: '021000021',
        clearingSystem: 'USABA',
      },
    ],
    [
      { type: 'BANK', accountHolder: 'L', accountNumber: '123', bic: 'COBADEFF' },
      { ...shownBank, accountHolder: 'L', iban: null, bic: 'COBADEFF', accountNumber: '****3' },
    ],
    [
      { type: 'PAYPAL', email: 'pay@larkspur.example.com' },
      { type: 'PAYPAL', email: 'pay@larkspur.example.com' },
    ],
    [
      { type: 'OTHER', instructions: 'By cheque 4711' },
      { type: 'OTHER', instructions: 'By cheque 4711' },
    ],
    [null, null],
  ]
  for (const [payoutMethod, shown] of methods) {
    const set = await admin.put(pathOf(partner.id), { ...party, payoutMethod })
    assert.equal(set.status, 200, set.text)
    assert.deepEqual(set.body.data, { ...party, payoutMethod: shown, updatedAt: set.body.data.updatedAt })
    assert.deepEqual((await admin.get(pathOf(partner.id))).body, set.body)
    const rows = await runSql(server, 'select payout_method from partner_billing_info where partner_id = $1', [
      partner.id,
    ])
    assert.ok(!/0532013000|123456789|4711/.test(JSON.stringify(rows)))
  }
  const ctx = await operatorIn(server, organisation.id)
  assert.deepEqual(await findPartnerParty(ctx, partner.id), party)
  assert.equal(await findPartnerParty(ctx, 'ptn_none'), undefined)
})

test('an account that is left out stays, null takes it away, and the least that is needed is enough', async () => {
  const { admin, partner } = await vendor()
  await admin.put(pathOf(partner.id), { ...party, payoutMethod: bank })
  const least = { legalName: 'Lark', address: { line1: 'A 1', city: 'Wien', country: 'AT' } }
  const kept = await admin.put(pathOf(partner.id), least)
  const { updatedAt: _at, ...rest } = kept.body.data
  assert.deepEqual(rest, {
    ...party,
    legalName: 'Lark',
    taxId: null,
    email: null,
    locale: null,
    address: { line1: 'A 1', line2: null, city: 'Wien', state: null, postalCode: null, country: 'AT' },
    payoutMethod: shownBank,
  })
  assert.equal((await admin.put(pathOf(partner.id), { ...least, payoutMethod: null })).body.data.payoutMethod, null)
  await admin.put(pathOf(partner.id), { ...least, taxId: 'DE1' })
  const cleared = await admin.put(pathOf(partner.id), least)
  assert.equal(cleared.body.data.taxId, null, 'what is left out of the party is cleared, though nothing else differs')
})

test('what differs has an event without the number, which tells that the number is another', async () => {
  const { admin, partner } = await vendor()
  const events = async () =>
    (await admin.get(`/api/v1/events?limit=100`)).body.data.filter(
      ({ type }: { type: string }) => type === 'partner-billing-info.set',
    )
  const first = await admin.put(pathOf(partner.id), { ...party, payoutMethod: bank })
  assert.deepEqual((await admin.put(pathOf(partner.id), { ...party, payoutMethod: bank })).body, first.body)
  assert.equal((await events()).length, 1)
  // Another account with the same last four characters.
  const other = await admin.put(pathOf(partner.id), {
    ...party,
    payoutMethod: { ...bank, iban: 'DE75512108001245183000' },
  })
  assert.equal(other.status, 422, 'its check digits do not fit')
  const same = `DE${String(98 - Number(BigInt('512108001245183000131400') % 97n)).padStart(2, '0')}512108001245183000`
  const set = await admin.put(pathOf(partner.id), { ...party, payoutMethod: { ...bank, iban: same } })
  assert.deepEqual(set.body.data.payoutMethod, shownBank)
  assert.ok(set.body.data.updatedAt > first.body.data.updatedAt)
  const [newest, oldest, ...more] = await events()
  assert.deepEqual(more, [])
  assert.deepEqual(Object.keys(newest.after), ['payoutMethod'])
  assert.notEqual(newest.after.payoutMethod.fingerprint, newest.before.payoutMethod.fingerprint)
  assert.equal(newest.after.payoutMethod.iban, 'DE****3000')
  assert.ok(!JSON.stringify([newest, oldest]).includes(iban.slice(8)))
  assert.ok(!('sealed' in oldest.after.payoutMethod))
})

test('input that is wrong is refused with its field named', async () => {
  const { admin, partner } = await vendor()
  const put = async (body: object) => faultsOf(await admin.put(pathOf(partner.id), { ...party, ...body }))
  assert.deepEqual(await put({ legalName: ' ' }), ['legalName'])
  assert.deepEqual(await put({ email: 'nobody' }), ['email'])
  assert.deepEqual(await put({ locale: 'deutsch!' }), ['locale'])
  assert.deepEqual(await put({ address: { ...party.address, country: 'ZZ' } }), ['address.country'])
  assert.deepEqual(await put({ address: { ...party.address, street: 'x' } }), ['address.street'])
  assert.deepEqual(await put({ vat: 'x' }), ['vat'])
  const method = (given: object) => put({ payoutMethod: { type: 'BANK', accountHolder: 'L', ...given } })
  assert.deepEqual(await method({}), ['payoutMethod.iban'])
  assert.deepEqual(await method({ iban: 'DE88370400440532013000' }), ['payoutMethod.iban'])
  assert.deepEqual(await method({ iban: 'DE****3000' }), ['payoutMethod.iban'])
  assert.deepEqual(await method({ iban, accountNumber: '1' }), ['payoutMethod.accountNumber'])
  assert.deepEqual(await method({ accountNumber: '****6789', bic: 'COBADEFF' }), ['payoutMethod.accountNumber'])
  assert.deepEqual(await method({ accountNumber: '6789' }), ['payoutMethod.bic'])
  assert.deepEqual(await method({ iban, bic: 'COBA' }), ['payoutMethod.bic'])
  assert.deepEqual(await method({ iban, clearingSystem: 'USABA' }), ['payoutMethod.routingNumber'])
  assert.deepEqual(await put({ payoutMethod: { type: 'CASH' } }), ['payoutMethod.type'])
  assert.deepEqual(await put({ payoutMethod: { type: 'PAYPAL', email: 'x' } }), ['payoutMethod.email'])
  assert.deepEqual(faultsOf(await admin.put('/api/v1/billing-info', { ...party, bankAccount: { iban: 'X' } })), [
    'bankAccount.iban',
  ])
  assert.deepEqual(faultsOf(await admin.put('/api/v1/billing-info', {})), ['legalName', 'address'])
  assert.equal((await admin.get(pathOf(partner.id))).body.data.legalName, null)
})

test('a locale is kept in its one spelling', async () => {
  const { admin, partner } = await vendor()
  assert.equal((await admin.put(pathOf(partner.id), { ...party, locale: 'DE-at' })).body.data.locale, 'de-AT')
})

test('another organisation’s partner, a wrong scope and a key of a partner get nowhere', async () => {
  const own = await vendor()
  const other = await vendor()
  for (const answer of [
    await own.admin.get(pathOf(other.partner.id)),
    await own.admin.put(pathOf(other.partner.id), party),
    await own.admin.get(pathOf('ptn_none')),
  ])
    assert.deepEqual([answer.status, answer.body.error.code], [404, 'PARTNER_NOT_FOUND'])
  const reader = await own.callerWith('commissions:read')
  const writer = await own.callerWith('commissions:write')
  const stranger = await own.callerWith('partners:write', 'clients:read')
  for (const path of ['/api/v1/billing-info', pathOf(own.partner.id)]) {
    assert.equal((await reader.get(path)).status, 200)
    assert.equal((await reader.put(path, party)).status, 403)
    assert.equal((await writer.put(path, party)).status, 200)
    assert.equal((await writer.get(path)).status, 403)
    assert.equal((await stranger.get(path)).status, 403)
    assert.equal((await (await own.callerBoundTo(own.partner.id)).get(path)).status, 403)
  }
  assert.equal((await other.admin.get('/api/v1/billing-info')).body.data.legalName, null)
})

test('it goes along with a partner into one that has none, and else that one’s own stays', async () => {
  const { admin, organisation, partner: going } = await vendor()
  const staying = (await admin.post('/api/v1/partners', { name: 'Staying' })).body.data
  const third = (await admin.post('/api/v1/partners', { name: 'Third' })).body.data
  await admin.put(pathOf(going.id), { ...party, payoutMethod: bank })
  const merge = async (from: string, into: string) => {
    const merged = await admin.post(`/api/v1/partners/${into}/merge`, { partnerId: from })
    assert.equal(merged.status, 200, merged.text)
  }
  await merge(going.id, staying.id)
  assert.deepEqual((await admin.get(pathOf(staying.id))).body.data.payoutMethod, shownBank)
  assert.deepEqual((await admin.get(pathOf(going.id))).body, (await admin.get(pathOf(staying.id))).body)
  await admin.put(pathOf(third.id), { ...party, legalName: 'Third' })
  await merge(staying.id, third.id)
  const ctx = await operatorIn(server, organisation.id)
  for (const id of [going.id, staying.id, third.id]) assert.equal((await findPartnerParty(ctx, id))?.legalName, 'Third')
  const [{ many }] = await runSql(
    server,
    'select count(*)::int as many from partner_billing_info where organisation_id = $1',
    [organisation.id],
  )
  assert.equal(many, 1)
})

test('of writers at the same time each follows on the one before, and If-Match lets one through', async () => {
  const { admin, partner } = await vendor()
  const names = Array.from({ length: 8 }, (_, at) => `Writer ${at}`)
  const all = await Promise.all(names.map((legalName) => admin.put(pathOf(partner.id), { ...party, legalName })))
  assert.ok(all.every(({ status }) => status === 200))
  const events = (await admin.get('/api/v1/events?limit=100')).body.data.filter(
    ({ type }: { type: string }) => type === 'partner-billing-info.set',
  )
  const chain = new Map(
    events.map(({ before, after }: { before: Record<string, string> | null; after: Record<string, string> }) => [
      before?.['legalName'],
      after['legalName'],
    ]),
  )
  assert.equal(chain.size, names.length)
  let last: unknown
  for (let many = 0; many < names.length; many += 1) last = chain.get(last)
  const read = await admin.get(pathOf(partner.id))
  assert.equal(read.body.data.legalName, last)
  const headers = { 'if-match': read.headers.get('etag') ?? '' }
  const guarded = await Promise.all(
    names.map((name) => admin.put(pathOf(partner.id), { ...party, legalName: `Guarded ${name}` }, { headers })),
  )
  assert.deepEqual(guarded.map(({ status }) => status).toSorted(), [200, ...Array.from({ length: 7 }, () => 412)])
})
