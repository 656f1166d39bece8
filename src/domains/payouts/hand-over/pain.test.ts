import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { validateXML } from 'xmllint-wasm'
import { seedBatch, type SeededPayout } from '#/testing/payout-batch.ts'
import { type Answer, serverOfThisFile, type World, world } from '#/testing/world.ts'

const server = await serverOfThisFile()
const schema = await readFile(new URL('./pain.001.001.09.xsd', import.meta.url), 'utf8')

const address = { line1: 'Hafenstr. 4', line2: 'Haus & Hof', city: 'Köln', postalCode: '50667', country: 'DE' }
const german = { type: 'BANK', accountHolder: 'Larkspur', iban: 'DE89370400440532013000', bic: 'COBADEFFXXX' }
const american = {
  type: 'BANK',
  accountHolder: 'Basalt Inc.',
  accountNumber: '123456789',
  routingNumber: '021000021',
  clearingSystem: 'USABA',
}

async function vendor(): Promise<World> {
  const own = await world(server)
  const set = await own.admin.put('/api/v1/billing-info', {
    legalName: 'Vendor & Co',
    address,
    bankAccount: { iban: 'FR1420041010050500013M02606' },
  })
  assert.equal(set.status, 200, set.text)
  return own
}

/** A partner that is paid so; without billing information where no method is given. */
async function partnerPaid({ admin }: World, payoutMethod?: object | null, name = 'Larkspur'): Promise<string> {
  const { id } = (await admin.post('/api/v1/partners', { name: `${name} ${Math.random()}` })).body.data
  if (payoutMethod === undefined) return id
  const set = await admin.put(`/api/v1/partners/${id}/billing-info`, { legalName: name, address, payoutMethod })
  assert.equal(set.status, 200, set.text)
  return id
}

async function batchOf(own: World, payouts: (Omit<SeededPayout, 'partnerId'> & { method?: object | null })[]) {
  const wanted = []
  for (const { method, ...payout } of payouts) wanted.push({ partnerId: await partnerPaid(own, method), ...payout })
  return await seedBatch(server, own, wanted)
}

const fileOf = (own: World, batchId: string, query = '') =>
  own.admin.get(`/api/v1/exports/payouts/pain.001?batchId=${batchId}${query}`)

async function validXml(answer: Answer): Promise<string> {
  assert.equal(answer.status, 200, answer.text)
  const { valid, errors } = await validateXML({
    xml: [{ fileName: 'file.xml', contents: answer.text }],
    schema: [{ fileName: 'pain.xsd', contents: schema }],
  })
  assert.ok(valid, errors.map(({ rawMessage }) => rawMessage).join('\n'))
  return answer.text
}
const all = (xml: string, name: string) =>
  [...xml.matchAll(new RegExp(`<${name}(?: [^>]*)?>([^<]*)</${name}>`, 'g'))].map((match) => match[1])

test('a batch becomes one file that fits the standard, with each amount, account and reference', async () => {
  const own = await vendor()
  const { batchId, ids } = await batchOf(own, [
    { method: german, amount: '125000', poNumber: 'PO-2026-0042' },
    { method: { ...german, iban: 'GB29NWBK60161331926819', bic: null }, amount: '1' },
  ])
  const answer = await fileOf(own, batchId, '&executionDate=2099-04-30')
  const xml = await validXml(answer)
  assert.equal(answer.headers.get('content-type'), 'application/xml; charset=utf-8')
  assert.deepEqual(
    all(xml, 'EndToEndId').toSorted(),
    ids.map((id) => id.replace('_', '-')),
  )
  assert.deepEqual(all(xml, 'InstdAmt').toSorted(), ['0.01', '1250.00'])
  assert.deepEqual(all(xml, 'NbOfTxs'), ['2', '2'])
  assert.deepEqual(all(xml, 'CtrlSum'), ['1250.01', '1250.01'])
  assert.deepEqual(all(xml, 'Cd'), ['SEPA'])
  assert.deepEqual(all(xml, 'ChrgBr'), ['SLEV'])
  assert.deepEqual(all(xml, 'Dt'), ['2099-04-30'])
  assert.deepEqual(all(xml, 'IBAN').toSorted(), [
    'DE89370400440532013000',
    'FR1420041010050500013M02606',
    'GB29NWBK60161331926819',
  ])
  assert.deepEqual(all(xml, 'BICFI'), ['COBADEFFXXX'])
  assert.deepEqual(all(xml, 'Ustrd').toSorted(), ['2026-01-01 - 2026-03-31', 'PO-2026-0042, 2026-01-01 - 2026-03-31'])
  assert.ok(all(xml, 'EndToEndId').every((id = '') => id.length <= 35))
  assert.deepEqual([...new Set(all(xml, 'BldgNm'))], ['Haus + Hof'])
  assert.deepEqual([...new Set(all(xml, 'TwnNm'))], ['Koln'])
})

