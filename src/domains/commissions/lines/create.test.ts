import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { assertBooks, balances } from '#/testing/ledger.ts'
import { type Answer, type Caller, serverOfThisFile, type World, world } from '#/testing/world.ts'

const server = await serverOfThisFile()
const lines = '/api/v1/commission-lines'
let vendor: World
let partnerId: string
before(async () => {
  vendor = await world(server)
  partnerId = await newPartner(vendor)
})

const newPartner = async ({ admin }: World, body: object = {}): Promise<string> => {
  const made = await admin.post('/api/v1/partners', { name: `Larkspur ${crypto.randomUUID()}`, ...body })
  assert.equal(made.status, 201, made.text)
  return made.body.data.id
}
const create = (body: object, caller: Caller = vendor.admin, headers?: Record<string, string>) =>
  caller.post(lines, { partnerId, amount: '10.00', currency: 'USD', ...body }, { headers })
const made = (answer: Answer) => {
  assert.equal(answer.status, 201, answer.text)
  return answer.body.data
}
/** Status, then path and code of each fault. */
const faults = ({ status, body }: Answer) => [
  status,
  ...body.error.details.map(({ path, code }: { path: string[]; code: string }) => `${path.join('.')} ${code}`),
]
const eventsOf = async ({ admin }: World, type: string) =>
  (await admin.get(`/api/v1/events?limit=100&type=${type}`)).body.data

test('a line is made in the pool, and its amount stands twice in the journal', async () => {
  const own = await world(server)
  const id = await newPartner(own)
  const given = { partnerId: id, amount: '500', currency: 'usd', sourceAmount: '5000', description: ' Launch bonus ' }
  const answer = await own.admin.post(lines, { ...given, idempotencyKey: 'bonus-2026-04' })
  const { id: lineId, createdAt, updatedAt, ...rest } = made(answer)
  assert.match(lineId, /^cln_/)
  assert.equal(createdAt, updatedAt)
  assert.deepEqual(rest, {
    partnerId: id,
    payoutId: null,
    description: 'Launch bonus',
    amount: '500.00',
    sourceAmount: '5000.00',
    currency: 'USD',
    status: 'PENDING',
    planName: null,
    periodEnd: null,
  })
  assert.deepEqual(await balances(server, id), { 'COMMISSIONS USD': '-50000', 'PAYABLE USD': '50000' })
  const [event, ...others] = await eventsOf(own, 'commission-lines.create')
  assert.deepEqual([event.subjectId, event.partnerId, event.after.amountMinor, others], [lineId, id, '50000', []])

  const again = await own.admin.post(lines, {
    ...given,
    amount: '7',
    currency: 'EUR',
    partnerId: 'ptn_of_nobody',
    idempotencyKey: 'bonus-2026-04',
  })
  assert.equal(again.status, 200, 'whatever the body says')
  assert.deepEqual(again.body, answer.body)
  assert.deepEqual((await own.admin.get(`${lines}/${lineId}`)).body, answer.body)
  assert.equal((await eventsOf(own, 'commission-lines.create')).length, 1)
  await assertBooks(server, own.organisation.id)
})

test('an amount is a decimal string of its currency’s scale, and leaves in that scale', async () => {
  const kept = async (amount: string, currency: string) => made(await create({ amount, currency })).amount
  const cases = [
    ['7', 'USD', '7.00'],
    ['007.5', 'USD', '7.50'],
    ['-40.5', 'USD', '-40.50'],
    ['-00.01', 'USD', '-0.01'],
    ['7', 'JPY', '7'],
    ['1.234', 'KWD', '1.234'],
    ['0.0001', 'CLF', '0.0001'],
    ['999999999999999', 'USD', '999999999999999.00'],
    ['-999999999999999.99', 'USD', '-999999999999999.99'],
    ['922337203685477.5807', 'CLF', '922337203685477.5807'],
    ['999999999999999.999', 'IQD', '999999999999999.999'],
  ] as const
  for (const [amount, currency, out] of cases) assert.equal(await kept(amount, currency), out, `${amount} ${currency}`)
})

