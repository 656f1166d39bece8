import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { faults, lines, newLine, newPartner, putOnPayout, refused, withCrmId } from '#/testing/commission-lines.ts'
import { type Caller, serverOfThisFile, type World, world } from '#/testing/world.ts'

const server = await serverOfThisFile()
let vendor: World
let first: string
let second: string
/** The line of each name, by its id. */
const names = new Map<string, string>()

const line = async (name: string, partnerId: string) => {
  const id = await newLine(vendor, { partnerId })
  names.set(id, name)
  return id
}
const listed = async (
  query: Record<string, string>,
  caller: Caller = vendor.admin,
): Promise<(string | undefined)[]> => {
  const answer = await caller.get(`${lines}?${new URLSearchParams(query)}`)
  assert.equal(answer.status, 200, answer.text)
  return answer.body.data.map(({ id }: { id: string }) => names.get(id))
}

before(async () => {
  vendor = await world(server)
  first = await withCrmId(vendor, '77001')
  second = await newPartner(vendor)
  await line('pending', first)
  const postponed = await line('postponed', first)
  await vendor.admin.post(`${lines}/${postponed}/postpone`)
  const voided = await line('voided', second)
  await vendor.admin.post(`${lines}/${voided}/void`, { reasonType: 'DUPLICATE' })
  await putOnPayout(server, await line('approved', first), 'PENDING_REVIEW')
  await putOnPayout(server, await line('paid', second), 'PAID')
  await line('last', second)
})
const payoutOf = (name: string) => `pay_of_${[...names].find(([, one]) => one === name)?.[0]}`

test('lines of every status are listed, newest first', async () => {
  assert.deepEqual(await listed({}), ['last', 'paid', 'approved', 'voided', 'postponed', 'pending'])
})

test('filters go together, and what nothing has gives an empty list', async () => {
  const cases: [Record<string, string>, string[]][] = [
    [{ status: 'PENDING' }, ['last', 'pending']],
    [{ status: 'HELD' }, []],
    [{ partnerId: first }, ['approved', 'postponed', 'pending']],
    [{ partnerId: '77001' }, ['approved', 'postponed', 'pending']],
    [{ partnerId: first, status: 'POSTPONED' }, ['postponed']],
    [{ partnerId: second, status: 'POSTPONED' }, []],
    [{ payoutId: payoutOf('approved') }, ['approved']],
    [{ payoutId: payoutOf('approved'), status: 'APPROVED' }, ['approved']],
    [{ payoutId: payoutOf('approved'), status: 'PAID' }, []],
    [{ payoutId: payoutOf('paid'), status: 'PAID' }, ['paid']],
    [{ payoutId: payoutOf('paid'), status: 'PENDING' }, []],
    [{ payoutId: payoutOf('paid'), partnerId: second, status: 'PAID' }, ['paid']],
    [{ payoutId: payoutOf('paid'), partnerId: first }, []],
    [{ payoutId: 'pay_of_nobody' }, []],
    [{ partnerId: 'nobody', status: 'PAID' }, []],
    [{ payoutId: payoutOf('paid'), partnerId: 'nobody' }, []],
    [{ partnerId: 'x'.repeat(5000) }, []],
  ]
  for (const [query, expected] of cases) assert.deepEqual(await listed(query), expected, JSON.stringify(query))
})

test('lines are bounded by when they were created', async () => {
  const { createdAt } = (await vendor.admin.get(`${lines}?limit=1&status=VOIDED`)).body.data[0]
  const [at = 0, all] = [Date.parse(createdAt), (await vendor.admin.get(lines)).body.data]
  const made = ({ id }: { id: string }) => names.get(id)
  const time = (one: { createdAt: string }) => Date.parse(one.createdAt)
  const since = all.filter((one: { createdAt: string }) => time(one) >= at).map(made)
  const until = all.filter((one: { createdAt: string }) => time(one) <= at).map(made)
  assert.deepEqual(await listed({ from: createdAt }), since)
  assert.deepEqual(await listed({ to: createdAt }), until)
  assert.deepEqual(await listed({ from: '2000-01-01', to: '2000-12-31' }), [])
  assert.deepEqual(await listed({ to: '2000-01-01', partnerId: first }), [])
  assert.deepEqual(await listed({ from: '2000-01-01', partnerId: first, status: 'PENDING' }), ['pending'])
  assert.deepEqual(faults(await vendor.admin.get(`${lines}?from=yesterday`)), [422, 'from custom'])
})

