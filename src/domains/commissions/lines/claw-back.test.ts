import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  eventsOf,
  faults,
  lines,
  makeHeld,
  newLine,
  newPartner,
  putOnPayout,
  refused,
} from '#/testing/commission-lines.ts'
import { assertBooks, balances } from '#/testing/ledger.ts'
import { type Answer, serverOfThisFile, type World, world } from '#/testing/world.ts'

const server = await serverOfThisFile()

const clawBack = ({ admin }: World, id: string, body: object = {}, headers?: Record<string, string>) =>
  admin.post(`${lines}/${id}/claw-back`, body, { headers })
const taken = (answer: Answer) => {
  assert.equal(answer.status, 201, answer.text)
  return answer.body.data.amount
}
const explained = async ({ admin }: World, id: string) => (await admin.get(`${lines}/${id}/explanation`)).body.data
const duplicate = { reasonType: 'DUPLICATE' }

test('a paid line is taken back by another that says which it corrects, and stays paid itself', async () => {
  const own = await world(server)
  const partnerId = await newPartner(own)
  const id = await newLine(own, { partnerId, description: 'Referral fee' })
  await putOnPayout(server, id, 'PAID')
  const { body: paid } = await own.admin.get(`${lines}/${id}`)
  const answer = await clawBack(own, id, { amount: '40.5', reason: 'Returned goods' })
  assert.equal(taken(answer), '-40.50')
  const { id: correction, createdAt, updatedAt, ...rest } = answer.body.data
  assert.equal(createdAt, updatedAt)
  assert.deepEqual(rest, {
    partnerId,
    payoutId: null,
    description: 'Returned goods',
    amount: '-40.50',
    sourceAmount: null,
    currency: 'USD',
    status: 'PENDING',
    planName: null,
    periodEnd: null,
  })
  assert.deepEqual((await own.admin.get(`${lines}/${id}`)).body, paid)
  assert.deepEqual(await balances(server, partnerId), {
    'COMMISSIONS USD': '-5950',
    'PAID USD': '10000',
    'PAYABLE USD': '-4050',
  })
  assert.equal((await explained(own, correction)).corrects, id)

  const last = await clawBack(own, id)
  assert.equal(taken(last), '-59.50', 'all that is left, when no amount is said')
  assert.equal(last.body.data.description, 'Referral fee')
  assert.deepEqual(refused(await clawBack(own, id)), [422, 'COMMISSION_LINE_NOTHING_LEFT'])
  assert.deepEqual(refused(await clawBack(own, id, { amount: '0.01' })), [422, 'COMMISSION_LINE_NOTHING_LEFT'])
  assert.deepEqual((await explained(own, id)).corrections, [
    { lineId: correction, amount: '-40.50', status: 'PENDING' },
    { lineId: last.body.data.id, amount: '-59.50', status: 'PENDING' },
  ])
  const events = await eventsOf(own, 'commission-lines.claw-back')
  assert.deepEqual(
    events.map(({ after }: { after: { correctsId: string; amountMinor: string } }) => [
      after.correctsId,
      after.amountMinor,
    ]),
    [
      [id, '-5950'],
      [id, '-4050'],
    ],
  )
  await assertBooks(server, own.organisation.id)
})

test('what is taken back is an amount above zero in the scale of the line, and no more than is left', async () => {
  const own = await world(server)
  const id = await newLine(own, { partnerId: await newPartner(own), currency: 'JPY', amount: '100' })
  const issues = async (body: object) => faults(await clawBack(own, id, body))
  for (const amount of ['0', '-0', '1.0']) assert.deepEqual(await issues({ amount }), [422, 'amount custom'], amount)
  assert.deepEqual(await issues({ amount: '-1' }), [422, 'amount too_small'])
  assert.deepEqual(await issues({ amount: '101' }), [422, 'amount too_big'])
  assert.deepEqual(await issues({ amount: '1e1' }), [422, 'amount invalid_format'])
  assert.deepEqual(await issues({ amount: 1 }), [422, 'amount invalid_type'])
  assert.deepEqual(await issues({ reason: ' ' }), [422, 'reason too_small'])
  assert.deepEqual(await issues({ currency: 'JPY' }), [422, 'currency unrecognized_keys'])
  assert.equal(taken(await clawBack(own, id, { amount: '99' })), '-99')
  assert.deepEqual(await issues({ amount: '2' }), [422, 'amount too_big'])
  assert.equal(taken(await clawBack(own, id, { amount: '1' })), '-1')
})

test('a voided line has nothing to take back, and neither has a credit', async () => {
  const own = await world(server)
  const partnerId = await newPartner(own)
  const voided = await newLine(own, { partnerId })
  await own.admin.post(`${lines}/${voided}/void`, duplicate)
  assert.deepEqual(refused(await clawBack(own, voided)), [422, 'COMMISSION_LINE_VOIDED'])
  const credit = await newLine(own, { partnerId, amount: '-5' })
  assert.deepEqual(refused(await clawBack(own, credit)), [422, 'COMMISSION_LINE_NOTHING_LEFT'])
})

test('a clawback that is voided gives back what it took, and comes back only while there is room', async () => {
  const own = await world(server)
  const partnerId = await newPartner(own)
  const id = await newLine(own, { partnerId })
  const act = (lineId: string, verb: string, body?: object) => own.admin.post(`${lines}/${lineId}/${verb}`, body)
  const first = (await clawBack(own, id, { amount: '70' })).body.data.id
  assert.deepEqual(refused(await act(id, 'void', duplicate)), [422, 'COMMISSION_LINE_CORRECTED'])
  assert.equal((await act(first, 'void', duplicate)).status, 200)
  const second = (await clawBack(own, id, { amount: '50' })).body.data.id
  assert.deepEqual(refused(await act(first, 'restore')), [422, 'COMMISSION_LINE_NOTHING_LEFT'])
  await act(second, 'void', duplicate)
  assert.equal((await act(first, 'restore')).body.data.status, 'PENDING')
  assert.deepEqual(refused(await act(second, 'restore')), [422, 'COMMISSION_LINE_NOTHING_LEFT'])
  await act(first, 'void', duplicate)
  await act(id, 'void', duplicate)
  assert.deepEqual(refused(await act(first, 'restore')), [422, 'COMMISSION_LINE_VOIDED'])
  assert.deepEqual(await balances(server, partnerId), {})
  await assertBooks(server, own.organisation.id)
})

