import assert from 'node:assert/strict'
import { test } from 'node:test'
import { payoutSetting, refusalOf } from '#/testing/payouts.ts'
import { runSql } from '#/testing/sql.ts'
import { serverOfThisFile, world } from '#/testing/world.ts'

const server = await serverOfThisFile()

test('a line of the pool is changed key by key, and its amount moves in the journal', async () => {
  const { addLine, line, patchLine, books, balances, organisation } = await payoutSetting(server)
  const id = await addLine('500', { sourceAmount: '5000', description: 'Launch bonus' })
  const before = await line(id)
  const changed = await patchLine(id, { amount: '-40.5', sourceAmount: null, note: ' Returned goods ' })
  assert.equal(changed.status, 200, changed.text)
  const { updatedAt, ...rest } = changed.body.data
  assert.deepEqual({ ...rest, updatedAt: before.updatedAt }, { ...before, amount: '-40.50', sourceAmount: null })
  assert.ok(updatedAt > before.updatedAt)
  assert.deepEqual(await balances(), { 'COMMISSIONS USD': '4050', 'PAYABLE USD': '-4050' })
  const [stored] = await runSql(server, 'select note from commission_line where id = $1', [id])
  assert.equal(stored.note, 'Returned goods')
  for (const body of [
    {},
    { amount: '-40.50' },
    { amount: '-040.5', sourceAmount: null, currency: 'usd', note: 'Returned goods' },
  ])
    assert.deepEqual((await patchLine(id, body)).body, changed.body, JSON.stringify(body))
  const events = await runSql(
    server,
    `select before, after from event where subject_id = $1 and type = 'commission-lines.update'`,
    [id],
  )
  assert.deepEqual(events, [
    {
      before: { amountMinor: '50000', sourceAmountMinor: '500000', note: null },
      after: { amountMinor: '-4050', sourceAmountMinor: null, note: 'Returned goods' },
    },
  ])
  const cleared = await patchLine(id, { description: '', note: null, sourceAmount: '0' })
  assert.deepEqual([cleared.body.data.description, cleared.body.data.sourceAmount], [null, '0.00'])
  await books()
  assert.equal(organisation.id.startsWith('org_'), true)
})

test('a change of currency keeps the amounts, where they fit it', async () => {
  const { addLine, patchLine, books, balances } = await payoutSetting(server)
  const whole = await addLine('7', { sourceAmount: '70' })
  const yen = await patchLine(whole, { currency: 'jpy' })
  assert.deepEqual([yen.body.data.amount, yen.body.data.sourceAmount, yen.body.data.currency], ['7', '70', 'JPY'])
  assert.deepEqual(await balances(), { 'COMMISSIONS JPY': '-7', 'PAYABLE JPY': '7' })
  await patchLine(whole, { currency: 'KWD' })
  assert.deepEqual(await balances(), { 'COMMISSIONS KWD': '-7000', 'PAYABLE KWD': '7000' })
  const broken = await addLine('7.50', { sourceAmount: '0.05' })
  for (const [body, field] of [
    [{ currency: 'JPY' }, 'currency'],
    [{ currency: 'JPY', amount: '7' }, 'currency'],
    [{ currency: 'JPY', amount: '7.5', sourceAmount: null }, 'amount'],
    [{ currency: 'JPY', amount: '7', sourceAmount: '0.0' }, 'sourceAmount'],
    [{ amount: '7.500' }, 'amount'],
    [{ sourceAmount: '7.500' }, 'sourceAmount'],
    [{ amount: '0.00' }, 'amount'],
    [{ amount: '-0' }, 'amount'],
    [{ amount: 7 }, 'amount'],
    [{ amount: null }, 'amount'],
    [{ amount: '1e3' }, 'amount'],
    [{ amount: '1000000000000000' }, 'amount'],
    [{ currency: 'XAU' }, 'currency'],
    [{ currency: null }, 'currency'],
    [{ description: null }, 'description'],
    [{ description: 'x'.repeat(2001) }, 'description'],
    [{ note: 'x'.repeat(2001) }, 'note'],
    [{ status: 'PAID' }, 'status'],
    [{ payoutId: null }, 'payoutId'],
  ] as const)
    assert.deepEqual(refusalOf(await patchLine(broken, body)), [422, 'VALIDATION_ERROR', field], JSON.stringify(body))
  const large = await addLine('999999999999999')
  assert.deepEqual(refusalOf(await patchLine(large, { currency: 'CLF' })), [422, 'VALIDATION_ERROR', 'currency'])
  assert.equal((await patchLine(broken, { currency: 'JPY', amount: '7', sourceAmount: null })).status, 200)
  await books()
})

