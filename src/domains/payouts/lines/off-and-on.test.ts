import assert from 'node:assert/strict'
import { test } from 'node:test'
import { payoutSetting, newPayout, refusalOf } from '#/testing/payouts.ts'
import { runSql } from '#/testing/sql.ts'
import { serverOfThisFile, world } from '#/testing/world.ts'

const server = await serverOfThisFile()

test('a declined line is voided, leaves its payout, and the server remembers which that was', async () => {
  const { payoutId, addLine, line, decline, payout, books, balances } = await payoutSetting(server)
  const [id] = [await addLine('1250', { payoutId, description: 'Order 1001' }), await addLine('50')]
  const before = await line(id)
  const declined = await decline(id, { reasonType: 'CUSTOM', reason: ' The order was cancelled. ' })
  assert.equal(declined.status, 200, declined.text)
  const { updatedAt } = declined.body.data
  assert.deepEqual(declined.body.data, { ...before, payoutId: null, status: 'VOIDED', updatedAt })
  assert.ok(updatedAt > before.updatedAt)
  assert.deepEqual(await line(id), declined.body.data)
  const [stored] = await runSql(
    server,
    'select former_payout_id, decline_reason_type, decline_reason from commission_line where id = $1',
    [id],
  )
  assert.deepEqual(stored, {
    former_payout_id: payoutId,
    decline_reason_type: 'CUSTOM',
    decline_reason: 'The order was cancelled.',
  })
  assert.deepEqual([(await payout()).amount.value, (await payout()).stage], ['50.00', 'DRAFT'])
  assert.deepEqual(await balances(), { 'COMMISSIONS USD': '-5000', 'IN_PAYOUT USD': '5000' })
  assert.deepEqual(refusalOf(await decline(id)), [422, 'COMMISSION_LINE_VOIDED'])
  await books()
})

test('the payout whose last line is declined is DECLINED, and its history says why', async () => {
  const { admin, payoutId, addLine, decline, patchPayout, payout, books, organisation } = await payoutSetting(server)
  const [one, two] = [await addLine('5'), await addLine('-5')]
  await patchPayout({ stage: 'APPROVED' })
  await decline(one)
  assert.deepEqual([(await payout()).stage, (await payout()).amount.value], ['APPROVED', '-5.00'])
  await decline(two)
  assert.deepEqual([(await payout()).stage, (await payout()).amount.value], ['DECLINED', '0.00'])
  const history = (await admin.get(`/api/v1/payouts/${payoutId}/history`)).body.data
  assert.deepEqual(
    [history[2].from, history[2].to, history[2].reason],
    ['APPROVED', 'DECLINED', 'Its last line was declined.'],
  )
  const events = await runSql(
    server,
    `select type, after from event where organisation_id = $1 and type in ('payouts.update', 'commission-lines.decline') order by id`,
    [organisation.id],
  )
  assert.deepEqual(
    events.map(({ type }) => type),
    ['payouts.update', 'commission-lines.decline', 'commission-lines.decline', 'payouts.update'],
  )
  assert.deepEqual(events[3].after, { stage: 'DECLINED', reason: 'Its last line was declined.' })
  await books()
  const three = await addLine('7')
  assert.equal((await decline(three)).status, 200)
  assert.equal((await admin.get(`/api/v1/payouts/${payoutId}/history`)).body.data.length, 3)
  await books()
})

test('a detached line is back in the pool, and the emptied payout stays as it is', async () => {
  const { addLine, line, detach, patchPayout, payout, books, balances } = await payoutSetting(server)
  const id = await addLine('77.7')
  await patchPayout({ stage: 'SCHEDULED' })
  const before = await line(id)
  const detached = await detach(id)
  assert.equal(detached.status, 200, detached.text)
  const { updatedAt } = detached.body.data
  assert.deepEqual(detached.body.data, { ...before, payoutId: null, status: 'PENDING', updatedAt })
  assert.deepEqual([(await payout()).stage, (await payout()).amount.value], ['SCHEDULED', '0.00'])
  assert.deepEqual(await balances(), { 'COMMISSIONS USD': '-7770', 'PAYABLE USD': '7770' })
  assert.deepEqual(refusalOf(await detach(id)), [422, 'COMMISSION_LINE_NOT_ATTACHED'])
  await books()
})

