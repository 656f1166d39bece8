import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eventsOf, faults, lines, newPartner, refused, withCrmId } from '#/testing/commission-lines.ts'
import { assertBooks, balances } from '#/testing/ledger.ts'
import { type Answer, type Caller, serverOfThisFile, world } from '#/testing/world.ts'

const server = await serverOfThisFile()

const bulk = ({ post }: Caller, body: object, headers?: Record<string, string>) =>
  post(`${lines}/bulk`, body, { headers })
const counts = ({ body }: Answer) => [body.data.created, body.data.existing, body.data.refused]
const allLines = async ({ get }: Caller) => (await get(`${lines}?limit=100`)).body.data

type Line = Record<'partnerId' | 'amount' | 'currency' | 'status', string>
type Item = { index: number; status: string; line: Line; error: object | null }

test('many lines are made in the order of the body, each as it would be alone', async () => {
  const own = await world(server)
  const [first, second] = [await newPartner(own), await withCrmId(own, '77001')]
  const answer = await bulk(own.admin, {
    lines: [
      { partnerId: first, amount: '7', currency: 'usd', description: ' One ', idempotencyKey: 'z' },
      { partnerId: '77001', amount: '-40.5', currency: 'EUR', sourceAmount: '0', idempotencyKey: 'a' },
      { partnerId: first, amount: '999999999999999', currency: 'JPY' },
    ],
  })
  assert.equal(answer.status, 201, answer.text)
  assert.deepEqual(counts(answer), [3, 0, 0])
  const { items } = answer.body.data
  assert.deepEqual(
    items.map(({ index, status, line, error }: Item) => [
      index,
      status,
      line.partnerId,
      line.amount,
      line.currency,
      line.status,
      error,
    ]),
    [
      [0, 'CREATED', first, '7.00', 'USD', 'PENDING', null],
      [1, 'CREATED', second, '-40.50', 'EUR', 'PENDING', null],
      [2, 'CREATED', first, '999999999999999', 'JPY', 'PENDING', null],
    ],
  )
  assert.deepEqual(await allLines(own.admin), items.map(({ line }: { line: object }) => line).toReversed())
  assert.equal((await eventsOf(own, 'commission-lines.create')).length, 3)
  assert.deepEqual(await balances(server, second), { 'COMMISSIONS EUR': '4050', 'PAYABLE EUR': '-4050' })
  await assertBooks(server, own.organisation.id)
})

test('what is there by its key stays untouched, and a key that stands twice makes one line', async () => {
  const own = await world(server)
  const partnerId = await newPartner(own)
  const line = { partnerId, amount: '10', currency: 'USD' }
  const known = (await own.admin.post(lines, { ...line, idempotencyKey: 'known' })).body.data
  const answer = await bulk(own.admin, {
    lines: [
      { ...line, partnerId: 'nobody', amount: '99', idempotencyKey: 'known' },
      { ...line, amount: '1', idempotencyKey: 'twice' },
      { ...line, amount: '2', idempotencyKey: 'twice' },
    ],
  })
  assert.deepEqual([answer.status, ...counts(answer)], [201, 1, 2, 0])
  const [first, second, third] = answer.body.data.items
  assert.deepEqual([first.status, first.line], ['EXISTING', known])
  assert.deepEqual([second.status, second.line.amount, third.status], ['CREATED', '1.00', 'EXISTING'])
  assert.deepEqual(third.line, second.line)
  const again = await bulk(own.admin, { lines: [{ ...line, idempotencyKey: 'twice' }] })
  assert.deepEqual([again.status, ...counts(again)], [200, 0, 1, 0])
  await assertBooks(server, own.organisation.id)
})

