import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inOrder } from '#/testing/in-the-way.ts'
import { payoutSetting, newPayout, refusalOf } from '#/testing/payouts.ts'
import { type Answer, serverOfThisFile } from '#/testing/world.ts'

const server = await serverOfThisFile({ settings: { DATABASE_POOL: '20' } })
const codes = (answers: Answer[]) => answers.map((answer) => refusalOf(answer)[1] ?? 'done').toSorted()

test('of decline and detach of one line at once exactly one wins', async () => {
  const { payoutId, addLine, line, decline, detach, payout, books } = await payoutSetting(server)
  await addLine('1000')
  for (let round = 0; round < 20; round += 1) {
    const id = await addLine('7')
    const acts = [() => decline(id), () => detach(id)]
    const answers = await Promise.all((round % 2 ? acts : acts.toReversed()).map((act) => act()))
    const { status } = await line(id)
    assert.deepEqual(codes(answers), [
      status === 'VOIDED' ? 'COMMISSION_LINE_VOIDED' : 'COMMISSION_LINE_NOT_ATTACHED',
      'done',
    ])
    assert.equal((await payout()).amount.value, '1000.00')
  }
  for (const first of [decline, detach]) {
    const id = await addLine('7')
    const acts = [first, first === decline ? detach : decline].map((act) => () => act(id))
    const [winner, loser] = await inOrder(server, `select from payout where id = '${payoutId}' for update`, acts)
    assert.deepEqual([winner?.status, loser?.status], [200, 422])
    assert.equal((await line(id)).status, first === decline ? 'VOIDED' : 'PENDING')
  }
  await books()
})

test('of twelve that decline one line at once one wins, and its payout is DECLINED once', async () => {
  const { admin, payoutId, addLine, decline, books } = await payoutSetting(server)
  const id = await addLine('7')
  const answers = await Promise.all(Array.from({ length: 12 }, () => decline(id)))
  assert.deepEqual(codes(answers), [...Array.from({ length: 11 }, () => 'COMMISSION_LINE_VOIDED'), 'done'])
  assert.equal((await admin.get(`/api/v1/payouts/${payoutId}/history`)).body.data.length, 2)
  await books()
})

test('the two last lines of a payout, declined at once, make it DECLINED once', async () => {
  for (let round = 0; round < 10; round += 1) {
    const { admin, payoutId, addLine, decline, payout, books } = await payoutSetting(server)
    const ids = [await addLine('7'), await addLine('8')]
    assert.deepEqual(codes(await Promise.all(ids.map((id) => decline(id)))), ['done', 'done'])
    assert.equal((await payout()).stage, 'DECLINED')
    assert.equal((await admin.get(`/api/v1/payouts/${payoutId}/history`)).body.data.length, 2)
    await books()
  }
})

test('a payout that is PAID while its lines change is frozen with what it had', async () => {
  for (let round = 0; round < 24; round += 1) {
    const { payoutId, ...api } = await payoutSetting(server)
    const { addLine, newLine, patchLine, decline, detach, patchPayout, payout, books } = api
    const [a, b, c, pooled] = [await addLine('10'), await addLine('20'), await addLine('30'), await addLine('40', {})]
    const paying = () => patchPayout({ stage: 'PAID' })
    const others = [
      () => decline(a),
      () => detach(b),
      () => patchLine(c, { amount: '-31.5' }),
      () => newLine('50', { payoutId }),
      () => api.admin.post(`/api/v1/payouts/${payoutId}/attach`, { lineIds: [pooled] }),
    ]
    const place = round % (others.length + 1)
    const acts = [...others.slice(0, place), paying, ...others.slice(place)]
    const isQueue = round === 0 || round === others.length
    const answers = await (isQueue
      ? inOrder(server, `select from payout where id = '${payoutId}' for update`, acts)
      : Promise.all(acts.map((act) => act())))
    const paid = answers[place]
    const changed = answers.filter((answer) => answer !== paid)
    for (const answer of changed)
      assert.ok(answer.status < 300 || refusalOf(answer)[1] === 'PAYOUT_LOCKED', answer.text)
    if (isQueue) assert.equal(changed[0]?.status, round === 0 ? 422 : 200)
    if (round === 0) assert.deepEqual(new Set(changed.map(({ status }) => status)), new Set([422]))
    assert.equal(paid?.status, 200)
    assert.deepEqual(await payout(), paid?.body.data, 'nothing has changed since it was paid')
    await books()
    await Promise.all([patchPayout({ stage: 'FAILED' }), decline(c), detach(c), patchLine(c, { amount: '1' })])
    await books()
  }
})

test('a payout that many set to and fro at once ends in one stage with its books in order', async () => {
  const { admin, payoutId, addLine, patchPayout, payout, books } = await payoutSetting(server)
  for (const amount of ['10', '-4', '7.25']) await addLine(amount)
  const stages = ['PAID', 'APPROVED', 'PAID', 'SCHEDULED']
  const answers = await Promise.all(Array.from({ length: 40 }, (_, n) => patchPayout({ stage: stages[n % 4] })))
  assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([200]))
  const history = (await admin.get(`/api/v1/payouts/${payoutId}/history?limit=100`)).body.data
  assert.equal(history.at(-1).to, (await payout()).stage)
  await books()
})