test('what no bank takes in a name is written otherwise, and the file stays XML', async () => {
  const own = await vendor()
  const holders = ['A & B <script>', 'Ümläut "quoted" \'n\' 🚀', 'Αθήνα', 'x'.repeat(140)]
  const { batchId } = await batchOf(
    own,
    holders.map((accountHolder) => ({ method: { ...german, accountHolder }, amount: '100', poNumber: 'P&O <1> 🚀' })),
  )
  const xml = await validXml(await fileOf(own, batchId))
  const names = all(xml, 'Nm')
  for (const name of [
    'Vendor + Co',
    'A + B .script.',
    'Athina',
    'x'.repeat(70),
    'Umlaut &apos;quoted&apos; &apos;n&apos; .',
  ])
    assert.ok(names.includes(name), `${name} in ${names.join('|')}`)
  assert.ok(all(xml, 'Ustrd').every((text = '') => text.startsWith('P+O .1. ., ')))
})

test('transfers within SEPA and others stand apart, each with its own number and sum', async () => {
  const own = await vendor()
  const { batchId } = await batchOf(own, [
    { method: german, amount: '100' },
    { method: american, amount: '200' },
    { method: { ...german, iban: 'TR330006100519786457841326' }, amount: '300' },
    { method: german, amount: '100000000000' },
  ])
  const xml = await validXml(await fileOf(own, batchId))
  assert.deepEqual(all(xml, 'NbOfTxs')[0], '4')
  assert.deepEqual(all(xml, 'CtrlSum')[0], '1000000006.00')
  const ways = xml.split('<PmtInf>').slice(1)
  const [sepa, other] = ways.toSorted((a) => (a.includes('SEPA</Cd>') ? -1 : 1))
  assert.deepEqual([ways.length, all(sepa ?? '', 'InstdAmt'), all(sepa ?? '', 'CtrlSum')], [2, ['1.00'], ['1.00']])
  assert.deepEqual(all(other ?? '', 'CtrlSum'), ['1000000005.00'])
  assert.deepEqual(all(other ?? '', 'ChrgBr'), ['SHAR'])
  assert.match(other ?? '', /<ClrSysMmbId><ClrSysId><Cd>USABA<\/Cd><\/ClrSysId><MmbId>021000021<\/MmbId>/)
  assert.match(other ?? '', /<CdtrAcct><Id><Othr><Id>123456789<\/Id><\/Othr><\/Id>/)
  assert.equal(new Set(all(xml, 'PmtInfId')).size, 2)
})

test('amounts have the decimals of their currency, and sums are exact', async () => {
  const own = await vendor()
  for (const [currency, amounts, sum] of [
    ['JPY', ['7', '100'], '107'],
    ['KWD', ['1', '999999999999999999'], '1000000000000000.000'],
    ['CLF', ['5', '10000'], '1.0005'],
  ] as const) {
    const { batchId } = await batchOf(
      own,
      amounts.map((amount) => ({ method: german, amount, currency })),
    )
    const answer = await fileOf(own, batchId)
    const xml = await validXml(answer)
    assert.equal(answer.headers.get('x-control-sum'), sum)
    const written = sum.replaceAll(/\D/g, '').length > 18 ? [] : [sum, sum]
    assert.deepEqual(all(xml, 'CtrlSum'), written, 'a sum of more digits than the standard has is not written wrong')
  }
})