test('a clawback does not come back to a line that is in another currency by then', async () => {
  const own = await world(server)
  const id = await newLine(own, { partnerId: await newPartner(own) })
  const act = (lineId: string, verb: string, body?: object) => own.admin.post(`${lines}/${lineId}/${verb}`, body)
  const correction = (await clawBack(own, id, { amount: '70' })).body.data.id
  await act(correction, 'void', duplicate)
  const patched = await own.admin.patch(`${lines}/${id}`, { currency: 'EUR' })
  assert.equal(patched.body.data.currency, 'EUR', patched.text)
  assert.deepEqual(refused(await act(correction, 'restore')), [422, 'COMMISSION_LINE_NOTHING_LEFT'])
  await assertBooks(server, own.organisation.id)
})

test('what is taken back of a line that waits for its conversion waits as well', async () => {
  const own = await world(server)
  const partnerId = await newPartner(own)
  const id = await newLine(own, { partnerId })
  await makeHeld(server, id)
  const { id: correction, status } = (await clawBack(own, id, { amount: '40' })).body.data
  assert.equal(status, 'HELD')
  assert.deepEqual(await balances(server, partnerId), { 'COMMISSIONS USD': '-6000', 'EARNED USD': '6000' })
  for (const [verb, body, expected] of [
    ['void', duplicate, 'VOIDED'],
    ['restore', {}, 'HELD'],
    ['restore', {}, 'HELD'],
  ] as const) {
    const answer = await own.admin.post(`${lines}/${correction}/${verb}`, body)
    assert.deepEqual([answer.status, answer.body.data.status], [200, expected])
  }
  await assertBooks(server, own.organisation.id)
})

test('clawbacks at once never take more than the line has', async () => {
  const own = await world(server)
  const partnerId = await newPartner(own)
  const id = await newLine(own, { partnerId })
  const answers = await Promise.all(Array.from({ length: 12 }, () => clawBack(own, id, { amount: '30' })))
  assert.equal(answers.filter(({ status }) => status === 201).length, 3)
  for (const answer of answers.filter(({ status }) => status !== 201))
    assert.deepEqual(faults(answer), [422, 'amount too_big'])
  const rest = await Promise.all(Array.from({ length: 8 }, () => clawBack(own, id)))
  assert.deepEqual(rest.filter(({ status }) => status === 201).map(taken), ['-10.00'])
  assert.deepEqual(await balances(server, partnerId), {})
  await assertBooks(server, own.organisation.id)
})

test('a line is voided or taken back, and never both, when both are asked at once', async () => {
  const own = await world(server)
  const partnerId = await newPartner(own)
  for (let round = 0; round < 10; round += 1) {
    const id = await newLine(own, { partnerId })
    const [voiding, ...clawing] = await Promise.all([
      own.admin.post(`${lines}/${id}/void`, duplicate),
      clawBack(own, id, { amount: '10' }),
      clawBack(own, id, { amount: '10' }),
    ])
    const won = clawing.filter(({ status }) => status === 201).length
    assert.deepEqual([voiding.status, won], voiding.status === 200 ? [200, 0] : [422, 2])
  }
  await assertBooks(server, own.organisation.id)
})

test('a repeat by either key takes nothing more', async () => {
  const own = await world(server)
  const partnerId = await newPartner(own)
  const id = await newLine(own, { partnerId })
  const answers = await Promise.all(
    Array.from({ length: 16 }, () => clawBack(own, id, { amount: '10', idempotencyKey: 'return-1' })),
  )
  assert.deepEqual(answers.map(({ status }) => status).toSorted(), [...Array.from({ length: 15 }, () => 200), 201])
  assert.equal(new Set(answers.map(({ body }) => body.data.id)).size, 1)
  const headers = { 'idempotency-key': 'return-2' }
  const again = await Promise.all(Array.from({ length: 8 }, () => clawBack(own, id, { amount: '10' }, headers)))
  assert.ok(again.every(({ status }) => status === 201))
  assert.equal(new Set(again.map(({ body }) => body.data.id)).size, 1)
  assert.deepEqual(refused(await clawBack(own, id, { amount: '11' }, headers)), [409, 'IDEMPOTENCY_CONFLICT'])
  assert.deepEqual(await balances(server, partnerId), { 'COMMISSIONS USD': '-8000', 'PAYABLE USD': '8000' })
  await assertBooks(server, own.organisation.id)
})

test('what an archived or merged partner had is taken back all the same', async () => {
  const own = await world(server)
  const [staying, going] = [await newPartner(own), await newPartner(own)]
  const id = await newLine(own, { partnerId: going })
  await putOnPayout(server, id, 'PAID')
  await own.admin.post(`/api/v1/partners/${staying}/merge`, { partnerId: going })
  await own.admin.post(`/api/v1/partners/${staying}/archive`)
  const answer = await clawBack(own, id)
  assert.deepEqual([answer.status, answer.body.data.partnerId], [201, staying])
  assert.deepEqual(await balances(server, staying), { 'COMMISSIONS USD': '10000', 'PAYABLE USD': '-10000' })
  await assertBooks(server, own.organisation.id)
})