test('lines that change, come and go on one payout at once add up', async () => {
  const { payoutId, addLine, newLine, patchLine, decline, detach, payout, books } = await payoutSetting(server)
  await addLine('1000')
  const ids: string[] = []
  for (let n = 0; n < 12; n += 1) ids.push(await addLine('1'))
  const answers = await Promise.all([
    ...ids.slice(0, 4).map((id) => decline(id)),
    ...ids.slice(4, 8).map((id) => detach(id)),
    ...ids.slice(8).map((id, n) => patchLine(id, { amount: `${n + 2}` })),
    ...Array.from({ length: 8 }, () => newLine('0.25', { payoutId })),
  ])
  assert.deepEqual(new Set(codes(answers)), new Set(['done']))
  assert.equal((await payout()).amount.value, '1016.00')
  await books()
})

test('of two payouts that take one line at once one gets it', async () => {
  const { admin, partnerId, payoutId, addLine, line, books } = await payoutSetting(server)
  const other = await newPayout(admin, { partnerId })
  for (let round = 0; round < 10; round += 1) {
    const lineIds: string[] = []
    for (let n = 0; n < 4; n += 1) lineIds.push(await addLine('3', {}))
    const answers = await Promise.all(
      [payoutId, other].map((id, n) =>
        admin.post(`/api/v1/payouts/${id}/attach`, { lineIds: n ? lineIds.toReversed() : lineIds }),
      ),
    )
    assert.deepEqual(codes(answers), ['VALIDATION_ERROR', 'done'])
    const winner = answers[0]?.status === 200 ? payoutId : other
    for (const id of lineIds) assert.equal((await line(id)).payoutId, winner)
  }
  await books()
})

test('two that change the currency and the amount of one line at once never mix them', async () => {
  for (let round = 0; round < 10; round += 1) {
    const { addLine, patchLine, line, books } = await payoutSetting(server)
    const id = await addLine('100', {})
    const [currency, amount] = await Promise.all([
      patchLine(id, { currency: 'JPY' }),
      patchLine(id, { amount: '7.00' }),
    ])
    const after = await line(id)
    if (amount.status === 200) assert.deepEqual([after.amount, after.currency, currency.status], ['7', 'JPY', 200])
    else assert.deepEqual([after.amount, after.currency, refusalOf(amount)[2]], ['100', 'JPY', 'amount'])
    await books()
  }
})

test('a line is detached from one payout and attached to another again and again, and is always on one at most', async () => {
  const { admin, partnerId, payoutId, addLine, detach, decline, patchLine, books } = await payoutSetting(server)
  const other = await newPayout(admin, { partnerId })
  const id = await addLine('9')
  const attach = (to: string) => admin.post(`/api/v1/payouts/${to}/attach`, { lineIds: [id] })
  for (let round = 0; round < 8; round += 1) {
    const answers = await Promise.all([
      detach(id),
      attach(payoutId),
      attach(other),
      patchLine(id, { amount: `${round + 1}.5` }),
      detach(id),
      attach(other),
    ])
    for (const answer of answers) assert.ok([200, 422].includes(answer.status), answer.text)
    await books()
  }
  await decline(id)
  await books()
})

test('whatever takes lines from the pool at once shares them out', async () => {
  for (let round = 0; round < 6; round += 1) {
    const { admin, partnerId, payoutId, addLine, newLine, patchLine, detach, books } = await payoutSetting(server)
    const pooled: string[] = []
    for (let n = 0; n < 6; n += 1) pooled.push(await addLine('5', {}))
    const attached = await addLine('7')
    const draft = { partnerId, periodStart: '2026-04-01', periodEnd: '2026-06-30', attachPendingLines: true }
    const answers = await Promise.all([
      admin.post(`/api/v1/payouts/${payoutId}/attach`, { lineIds: pooled.slice(0, 3).toReversed() }),
      admin.post('/api/v1/payouts', draft),
      patchLine(pooled[0] ?? '', { amount: '-6' }),
      patchLine(pooled[5] ?? '', { amount: '8.5' }),
      detach(attached),
      newLine('1', { payoutId }),
      admin.post('/api/v1/payouts', draft),
      admin.post(`/api/v1/commission-lines/${pooled[4]}/postpone`),
      admin.post(`/api/v1/commission-lines/${pooled[1]}/claw-back`, {}),
    ])
    for (const answer of answers) assert.ok([200, 201, 422].includes(answer.status), answer.text)
    await books()
  }
})

test('a merge of partners while their lines come and go leaves every line with the one that stays', async () => {
  for (let round = 0; round < 6; round += 1) {
    const { admin, partnerId, payoutId, addLine, newLine, patchLine, decline, detach, books } =
      await payoutSetting(server)
    const staying = (await admin.post('/api/v1/partners', { name: 'Staying' })).body.data.id
    const [a, b, c] = [await addLine('1'), await addLine('2'), await addLine('3')]
    const pooled = [await addLine('4', {}), await addLine('5', {}), await addLine('6', {})]
    const acts = [
      () => admin.post(`/api/v1/partners/${staying}/merge`, { partnerId }),
      () => detach(a),
      () => decline(b),
      () => patchLine(c, { amount: '3.5' }),
      () => admin.post(`/api/v1/payouts/${payoutId}/attach`, { lineIds: pooled.slice(0, 2) }),
      () => patchLine(pooled[2] ?? '', { amount: '-6' }),
      () => newLine('7', { payoutId }),
      () => newLine('8'),
    ]
    const answers = await Promise.all([...acts.slice(round), ...acts.slice(0, round)].map((act) => act()))
    for (const answer of answers) assert.ok([200, 201].includes(answer.status), answer.text)
    await books()
  }
})