test('what is no amount is refused on its field', async () => {
  const grammar = [
    '',
    ' ',
    '1 ',
    ' 1',
    '+1',
    '1.',
    '.5',
    '1,50',
    '1 000',
    '1e3',
    '1E3',
    '0x10',
    'NaN',
    'Infinity',
    '--1',
    '1.2.3',
    '١',
    '1234567890123456',
    '9'.repeat(30),
    '1.23456',
  ]
  for (const amount of grammar)
    assert.deepEqual(faults(await create({ amount })), [422, 'amount invalid_format'], amount)
  for (const amount of [1, 1.5, 0, null, true, {}, ['1']])
    assert.deepEqual(faults(await create({ amount })), [422, 'amount invalid_type'], String(amount))
  assert.deepEqual(faults(await create({ amount: undefined })), [422, 'amount invalid_type'])
  for (const [amount, currency] of [
    ['0', 'USD'],
    ['-0', 'USD'],
    ['0.00', 'USD'],
    ['-0.0', 'USD'],
    ['0', 'JPY'],
    ['1.001', 'USD'],
    ['1.000', 'USD'],
    ['1.0', 'JPY'],
    ['1.0000', 'KWD'],
    ['922337203685477.5808', 'CLF'],
    ['999999999999999', 'UYW'],
  ] as const)
    assert.deepEqual(faults(await create({ amount, currency })), [422, 'amount custom'], `${amount} ${currency}`)
  const answer = await vendor.admin.send('POST', lines, {
    raw: `{"partnerId":"${partnerId}","amount":999999999999999.99,"currency":"USD"}`,
    headers: { 'content-type': 'application/json' },
  })
  assert.deepEqual(faults(answer), [422, 'amount invalid_type'])
})

test('a currency is one of ISO 4217 with a minor unit, in either case', async () => {
  for (const currency of ['', 'US', 'USDD', 'XAU', 'XXX', 'XTS', 'ABC', 'BTC', 'us$', 'USD ', 'ＵＳＤ', 'ıqd'])
    assert.deepEqual(faults(await create({ currency })), [422, 'currency invalid_value'], currency)
  for (const currency of [null, 840, undefined])
    assert.deepEqual(faults(await create({ currency })), [422, 'currency invalid_type'], String(currency))
  assert.equal(made(await create({ currency: 'eUr' })).currency, 'EUR')
})

test('the sale it was reckoned from is an amount too, and may be zero or absent', async () => {
  const kept = async (sourceAmount: unknown) => made(await create({ sourceAmount })).sourceAmount
  assert.equal(await kept('0'), '0.00')
  assert.equal(await kept('-0'), '0.00')
  assert.equal(await kept('-12.5'), '-12.50')
  assert.equal(await kept(null), null)
  assert.equal(await kept(undefined), null)
  assert.deepEqual(faults(await create({ sourceAmount: '0.000' })), [422, 'sourceAmount custom'])
  assert.deepEqual(faults(await create({ sourceAmount: '1e2' })), [422, 'sourceAmount invalid_format'])
  assert.deepEqual(faults(await create({ sourceAmount: 5 })), [422, 'sourceAmount invalid_type'])
  assert.deepEqual(faults(await create({ amount: '1.001', sourceAmount: '0.001' })), [
    422,
    'amount custom',
    'sourceAmount custom',
  ])
})

