import assert from 'node:assert/strict'
import { test } from 'node:test'
import { payoutLedgerChecks } from '#/domains/payouts/index.ts'
import { payoutSetting, newPayout, refusalOf } from '#/testing/payouts.ts'
import { serverOfThisFile, world } from '#/testing/world.ts'

const server = await serverOfThisFile({ settings: { DATABASE_POOL: '20' } })

test('a line that is made with a payout is on it at once, and the payout keeps the sum', async () => {
  const { payoutId, newLine, payout, books, balances } = await payoutSetting(server)
  const before = await payout()
  const made = await newLine('1250.5', { payoutId, description: 'Late fee' })
  assert.equal(made.status, 201, made.text)
  assert.deepEqual(
    [made.body.data.payoutId, made.body.data.status, made.body.data.amount],
    [payoutId, 'APPROVED', '1250.50'],
  )
  const after = await payout()
  assert.deepEqual(after.amount, { value: '1250.50', currency: 'USD' })
  assert.ok(after.updatedAt > before.updatedAt)
  assert.equal((await newLine('-0.51', { payoutId })).status, 201)
  assert.equal((await payout()).amount.value, '1249.99')
  assert.deepEqual(await balances(), { 'COMMISSIONS USD': '-124999', 'IN_PAYOUT USD': '124999' })
  assert.equal((await newLine('7', { payoutId: null })).body.data.status, 'PENDING')
  await books()
})

test('a payout that does not fit the line is refused by what does not fit', async () => {
  const { admin, organisation, payoutId, newLine, patchPayout, payout, books } = await payoutSetting(server)
  const stranger = (await admin.post('/api/v1/partners', { name: 'Basalt Studio' })).body.data.id
  const foreign = await payoutSetting(server)
  for (const [more, expected] of [
    [{ payoutId: 'pay_unknown' }, [404, 'PAYOUT_NOT_FOUND']],
    [{ payoutId: foreign.payoutId }, [404, 'PAYOUT_NOT_FOUND']],
    [{ payoutId: 'pay_unknown', partnerId: 'ptn_unknown' }, [404, 'PARTNER_NOT_FOUND']],
    [{ payoutId, partnerId: stranger }, [422, 'VALIDATION_ERROR', 'payoutId']],
    [{ payoutId, currency: 'EUR' }, [422, 'VALIDATION_ERROR', 'currency']],
    [{ payoutId: '' }, [422, 'VALIDATION_ERROR', 'payoutId']],
    [{ payoutId: 7 }, [422, 'VALIDATION_ERROR', 'payoutId']],
  ] as const)
    assert.deepEqual(refusalOf(await newLine('5', more)), expected, JSON.stringify(more))
  await patchPayout({ stage: 'PAID' })
  assert.deepEqual(refusalOf(await newLine('5', { payoutId })), [422, 'PAYOUT_LOCKED'])
  assert.deepEqual(refusalOf(await newLine('5', { payoutId, currency: 'EUR' })), [422, 'VALIDATION_ERROR', 'currency'])
  await patchPayout({ stage: 'APPROVED' })
  await admin.post(`/api/v1/partners/${(await payout()).partner.id}/archive`)
  assert.deepEqual(refusalOf(await newLine('5', { payoutId })), [422, 'VALIDATION_ERROR', 'partnerId'])
  assert.equal((await payout()).amount.value, '0.00')
  assert.deepEqual((await admin.get('/api/v1/commission-lines')).body.data, [])
  await books()
  assert.equal(organisation.id === foreign.organisation.id, false)
})