test('the payout follows the amount of its line, and holds its currency', async () => {
  const { payoutId, addLine, patchLine, payout, books, balances } = await payoutSetting(server)
  const [id] = [await addLine('100'), await addLine('11.11')]
  const before = await payout()
  assert.equal((await patchLine(id, { amount: '-250.25' })).status, 200)
  const after = await payout()
  assert.equal(after.amount.value, '-239.14')
  assert.ok(after.updatedAt > before.updatedAt)
  assert.deepEqual(await balances(), { 'COMMISSIONS USD': '23914', 'IN_PAYOUT USD': '-23914' })
  assert.equal((await patchLine(id, { description: 'Corrected', sourceAmount: '3' })).body.data.payoutId, payoutId)
  assert.deepEqual(await payout(), after)
  for (const body of [{ currency: 'EUR' }, { currency: 'EUR', amount: '5' }, { currency: 'JPY' }])
    assert.deepEqual(refusalOf(await patchLine(id, body)), [422, 'VALIDATION_ERROR', 'currency'])
  assert.equal((await patchLine(id, { currency: 'USD' })).status, 200)
  await books()
})

test('on a paid payout the money stands still, and the words may change', async () => {
  const { addLine, line, patchLine, patchPayout, payout, books } = await payoutSetting(server)
  const id = await addLine('100')
  await patchPayout({ stage: 'PAID' })
  const [frozen, paid] = [await payout(), await line(id)]
  for (const body of [
    { amount: '5' },
    { currency: 'EUR' },
    { sourceAmount: '5' },
    { amount: '5', note: 'x' },
    { amount: '1.234' },
  ])
    assert.deepEqual(refusalOf(await patchLine(id, body)), [422, 'PAYOUT_LOCKED'], JSON.stringify(body))
  assert.deepEqual(await line(id), paid)
  const same = { amount: '100.00', currency: 'USD', sourceAmount: null }
  assert.deepEqual((await patchLine(id, same)).body.data, paid)
  const worded = await patchLine(id, { ...same, description: 'As agreed', note: 'Checked' })
  assert.deepEqual([worded.status, worded.body.data.description], [200, 'As agreed'])
  assert.deepEqual(await payout(), frozen)
  await books()
})

test('a voided line, another organisation’s and one that is nowhere are not changed', async () => {
  const { admin, addLine, patchLine, decline, callerWith } = await payoutSetting(server)
  const id = await addLine('100')
  const other = (await world(server)).admin
  assert.deepEqual(refusalOf(await other.patch(`/api/v1/commission-lines/${id}`, { amount: '5' })), [
    404,
    'COMMISSION_LINE_NOT_FOUND',
  ])
  assert.deepEqual(refusalOf(await patchLine('cln_unknown', { amount: '5' })), [404, 'COMMISSION_LINE_NOT_FOUND'])
  assert.equal((await (await callerWith('commissions:read')).patch(`/api/v1/commission-lines/${id}`, {})).status, 403)
  await decline(id)
  for (const body of [{}, { note: 'x' }, { amount: '5' }])
    assert.deepEqual(refusalOf(await patchLine(id, body)), [422, 'COMMISSION_LINE_VOIDED'])
  assert.equal((await admin.get(`/api/v1/commission-lines/${id}`)).body.data.amount, '100.00')
})

test('with If-Match only the line that was seen is changed', async () => {
  const { admin, addLine, patchLine } = await payoutSetting(server)
  const id = await addLine('100')
  const path = `/api/v1/commission-lines/${id}`
  const seen = (await admin.get(path)).headers.get('etag') ?? ''
  await patchLine(id, { description: 'Another' })
  assert.equal((await admin.patch(path, { amount: '5' }, { headers: { 'if-match': seen } })).status, 412)
  const fresh = (await admin.get(path)).headers.get('etag') ?? ''
  assert.equal((await admin.patch(path, { amount: '5' }, { headers: { 'if-match': fresh } })).status, 200)
})

test('a clawback and the line that it takes from keep their amounts, and the line is not declined', async () => {
  const { admin, addLine, patchLine, decline, detach, books } = await payoutSetting(server)
  const id = await addLine('100')
  const taken = await admin.post(`/api/v1/commission-lines/${id}/claw-back`, { amount: '40' })
  assert.equal(taken.status, 201, taken.text)
  const back = taken.body.data.id
  for (const [line, body] of [
    [id, { amount: '30' }],
    [id, { amount: '200', currency: 'USD' }],
    [back, { amount: '-4000' }],
    [back, { currency: 'JPY' }],
  ] as const)
    assert.deepEqual(refusalOf(await patchLine(line, body)), [422, 'COMMISSION_LINE_CORRECTED'])
  assert.deepEqual(refusalOf(await decline(id)), [422, 'COMMISSION_LINE_CORRECTED'])
  assert.equal((await patchLine(id, { amount: '100.00', description: 'As it was', sourceAmount: '9' })).status, 200)
  await books()
  await admin.post(`/api/v1/commission-lines/${back}/void`, { reasonType: 'DUPLICATE' })
  assert.equal((await patchLine(id, { amount: '30' })).status, 200)
  assert.equal((await detach(id)).status, 200)
  await books()
})

test('an amount out of the grammar is refused beside its currency', async () => {
  const { addLine, patchLine } = await payoutSetting(server)
  const id = await addLine('100')
  for (const amount of ['1e3', '+5', '', ' 5', '5.', '.5', '5,00', 'NaN', '1'.repeat(30)])
    assert.deepEqual(refusalOf(await patchLine(id, { amount, currency: 'USD', sourceAmount: '5' })), [
      422,
      'VALIDATION_ERROR',
      'amount',
    ])
})