test('nobody is left unpaid in silence: one payout that cannot be paid stops the file and is named', async () => {
  const own = await vendor()
  const { batchId, ids } = await batchOf(own, [
    { method: german, amount: '100' },
    { amount: '100' },
    { method: null, amount: '100' },
    { method: { type: 'PAYPAL', email: 'a@example.com' }, amount: '100' },
    { method: { type: 'OTHER', instructions: 'cheque' }, amount: '100' },
    { method: german, amount: '0' },
    { method: german, amount: '-100' },
    { method: german, amount: '9223372036854775808' },
    { method: { ...german, accountHolder: '山田商事' }, amount: '100' },
    { method: german, amount: '100', stage: 'PAID' },
    { method: german, amount: '100', stage: 'PENDING_REVIEW' },
    { method: german, amount: '100', stage: 'SCHEDULED' },
  ])
  const refused = await fileOf(own, batchId)
  assert.deepEqual([refused.status, refused.body.error.code], [422, 'PAYOUTS_NOT_PAYABLE'])
  const obstacles = [
    'NO_BILLING_INFO',
    'NO_PAYOUT_METHOD',
    'OTHER_PAYOUT_METHOD',
    'OTHER_PAYOUT_METHOD',
    'AMOUNT_NOT_ABOVE_ZERO',
    'AMOUNT_NOT_ABOVE_ZERO',
    'AMOUNT_TOO_LARGE',
    'NAME_NOT_LATIN',
  ]
  const { count, payouts } = refused.body.error.details
  assert.equal(count, obstacles.length)
  const named = payouts.toSorted((a: { payoutId: string }, b: { payoutId: string }) =>
    a.payoutId < b.payoutId ? -1 : 1,
  )
  assert.deepEqual(
    named.map(({ payoutId, obstacle }: { payoutId: string; obstacle: string }) => [payoutId, obstacle]),
    obstacles.map((obstacle, at) => [ids[at + 1], obstacle]),
  )
  assert.deepEqual(Object.keys(named[0]), ['payoutId', 'partner', 'amount', 'stage', 'obstacle'])

  const check = (await own.admin.get(`/api/v1/payout-batches/${batchId}/payment-check`)).body.data
  assert.deepEqual(check, {
    batchId,
    isReady: false,
    hasBankAccount: true,
    included: { count: 1, sum: '1.00' },
    leftOutCount: count,
    leftOut: payouts,
    otherStages: [
      { stage: 'PAID', count: 1 },
      { stage: 'PENDING_REVIEW', count: 1 },
      { stage: 'SCHEDULED', count: 1 },
    ],
  })

  const skipped = await fileOf(own, batchId, '&skip=true&stage=APPROVED,SCHEDULED')
  const xml = await validXml(skipped)
  assert.deepEqual(
    all(xml, 'EndToEndId').toSorted(),
    [ids[0], ids[11]].map((id = '') => id.replace('_', '-')),
  )
  const headers = ['x-payouts-included', 'x-payouts-left-out', 'x-control-sum'].map((name) => skipped.headers.get(name))
  assert.deepEqual(headers, ['2', '8', '2.00'])
})

test('without an account to pay from, or anything to pay, there is no file', async () => {
  const own = await world(server)
  const { batchId } = await batchOf(own, [{ method: german, amount: '100' }])
  const codeOf = async (query = '') => {
    const answer = await fileOf(own, batchId, query)
    return [answer.status, answer.body.error.code]
  }
  assert.deepEqual(await codeOf(), [422, 'NO_BANK_ACCOUNT'])
  await own.admin.put('/api/v1/billing-info', { legalName: 'V', address })
  assert.deepEqual(await codeOf(), [422, 'NO_BANK_ACCOUNT'])
  assert.equal((await own.admin.get(`/api/v1/payout-batches/${batchId}/payment-check`)).body.data.hasBankAccount, false)
  await own.admin.put('/api/v1/billing-info', {
    legalName: 'V',
    address,
    bankAccount: { accountNumber: '1', bic: 'COBADEFF' },
  })
  assert.deepEqual(await codeOf('&stage=FAILED'), [422, 'NO_PAYABLE_PAYOUTS'])
  const xml = await validXml(await fileOf(own, batchId))
  assert.match(xml, /<DbtrAcct><Id><Othr><Id>1<\/Id>/)
  assert.equal((await own.admin.get(`/api/v1/payout-batches/${batchId}/payment-check`)).body.data.isReady, true)
})

test('the same payments have the same message id, whenever the file is made, and others have another', async () => {
  const own = await vendor()
  const { batchId, ids } = await batchOf(own, [
    { method: german, amount: '100' },
    { method: german, amount: '200', stage: 'SCHEDULED' },
  ])
  const idOf = async (query = '') => all((await fileOf(own, batchId, query)).text, 'MsgId')[0] ?? ''
  const first = await idOf()
  assert.match(first, /^[0-9A-Z]{26}-[0-9A-F]{8}$/)
  assert.equal(await idOf('&executionDate=2099-01-01'), first)
  assert.notEqual(await idOf('&stage=APPROVED,SCHEDULED'), first)
  await own.admin.put(`/api/v1/billing-info`, { legalName: 'Renamed', address })
  assert.equal(await idOf(), first)
  const { partner } = (await own.admin.get(`/api/v1/payouts/${ids[0]}`)).body.data
  await own.admin.put(`/api/v1/partners/${partner.id}/billing-info`, {
    legalName: 'L',
    address,
    payoutMethod: { ...german, iban: 'BE68539007547034' },
  })
  assert.notEqual(await idOf(), first)
})

test('a payout of a partner that was merged is paid to the one that it became', async () => {
  const own = await vendor()
  const staying = await partnerPaid(own, german)
  const going = await partnerPaid(own)
  const { batchId } = await seedBatch(server, own, [{ partnerId: going, amount: '100' }])
  const merged = await own.admin.post(`/api/v1/partners/${staying}/merge`, { partnerId: going })
  assert.equal(merged.status, 200, merged.text)
  assert.ok(all(await validXml(await fileOf(own, batchId)), 'IBAN').includes(german.iban))
})