const wrongLines = (partnerId: string, archived: string) => [
  { partnerId, amount: '1', currency: 'USD' },
  { partnerId, amount: '0.00', currency: 'USD', sourceAmount: '1.001' },
  { partnerId, amount: 1, currency: 'XAU', colour: 'red' },
  'no line',
  { partnerId: 'nobody', amount: '1', currency: 'USD' },
  { partnerId: '77002', amount: '1', currency: 'USD' },
  { partnerId: archived, amount: '1', currency: 'USD' },
  { partnerId, amount: '1', currency: 'USD', payoutId: 'pay_1' },
]
const shapeFaults = [
  'lines.1.amount custom',
  'lines.1.sourceAmount custom',
  'lines.2.amount invalid_type',
  'lines.2.currency invalid_value',
  'lines.2.colour unrecognized_keys',
  'lines.3 invalid_type',
  'lines.7.payoutId unrecognized_keys',
]
const partnerFaults = (at: number) => [
  `lines.${at}.partnerId unknown_reference`,
  `lines.${at + 1}.partnerId ambiguous_reference`,
  `lines.${at + 2}.partnerId custom`,
]

async function withOddPartners() {
  const own = await world(server)
  const [partnerId, archived] = [
    await newPartner(own),
    await newPartner(own),
    await withCrmId(own, '77002'),
    await withCrmId(own, '77002'),
  ]
  await own.admin.post(`/api/v1/partners/${archived}/archive`)
  return { own, partnerId, all: wrongLines(partnerId, archived) }
}

test('all or nothing: every fault is told with its path, and nothing is made', async () => {
  const { own, all } = await withOddPartners()
  assert.deepEqual(faults(await bulk(own.admin, { lines: all })), [422, ...shapeFaults])
  const wellShaped = all.filter((_, index) => [0, 4, 5, 6].includes(index))
  assert.deepEqual(faults(await bulk(own.admin, { mode: 'ALL_OR_NOTHING', lines: wellShaped })), [
    422,
    ...partnerFaults(1),
  ])
  assert.deepEqual(await allLines(own.admin), [])
  assert.deepEqual(await eventsOf(own, 'commission-lines.create'), [])
})

test('each: the valid ones are kept, and the others are told as creating them alone would', async () => {
  const { own, partnerId, all } = await withOddPartners()
  const answer = await bulk(own.admin, { mode: 'EACH', lines: all })
  assert.deepEqual([answer.status, ...counts(answer)], [201, 1, 0, 7])
  const { items } = answer.body.data
  type Fault = { path: string[]; code: string }
  assert.deepEqual(
    items
      .flatMap(
        ({ error }: { error: { details: Fault[] } | null }) =>
          error?.details.map(({ path, code }) => `${path.join('.')} ${code}`) ?? [],
      )
      .toSorted(),
    [...shapeFaults, ...partnerFaults(4)].toSorted(),
  )
  assert.deepEqual(
    items.map(({ status, error }: { status: string; error: { code: string } | null }) => error?.code ?? status),
    [
      'CREATED',
      'VALIDATION_ERROR',
      'VALIDATION_ERROR',
      'VALIDATION_ERROR',
      'PARTNER_NOT_FOUND',
      'VALIDATION_ERROR',
      'VALIDATION_ERROR',
      'VALIDATION_ERROR',
    ],
  )
  assert.deepEqual(await balances(server, partnerId), { 'COMMISSIONS USD': '-100', 'PAYABLE USD': '100' })
  const none = await bulk(own.admin, { mode: 'EACH', lines: all.slice(1) })
  assert.deepEqual([none.status, ...counts(none)], [200, 0, 0, 7])
  await assertBooks(server, own.organisation.id)
})

test('the body holds 1 to 1,000 lines and one of two modes', async () => {
  const own = await world(server)
  const line = { partnerId: await newPartner(own), amount: '1', currency: 'USD' }
  const many = (count: number) => Array.from({ length: count }, () => line)
  assert.deepEqual(faults(await bulk(own.admin, { lines: [] })), [422, 'lines too_small'])
  assert.deepEqual(faults(await bulk(own.admin, { lines: many(1001) })), [422, 'lines too_big'])
  assert.deepEqual(faults(await bulk(own.admin, {})), [422, 'lines invalid_type'])
  assert.deepEqual(faults(await bulk(own.admin, { lines: line })), [422, 'lines invalid_type'])
  assert.deepEqual(faults(await bulk(own.admin, { mode: 'each', lines: many(1) })), [422, 'mode invalid_value'])
  assert.deepEqual(faults(await bulk(own.admin, { mode: 'EACH', lines: [line, { ...line, description: 'a\0b' }] })), [
    422,
    'lines.1.description custom',
  ])
  assert.deepEqual(await allLines(own.admin), [])
})

