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
  statusOf,
} from '#/testing/commission-lines.ts'
import { assertBooks, balances } from '#/testing/ledger.ts'
import { serverOfThisFile, type World, world } from '#/testing/world.ts'

const server = await serverOfThisFile()

const act = ({ admin }: World, id: string, verb: string, body?: object) => admin.post(`${lines}/${id}/${verb}`, body)
const duplicate = { reasonType: 'DUPLICATE' }

test('a line is postponed and resumed, voided and restored, and its amount goes along', async () => {
  const own = await world(server)
  const partnerId = await newPartner(own)
  const id = await newLine(own, { partnerId, description: 'Bonus' })
  const { body: made } = await own.admin.get(`${lines}/${id}`)
  const steps = [
    ['postpone', undefined, 'POSTPONED', { 'COMMISSIONS USD': '-10000', 'EARNED USD': '10000' }],
    ['resume', {}, 'PENDING', { 'COMMISSIONS USD': '-10000', 'PAYABLE USD': '10000' }],
    ['postpone', {}, 'POSTPONED', { 'COMMISSIONS USD': '-10000', 'EARNED USD': '10000' }],
    ['void', { reasonType: 'CUSTOM', reason: ' Cancelled ' }, 'VOIDED', {}],
    ['restore', undefined, 'PENDING', { 'COMMISSIONS USD': '-10000', 'PAYABLE USD': '10000' }],
    ['void', duplicate, 'VOIDED', {}],
  ] as const
  let before = made.data
  for (const [verb, body, status, held] of steps) {
    const answer = await act(own, id, verb, body)
    assert.equal(answer.status, 200, answer.text)
    const { updatedAt, ...rest } = answer.body.data
    assert.deepEqual({ ...rest, updatedAt: before.updatedAt }, { ...before, status })
    assert.ok(updatedAt > before.updatedAt)
    assert.deepEqual(await balances(server, partnerId), held)
    before = answer.body.data
  }
  await assertBooks(server, own.organisation.id)
  const [event] = await eventsOf(own, 'commission-lines.restore')
  assert.deepEqual(event.before, {
    status: 'VOIDED',
    formerPayoutId: null,
    declineReasonType: 'CUSTOM',
    declineReason: 'Cancelled',
  })
  assert.deepEqual(event.after, {
    status: 'PENDING',
    formerPayoutId: null,
    declineReasonType: null,
    declineReason: null,
  })
})

test('what holds already is answered as it is, and leaves no event', async () => {
  const own = await world(server)
  const id = await newLine(own, { partnerId: await newPartner(own) })
  for (const [first, ...again] of [['postpone'], ['resume', 'restore'], ['void'], ['restore', 'resume']] as const) {
    const done = await act(own, id, first, first === 'void' ? duplicate : {})
    for (const verb of [first, ...again]) {
      const repeated = await act(own, id, verb, verb === 'void' ? { reasonType: 'DISPUTED' } : {})
      assert.deepEqual([repeated.status, repeated.body], [200, done.body], verb)
    }
  }
  for (const [verb, many] of [
    ['postpone', 1],
    ['resume', 1],
    ['void', 1],
    ['restore', 1],
  ] as const)
    assert.equal((await eventsOf(own, `commission-lines.${verb}`)).length, many, verb)
  await act(own, id, 'void', duplicate)
  await act(own, id, 'void', { reasonType: 'DISPUTED' })
  const { declined } = (await own.admin.get(`${lines}/${id}/explanation`)).body.data
  assert.equal(declined.reasonType, 'DUPLICATE', 'the first reason stays')
})

test('a wrong status is refused with its name and what to do', async () => {
  const own = await world(server)
  const partnerId = await newPartner(own)
  const line = () => newLine(own, { partnerId })
  const [held, postponed, voided, approved, paid] = [
    await line(),
    await line(),
    await line(),
    await line(),
    await line(),
  ]
  await makeHeld(server, held)
  await act(own, postponed, 'postpone')
  await act(own, voided, 'void', duplicate)
  await putOnPayout(server, approved, 'PENDING_REVIEW')
  await putOnPayout(server, paid, 'PAID')
  const before = await balances(server, partnerId)
  const wrong = [
    [held, 'postpone', 'HELD'],
    [held, 'resume', 'HELD'],
    [held, 'restore', 'HELD'],
    [postponed, 'restore', 'POSTPONED'],
    [voided, 'postpone', 'VOIDED'],
    [voided, 'resume', 'VOIDED'],
    ...[approved, paid].flatMap((id) =>
      ['postpone', 'resume', 'restore', 'void'].map((verb) => [id, verb, id === paid ? 'PAID' : 'APPROVED'] as const),
    ),
  ] as const
  for (const [id, verb, status] of wrong) {
    const answer = await act(own, id, verb, verb === 'void' ? duplicate : {})
    assert.deepEqual(refused(answer), [422, 'COMMISSION_LINE_STATUS'], `${verb} ${status}`)
    assert.match(answer.body.error.message, new RegExp(`is ${status} and cannot become [A-Z]+\\. It `))
  }
  assert.deepEqual(await balances(server, partnerId), before)
  assert.equal((await act(own, held, 'void', duplicate)).body.data.status, 'VOIDED')
  await assertBooks(server, own.organisation.id)
})