test('a repeat by its own key answers the line that is there, also when the payout is paid or the body is another', async () => {
  const { payoutId, newLine, patchPayout, payout, books } = await payoutSetting(server)
  const given = { payoutId, idempotencyKey: 'bonus-1' }
  const [first, ...others] = await Promise.all(Array.from({ length: 12 }, () => newLine('10', given)))
  const all = [first, ...others]
  assert.deepEqual(all.map((answer) => answer?.status).toSorted(), [...Array.from({ length: 11 }, () => 200), 201])
  assert.equal(new Set(all.map((answer) => answer?.body.data.id)).size, 1)
  await patchPayout({ stage: 'PAID' })
  for (const more of [{}, { payoutId: 'pay_unknown' }, { partnerId: 'ptn_unknown' }, { payoutId: null }]) {
    const again = await newLine('99', { ...given, ...more })
    assert.deepEqual([again.status, again.body.data.amount], [200, '10.00'], again.text)
  }
  assert.equal((await payout()).amount.value, '10.00')
  await books()
})

test('an Idempotency-Key makes one line on a payout, however often it is sent at once', async () => {
  const { admin, partnerId, payoutId, payout, books } = await payoutSetting(server)
  const body = { partnerId, payoutId, amount: '3', currency: 'USD' }
  const headers = { 'idempotency-key': 'retry-1' }
  const answers = await Promise.all(
    Array.from({ length: 8 }, () => admin.post('/api/v1/commission-lines', body, { headers })),
  )
  assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([201]))
  assert.equal(new Set(answers.map(({ text }) => text)).size, 1)
  assert.equal((await payout()).amount.value, '3.00')
  await books()
})

test('the line of a merged partner goes on the payout that was made before the merge', async () => {
  const { admin, partnerId, payoutId, newLine, payout, books } = await payoutSetting(server)
  const staying = (await admin.post('/api/v1/partners', { name: 'Staying' })).body.data.id
  assert.equal((await admin.post(`/api/v1/partners/${staying}/merge`, { partnerId })).status, 200)
  for (const ref of [partnerId, staying]) {
    const made = await newLine('4', { partnerId: ref, payoutId })
    assert.deepEqual([made.status, made.body.data.partnerId], [201, staying], made.text)
  }
  const own = await newPayout(admin, { partnerId: staying })
  assert.equal((await newLine('4', { payoutId: own })).status, 201)
  assert.deepEqual([(await payout()).amount.value, (await payout()).partner.id], ['8.00', partnerId])
  await books()
  const last = (await admin.post('/api/v1/partners', { name: 'Last' })).body.data.id
  assert.equal((await admin.post(`/api/v1/partners/${last}/merge`, { partnerId: staying })).status, 200)
  assert.equal((await newLine('4', { partnerId: last, payoutId })).status, 201)
  await books()
  const { db } = server.application.database
  assert.deepEqual(
    (await Promise.all(payoutLedgerChecks.map(({ find }) => find({ db, now: () => new Date() })))).flat(),
    [],
  )
})

test('sums beyond 64 bits are exact', async () => {
  for (const [currency, amount, twelve, rest] of [
    ['CLF', '922337203685477.5807', '11068046444225730.9684', '10145709240540253.3877'],
    ['USD', '999999999999999.99', '11999999999999999.88', '10999999999999999.89'],
    ['JPY', '-999999999999999', '-11999999999999988', '-10999999999999989'],
  ] as const) {
    const { addLine, payout, patchPayout, detach, books } = await payoutSetting(server, currency)
    const ids = []
    for (let n = 0; n < 12; n += 1) ids.push(await addLine(amount))
    assert.equal((await payout()).amount.value, twelve)
    assert.equal((await patchPayout({ stage: 'PAID' })).body.data.amount.value, twelve)
    await books()
    await patchPayout({ stage: 'APPROVED' })
    await detach(ids[0] ?? '')
    assert.equal((await payout()).amount.value, rest)
    await books()
  }
})

test('a reader makes no line', async () => {
  const { callerWith, partnerId, payoutId } = await payoutSetting(server)
  const reader = await callerWith('commissions:read')
  const body = { partnerId, payoutId, amount: '3', currency: 'USD' }
  assert.equal((await reader.post('/api/v1/commission-lines', body)).status, 403)
  const other = await world(server)
  assert.deepEqual(refusalOf(await other.admin.post('/api/v1/commission-lines', body)), [404, 'PARTNER_NOT_FOUND'])
})