test('a description is trimmed and counted in code points; empty is null', async () => {
  const kept = async (description: unknown) => made(await create({ description })).description
  assert.equal(await kept('  Bonus\n'), 'Bonus')
  assert.equal(await kept(' \t\n '), null)
  assert.equal(await kept(''), null)
  assert.equal(await kept(null), null)
  assert.equal(await kept('😀'.repeat(2000)), '😀'.repeat(2000))
  assert.equal(await kept(`  ${'x'.repeat(2000)}  `), 'x'.repeat(2000))
  assert.deepEqual(faults(await create({ description: 'x'.repeat(2001) })), [422, 'description too_big'])
  assert.deepEqual(faults(await create({ description: '😀'.repeat(2001) })), [422, 'description too_big'])
  assert.deepEqual(faults(await create({ description: 'a\0b' })), [422, 'description custom'])
  assert.deepEqual(faults(await create({ description: 'a\ud83d' })), [422, 'description custom'])
  assert.deepEqual(faults(await create({ description: 7 })), [422, 'description invalid_type'])
})

test('an idempotency key is taken as sent, 1 to 255 characters, and unique in its organisation alone', async () => {
  for (const key of ['x', '😀'.repeat(255), ' spaces stay ']) {
    const first = made(await create({ idempotencyKey: key }))
    const again = await create({ idempotencyKey: key, amount: '99' })
    assert.deepEqual([again.status, again.body.data], [200, first])
  }
  assert.notEqual(made(await create({ idempotencyKey: 'spaces stay' })).id, undefined)
  assert.deepEqual(faults(await create({ idempotencyKey: '' })), [422, 'idempotencyKey too_small'])
  assert.deepEqual(faults(await create({ idempotencyKey: 'x'.repeat(256) })), [422, 'idempotencyKey too_big'])
  assert.deepEqual(faults(await create({ idempotencyKey: null })), [422, 'idempotencyKey invalid_type'])
  assert.deepEqual(
    faults(await create({ idempotencyKey: 'x', amount: '0' })),
    [422, 'amount custom'],
    'a body that is not valid repeats nothing',
  )
  const other = await world(server)
  assert.equal((await create({ partnerId: await newPartner(other), idempotencyKey: 'x' }, other.admin)).status, 201)
})

test('unknown keys are refused by name, and so is what no caller sets', async () => {
  assert.deepEqual(faults(await create({ colour: 'red', status: 'PAID' })), [
    422,
    'colour unrecognized_keys',
    'status unrecognized_keys',
  ])
  assert.deepEqual(
    faults(await vendor.admin.post(`${lines}?dryRun=true`, { partnerId, amount: '1', currency: 'USD' })),
    [422, 'dryRun unrecognized_keys'],
  )
  assert.deepEqual(faults(await vendor.admin.post(lines, {})), [
    422,
    'partnerId invalid_type',
    'amount invalid_type',
    'currency invalid_type',
  ])
})

test('a partner is found by our id, else by its CRM id, which must be one partner’s', async () => {
  const own = await world(server)
  const withCrmId = async (externalId: string) => {
    const id = await newPartner(own)
    assert.equal((await own.admin.patch(`/api/v1/partners/${id}/crm-record`, { externalId })).status, 200)
    return id
  }
  const [first] = [await withCrmId('77001'), await withCrmId('77002'), await withCrmId('77002')]
  const by = (id: string) => create({ partnerId: id }, own.admin)
  assert.equal(made(await by('77001')).partnerId, first)
  assert.deepEqual(faults(await by('77002')), [422, 'partnerId ambiguous_reference'])
  for (const unknown of ['77003', 'ptn_01KGHDCQE0TSE27719X13KZBKT', partnerId, 'x'.repeat(10_000)]) {
    const answer = await by(unknown)
    assert.deepEqual([answer.status, answer.body.error.code], [404, 'PARTNER_NOT_FOUND'], unknown)
  }
  assert.deepEqual(faults(await by('')), [422, 'partnerId too_small'])
})