test('a reason is one of six, and CUSTOM says it in words', async () => {
  const own = await world(server)
  const id = await newLine(own, { partnerId: await newPartner(own) })
  const voiding = async (body?: object) => faults(await act(own, id, 'void', body))
  assert.deepEqual(await voiding(), [422, ' invalid_type'])
  assert.deepEqual(await voiding({}), [422, 'reasonType invalid_value'])
  assert.deepEqual(await voiding({ reasonType: 'duplicate' }), [422, 'reasonType invalid_value'])
  assert.deepEqual(await voiding({ reasonType: 'CUSTOM' }), [422, 'reason invalid_type'])
  assert.deepEqual(await voiding({ reasonType: 'CUSTOM', reason: '  ' }), [422, 'reason too_small'])
  assert.deepEqual(await voiding({ reasonType: 'DISPUTED', reason: 'x'.repeat(2001) }), [422, 'reason too_big'])
  assert.deepEqual(await voiding({ ...duplicate, note: 'x' }), [422, 'note unrecognized_keys'])
  assert.deepEqual(faults(await act(own, id, 'postpone', { reason: 'x' })), [422, 'reason unrecognized_keys'])
  assert.equal((await act(own, id, 'void', { reasonType: 'CUSTOM', reason: '😀'.repeat(2000) })).status, 200)
})

test('another organisation’s line does not exist, and a key needs the right to write', async () => {
  const [own, other] = [await world(server), await world(server)]
  const partnerId = await newPartner(own)
  const id = await newLine(own, { partnerId })
  const reader = await own.callerWith('commissions:read')
  const bound = await own.callerBoundTo(partnerId)
  for (const verb of ['postpone', 'resume', 'restore', 'void', 'claw-back']) {
    const body = verb === 'void' ? duplicate : {}
    assert.deepEqual(refused(await act(other, id, verb, body)), [404, 'COMMISSION_LINE_NOT_FOUND'])
    assert.deepEqual(refused(await act(own, 'no line\0', verb, body)), [404, 'COMMISSION_LINE_NOT_FOUND'])
    for (const caller of [reader, bound])
      assert.deepEqual(refused(await caller.post(`${lines}/${id}/${verb}`, body)), [403, 'FORBIDDEN'])
  }
  assert.equal(await statusOf(own.admin, id), 'PENDING')
})

test('of two changes at once one wins, and the books agree with it', async () => {
  const own = await world(server)
  const partnerId = await newPartner(own)
  const ids = await Promise.all(Array.from({ length: 20 }, () => newLine(own, { partnerId })))
  await Promise.all(
    ids.map(async (id) => {
      const answers = await Promise.all([
        act(own, id, 'postpone'),
        act(own, id, 'void', duplicate),
        act(own, id, 'postpone'),
        act(own, id, 'void', { reasonType: 'DISPUTED' }),
      ])
      for (const { status } of answers) assert.ok([200, 422].includes(status))
      assert.equal(await statusOf(own.admin, id), 'VOIDED', 'a postponed line is voided too')
    }),
  )
  assert.equal((await eventsOf(own, 'commission-lines.void')).length, 20)
  assert.deepEqual(await balances(server, partnerId), {})
  await Promise.all(ids.flatMap((id) => [act(own, id, 'restore'), act(own, id, 'restore')]))
  assert.equal((await eventsOf(own, 'commission-lines.restore')).length, 20)
  assert.deepEqual(await balances(server, partnerId), { 'COMMISSIONS USD': '-200000', 'PAYABLE USD': '200000' })
  await assertBooks(server, own.organisation.id)
})

test('lines that change while their partner is merged go along with it', async () => {
  const own = await world(server)
  const [staying, going] = [await newPartner(own), await newPartner(own)]
  const ids = await Promise.all(Array.from({ length: 12 }, () => newLine(own, { partnerId: going })))
  const answers = await Promise.all([
    ...ids.flatMap((id, n) => [act(own, id, n % 2 ? 'postpone' : 'claw-back', n % 2 ? undefined : { amount: '40' })]),
    own.admin.post(`/api/v1/partners/${staying}/merge`, { partnerId: going }),
    ...ids.slice(6).map((id) => act(own, id, 'void', duplicate)),
  ])
  for (const { status, text } of answers) assert.ok([200, 201, 422].includes(status), text)
  const { 'COMMISSIONS USD': _granted, ...left } = await balances(server, going)
  assert.deepEqual(left, {})
  await assertBooks(server, own.organisation.id)
})