test('another organisation’s partner is none, and a key needs the right to write', async () => {
  const [own, other] = [await world(server), await world(server)]
  const partnerId = await newPartner(own)
  const body = { lines: [{ partnerId, amount: '1', currency: 'USD', idempotencyKey: 'x' }] }
  assert.deepEqual(faults(await bulk(other.admin, body)), [422, 'lines.0.partnerId unknown_reference'])
  for (const caller of [await own.callerWith('commissions:read'), await own.callerBoundTo(partnerId)])
    assert.deepEqual(refused(await bulk(caller, body)), [403, 'FORBIDDEN'])
  assert.equal((await bulk(await own.callerWith('commissions:write'), body)).status, 201)
})

test('equal keys in bulks, creates and retries at once make each line once', async () => {
  const own = await world(server)
  const partnerId = await newPartner(own)
  const line = (n: number) => ({ partnerId, amount: '1', currency: 'USD', idempotencyKey: `key-${n}` })
  const shuffled = (seed: number) => Array.from({ length: 300 }, (_, n) => line((n * 7919 + seed * 104_729) % 300))
  const answers = await Promise.all([
    ...Array.from({ length: 8 }, (_, seed) =>
      bulk(own.admin, { mode: seed % 2 ? 'EACH' : 'ALL_OR_NOTHING', lines: shuffled(seed) }),
    ),
    ...Array.from({ length: 4 }, () => bulk(own.admin, { lines: shuffled(3) }, { 'idempotency-key': 'retry' })),
    ...Array.from({ length: 20 }, (_, n) => own.admin.post(lines, line(n))),
  ])
  for (const { status, text } of answers) assert.ok([200, 201].includes(status), text)
  const made = answers.slice(0, 8).reduce((sum, { body }) => sum + body.data.created, 0)
  const alone = answers.slice(12).filter(({ status }) => status === 201).length
  const [retried, ...others] = new Set(answers.slice(8, 12).map(({ body }) => JSON.stringify(body)))
  assert.deepEqual(others, [])
  assert.equal(made + alone + JSON.parse(retried ?? '').data.created, 300)
  assert.deepEqual(await balances(server, partnerId), { 'COMMISSIONS USD': '-30000', 'PAYABLE USD': '30000' })
  await assertBooks(server, own.organisation.id)
})

test('the same header key with another body is a conflict', async () => {
  const own = await world(server)
  const line = { partnerId: await newPartner(own), amount: '1', currency: 'USD' }
  const headers = { 'idempotency-key': 'bulk-1' }
  const first = await bulk(own.admin, { lines: [line, line] }, headers)
  const again = await bulk(own.admin, { lines: [line, line] }, headers)
  assert.deepEqual([again.status, again.headers.get('idempotency-replayed'), again.body], [201, 'true', first.body])
  assert.deepEqual(refused(await bulk(own.admin, { lines: [line] }, headers)), [409, 'IDEMPOTENCY_CONFLICT'])
  assert.equal((await allLines(own.admin)).length, 2)
})

test('a thousand lines fit the body, and once more change nothing', async () => {
  const own = await world(server)
  const partners = await Promise.all(Array.from({ length: 20 }, () => newPartner(own)))
  const all = Array.from({ length: 1000 }, (_, n) => ({
    partnerId: partners[n % 20],
    amount: `${n + 1}.25`,
    currency: 'USD',
    sourceAmount: `${n + 1}2.50`,
    description: `Referral fee, order ${n} of a customer whose name is not short, ${'x'.repeat(300)}`,
    idempotencyKey: `order-${n}`,
  }))
  const answer = await bulk(own.admin, { lines: all })
  assert.deepEqual([answer.status, ...counts(answer)], [201, 1000, 0, 0])
  const again = await bulk(own.admin, { lines: all })
  assert.deepEqual([again.status, ...counts(again)], [200, 0, 1000, 0])
  await assertBooks(server, own.organisation.id)
})