test('decline and detach refuse in the order of the contract', async () => {
  const { admin, addLine, decline, detach, patchPayout, callerWith, books } = await payoutSetting(server)
  const [paid, pooled, voided] = [await addLine('1'), await addLine('2', {}), await addLine('3')]
  await decline(voided)
  await patchPayout({ stage: 'PAID' })
  for (const act of [decline, detach]) {
    assert.deepEqual(refusalOf(await act('cln_unknown')), [404, 'COMMISSION_LINE_NOT_FOUND'])
    assert.deepEqual(refusalOf(await act(voided)), [422, 'COMMISSION_LINE_VOIDED'])
    assert.deepEqual(refusalOf(await act(pooled)), [422, 'COMMISSION_LINE_NOT_ATTACHED'])
    assert.deepEqual(refusalOf(await act(paid)), [422, 'PAYOUT_LOCKED'])
  }
  for (const [body, field] of [
    [{}, 'reasonType'],
    [{ reasonType: 'WHIM' }, 'reasonType'],
    [{ reasonType: 'CUSTOM' }, 'reason'],
    [{ reasonType: 'CUSTOM', reason: '  ' }, 'reason'],
    [{ reasonType: 'DUPLICATE', reason: null }, 'reason'],
    [{ reasonType: 'DUPLICATE', reason: 'x'.repeat(2001) }, 'reason'],
    [{ reasonType: 'DUPLICATE', note: 'x' }, 'note'],
  ] as const)
    assert.deepEqual(
      refusalOf(await decline('cln_unknown', body)),
      [422, 'VALIDATION_ERROR', field],
      JSON.stringify(body),
    )
  const path = `/api/v1/commission-lines/${paid}`
  assert.deepEqual(refusalOf(await admin.post(`${path}/detach`, { force: true })), [422, 'VALIDATION_ERROR', 'force'])
  const [reader, other] = [await callerWith('commissions:read'), (await world(server)).admin]
  for (const [action, body] of [
    ['decline', { reasonType: 'DUPLICATE' }],
    ['detach', {}],
  ] as const) {
    assert.equal((await reader.post(`${path}/${action}`, body)).status, 403)
    assert.deepEqual(refusalOf(await other.post(`${path}/${action}`, body)), [404, 'COMMISSION_LINE_NOT_FOUND'])
  }
  await books()
})

test('lines that leave a payout go to the partner that theirs was merged into', async () => {
  const { admin, partnerId, addLine, detach, decline, books, balances } = await payoutSetting(server)
  const [one, two] = [await addLine('10'), await addLine('20')]
  const [first, last] = [
    (await admin.post('/api/v1/partners', { name: 'First' })).body.data.id,
    (await admin.post('/api/v1/partners', { name: 'Last' })).body.data.id,
  ]
  assert.equal((await admin.post(`/api/v1/partners/${first}/merge`, { partnerId })).status, 200)
  assert.equal((await admin.post(`/api/v1/partners/${last}/merge`, { partnerId: first })).status, 200)
  await books()
  const detached = (await detach(one)).body.data
  assert.deepEqual([detached.partnerId, detached.status], [last, 'PENDING'])
  assert.deepEqual((await decline(two)).body.data.partnerId, last)
  assert.deepEqual(await balances(), { 'COMMISSIONS USD': '-3000' })
  await books()
})

test('a line may be detached while its partner is merged, and ends with the one that stays', async () => {
  for (let round = 0; round < 10; round += 1) {
    const { admin, partnerId, addLine, detach, line, books } = await payoutSetting(server)
    const [id, staying] = [
      await addLine('10'),
      (await admin.post('/api/v1/partners', { name: 'Staying' })).body.data.id,
    ]
    const [merged, detached] = await Promise.all([
      admin.post(`/api/v1/partners/${staying}/merge`, { partnerId }),
      detach(id),
    ])
    assert.deepEqual([merged.status, detached.status], [200, 200], detached.text)
    assert.equal((await line(id)).partnerId, staying)
    await books()
  }
})