test('an archived partner earns nothing more, also under the id of one that was merged into it', async () => {
  const own = await world(server)
  const [staying, going] = [await newPartner(own), await newPartner(own)]
  assert.equal((await own.admin.post(`/api/v1/partners/${staying}/merge`, { partnerId: going })).status, 200)
  assert.equal(made(await create({ partnerId: going }, own.admin)).partnerId, staying)
  const kept = made(await create({ partnerId: staying, idempotencyKey: 'before' }, own.admin))
  await own.admin.post(`/api/v1/partners/${staying}/archive`)
  for (const partnerId of [staying, going])
    assert.deepEqual(faults(await create({ partnerId }, own.admin)), [422, 'partnerId custom'])
  const again = await create({ partnerId: staying, idempotencyKey: 'before' }, own.admin)
  assert.deepEqual([again.status, again.body.data.id], [200, kept.id])
  await own.admin.post(`/api/v1/partners/${staying}/restore`)
  assert.equal((await create({ partnerId: going }, own.admin)).status, 201)
  await assertBooks(server, own.organisation.id)
})

test('only a key of the organisation that may write commissions makes lines', async () => {
  assert.equal((await create({}, await vendor.callerWith('commissions:write'))).status, 201)
  for (const caller of [
    await vendor.callerWith('commissions:read', 'partners:write'),
    await vendor.callerBoundTo(partnerId),
  ]) {
    const answer = await create({}, caller)
    assert.deepEqual([answer.status, answer.body.error.code], [403, 'FORBIDDEN'])
  }
})

test('sixteen retries at once make one line, one pair of entries and one event', async () => {
  const ways: ((n: number) => [object, Record<string, string>])[] = [
    (n) => [{ idempotencyKey: 'body', amount: `${n + 1}` }, {}],
    () => [{}, { 'idempotency-key': 'header' }],
    () => [{ idempotencyKey: 'both' }, { 'idempotency-key': 'both' }],
    (n) => [{ idempotencyKey: 'own headers' }, { 'idempotency-key': `own-${n}` }],
  ]
  for (const way of ways) {
    const own = await world(server)
    const id = await newPartner(own)
    const answers = await Promise.all(
      Array.from({ length: 16 }, async (_, n) => {
        const [body, headers] = way(n)
        return await create({ partnerId: id, ...body }, own.admin, headers)
      }),
    )
    const [line, ...others] = new Set(answers.map(({ body }) => JSON.stringify(body.data)))
    assert.deepEqual(others, [], 'one line is answered to all')
    const { amount } = JSON.parse(line ?? '')
    const isReplayed = (answer: Answer) => answer.headers.get('idempotency-replayed') === 'true'
    const fresh = answers.filter((answer) => answer.status === 201 && !isReplayed(answer))
    assert.equal(fresh.length, 1)
    assert.ok(answers.every((answer) => answer.status === 200 || isReplayed(answer) || answer === fresh[0]))
    const minor = String(BigInt(amount.replace('.', '')))
    assert.deepEqual(await balances(server, id), { 'COMMISSIONS USD': `-${minor}`, 'PAYABLE USD': minor })
    assert.equal((await own.admin.get(lines)).body.data.length, 1)
    assert.equal((await eventsOf(own, 'commission-lines.create')).length, 1)
    await assertBooks(server, own.organisation.id)
  }
})

test('a header key with another body is a conflict, and a failed request may be sent again under it', async () => {
  const headers = { 'idempotency-key': 'order-1001' }
  assert.equal((await create({ amount: '0' }, vendor.admin, headers)).status, 422)
  const first = await create({ amount: '5' }, vendor.admin, headers)
  assert.equal(first.status, 201)
  const replayed = await create({ amount: '5' }, vendor.admin, headers)
  assert.deepEqual(
    [replayed.status, replayed.headers.get('idempotency-replayed'), replayed.body],
    [201, 'true', first.body],
  )
  const other = await create({ amount: '6' }, vendor.admin, headers)
  assert.deepEqual([other.status, other.body.error.code], [409, 'IDEMPOTENCY_CONFLICT'])
  assert.deepEqual(faults(await create({}, vendor.admin, { 'idempotency-key': 'two words' })), [
    422,
    'Idempotency-Key invalid_format',
  ])
})