test('pages follow one another by every filter, without a line twice or left out', async () => {
  const walked = async (filter: Record<string, string>) => {
    const seen: (string | undefined)[] = []
    for (let cursor: string | null = ''; cursor !== null;) {
      const query = new URLSearchParams({ ...filter, limit: '1', cursor })
      const { data, pagination } = (await vendor.admin.get(`${lines}?${query}`)).body
      seen.push(...data.map(({ id }: { id: string }) => names.get(id)))
      cursor = pagination.nextCursor
    }
    return seen
  }
  for (const filter of [
    {},
    { status: 'PENDING' },
    { partnerId: first },
    { partnerId: second, status: 'PENDING' },
    { payoutId: payoutOf('paid') },
  ] as Record<string, string>[])
    assert.deepEqual(await walked(filter), await listed(filter), JSON.stringify(filter))
})

test('what is no filter is refused by name', async () => {
  const issues = async (query: string) => faults(await vendor.admin.get(`${lines}?${query}`))
  assert.deepEqual(await issues('status=pending'), [422, 'status invalid_value'])
  assert.deepEqual(await issues('status=PENDING&status=PAID'), [422, 'status invalid_value'])
  assert.deepEqual(await issues('payoutId='), [422, 'payoutId too_small'])
  assert.deepEqual(await issues('partnerId='), [422, 'partnerId too_small'])
  assert.deepEqual(await issues('limit=101'), [422, 'limit too_big'])
  assert.deepEqual(await issues('cursor=x'), [422, 'cursor malformed_cursor'])
  assert.deepEqual(await issues('plan=x'), [422, 'plan unrecognized_keys'])
})

test('another organisation sees none of it, and a key needs the right to read', async () => {
  const other = await world(server)
  const [id = ''] = names.keys()
  assert.deepEqual(await listed({}, other.admin), [])
  assert.deepEqual(await listed({ partnerId: first }, other.admin), [])
  assert.deepEqual(await listed({ payoutId: payoutOf('paid') }, other.admin), [])
  assert.deepEqual(refused(await other.admin.get(`${lines}/${id}`)), [404, 'COMMISSION_LINE_NOT_FOUND'])
  assert.deepEqual(refused(await vendor.admin.get(`${lines}/no line`)), [404, 'COMMISSION_LINE_NOT_FOUND'])
  const [writer, bound] = [await vendor.callerWith('commissions:write'), await vendor.callerBoundTo(first)]
  for (const caller of [writer, bound])
    for (const path of [lines, `${lines}/${id}`]) assert.deepEqual(refused(await caller.get(path)), [403, 'FORBIDDEN'])
  assert.equal((await listed({}, await vendor.callerWith('commissions:read'))).length, names.size)
})

test('a partner’s lines are those of the partners merged into it as well, wherever one asks', async () => {
  const going = await newPartner(vendor)
  await putOnPayout(server, await line('paid to the merged one', going), 'PAID')
  await line('moved', going)
  assert.equal((await vendor.admin.post(`/api/v1/partners/${second}/merge`, { partnerId: going })).status, 200)
  const expected = ['moved', 'paid to the merged one', 'last', 'paid', 'voided']
  for (const partnerId of [second, going]) assert.deepEqual(await listed({ partnerId }), expected)
  assert.deepEqual(await listed({ partnerId: second, status: 'PAID' }), ['paid to the merged one', 'paid'])
  const payoutId = payoutOf('paid to the merged one')
  assert.deepEqual(await listed({ partnerId: second, payoutId }), ['paid to the merged one'])
})

test('lines are found by their plan and by their currency', async () => {
  const own = await world(server)
  const { admin } = own
  const partnerId = await newPartner(own)
  const plan = { name: 'Ten', effectiveFrom: '2026-01-01', commission: { type: 'PERCENT', percent: '10' } }
  const planId: string = (await admin.post('/api/v1/commission-plans', plan)).body.data.id
  const sale = { sourceId: 'order-1', type: 'SALE', partnerId, amount: '990', currency: 'EUR' }
  const planned: string = (await admin.post('/api/v1/source-events', sale)).body.data.lines[0].id
  const dollars = await newLine(own, { partnerId })
  const ids = async (query: string) =>
    (await admin.get(`${lines}?${query}`)).body.data.map(({ id }: { id: string }) => id)
  assert.deepEqual(await ids(`planId=${planId}`), [planned])
  assert.deepEqual(await ids('currency=USD'), [dollars])
  assert.deepEqual(await ids(`currency=EUR&planId=${planId}&status=PENDING&partnerId=${partnerId}`), [planned])
  assert.deepEqual(await ids(`currency=USD&planId=${planId}`), [])
  assert.deepEqual(faults(await admin.get(`${lines}?currency=XXQ`)).slice(0, 1), [422])
})