test('pending lines are attached all at once, and a repeat changes nothing', async () => {
  const { admin, payoutId, addLine, line, payout, books, balances, organisation } = await payoutSetting(server)
  const ids = [await addLine('10', {}), await addLine('-2.5', {}), await addLine('3', {})]
  const attach = (body: object) => admin.post(`/api/v1/payouts/${payoutId}/attach`, body)
  const first = await attach({ lineIds: [ids[0], ids[1], ids[0]] })
  assert.equal(first.status, 200, first.text)
  assert.equal(first.body.data.amount.value, '7.50')
  assert.deepEqual(first.body.data, await payout())
  assert.deepEqual((await attach({ lineIds: ids.slice(0, 2) })).body, first.body)
  assert.equal((await attach({ lineIds: ids })).body.data.amount.value, '10.50')
  assert.deepEqual([(await line(ids[2] ?? '')).status, (await line(ids[2] ?? '')).payoutId], ['APPROVED', payoutId])
  assert.deepEqual(await balances(), { 'COMMISSIONS USD': '-1050', 'IN_PAYOUT USD': '1050' })
  const events = await runSql(
    server,
    `select before, after from event where organisation_id = $1 and type = 'payouts.attach' order by id`,
    [organisation.id],
  )
  assert.deepEqual(events, [
    {
      before: { amountMinor: '0', lineCount: '0' },
      after: { amountMinor: '750', lineCount: '2', lineIds: ids.slice(0, 2) },
    },
    {
      before: { amountMinor: '750', lineCount: '2' },
      after: { amountMinor: '1050', lineCount: '3', lineIds: ids.slice(2) },
    },
  ])
  await books()
})

test('of lines that cannot be attached each is named, and none is attached', async () => {
  const { admin, partnerId, payoutId, addLine, newLine, decline, patchPayout, payout, books } =
    await payoutSetting(server)
  const stranger = (await admin.post('/api/v1/partners', { name: 'Basalt Studio' })).body.data.id
  const elsewhere = await newPayout(admin, { partnerId })
  const good = await addLine('1', {})
  const voided = await addLine('2')
  await decline(voided)
  const lineIds = [
    good,
    (await newLine('5', { partnerId: stranger })).body.data.id,
    (await newLine('5', { currency: 'EUR' })).body.data.id,
    await addLine('5', { payoutId: elsewhere }),
    voided,
  ]
  const attach = (body: object, id = payoutId) => admin.post(`/api/v1/payouts/${id}/attach`, body)
  const refused = await attach({ lineIds })
  assert.deepEqual(
    refused.body.error.details.map(({ path }: { path: unknown[] }) => path),
    [1, 2, 3, 4].map((index) => ['lineIds', index]),
  )
  const foreign = await payoutSetting(server)
  const unknown = [await foreign.addLine('5', {}), 'cln_unknown']
  const absent = await attach({ lineIds: [good, ...unknown] })
  assert.deepEqual([absent.status, absent.body.error.code], [404, 'COMMISSION_LINE_NOT_FOUND'])
  assert.deepEqual(absent.body.error.details, { lineIds: unknown })
  for (const body of [{}, { lineIds: [] }, { lineIds: Array.from({ length: 501 }, () => good) }, { lineIds: good }])
    assert.equal((await attach(body)).status, 422)
  for (const id of ['pay_unknown', foreign.payoutId])
    assert.deepEqual(refusalOf(await attach({ lineIds: [good] }, id)).slice(0, 2), [404, 'PAYOUT_NOT_FOUND'])
  assert.equal((await payout()).amount.value, '0.00')
  await patchPayout({ stage: 'PAID' })
  assert.deepEqual(refusalOf(await attach({ lineIds: [good] })), [422, 'PAYOUT_LOCKED'])
  await books()
})
