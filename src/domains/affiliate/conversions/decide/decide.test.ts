import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eventsOf, refused } from '#/testing/commission-lines.ts'
import { conversionSetting } from '#/testing/decisions.ts'
import { conversionChecks } from '#/domains/affiliate/index.ts'
import { serverOfThisFile, world } from '#/testing/world.ts'

const server = await serverOfThisFile()

test('an accepted conversion earns: its held line and what was taken back of it wait for a payout', async () => {
  const own = await conversionSetting(server)
  const id = await own.convert()
  const { id: lineId } = await own.lineOf(id)
  await own.admin.post(`/api/v1/commission-lines/${lineId}/claw-back`, { amount: '5' })
  assert.deepEqual(await own.balances(), { 'COMMISSIONS USD': '-1500', 'EARNED USD': '1500' })
  const answer = await own.accept(id)
  assert.equal(answer.status, 200, answer.text)
  const { status, commission, decidedAt } = answer.body.data
  assert.deepEqual([status, commission], ['accepted', { amount: '20.00', currency: 'USD', status: 'PENDING' }])
  assert.ok(decidedAt)
  assert.deepEqual(await own.balances(), { 'COMMISSIONS USD': '-1500', 'PAYABLE USD': '1500' })
  const again = await own.accept(id)
  assert.deepEqual(again.body, answer.body, 'a repeat changes nothing')
  assert.equal((await eventsOf(own, 'conversions.accept')).length, 1)
  assert.equal((await eventsOf(own, 'commission-lines.release')).length, 2)
  await own.books()
})

test('a declined conversion earns nothing: its line is void with what was taken back, and says why', async () => {
  const own = await conversionSetting(server)
  const id = await own.convert({ status: 'review' })
  const { id: lineId } = await own.lineOf(id)
  await own.admin.post(`/api/v1/commission-lines/${lineId}/claw-back`, { amount: '5' })
  const answer = await own.decline(id, { reasonType: 'CUSTOM', reason: 'The goods came back.' })
  assert.equal(answer.status, 200, answer.text)
  const { status, commission, declineReasonType, declineReason } = answer.body.data
  assert.deepEqual(
    [status, commission.status, declineReasonType, declineReason],
    ['declined', 'VOIDED', 'CUSTOM', 'The goods came back.'],
  )
  assert.deepEqual(await own.balances(), {})
  assert.deepEqual((await own.decline(id)).body, answer.body, 'a repeat keeps the reason')
  assert.deepEqual(refused(await own.accept(id)), [422, 'CONVERSION_STATUS'])
  await own.books()
})

test('what was accepted may be declined: off its payout, which is declined with its last line', async () => {
  const own = await conversionSetting(server)
  const id = await own.convert()
  await own.accept(id)
  const payoutId = await own.payOut('APPROVED')
  assert.equal((await own.decline(id)).status, 200)
  const { stage, amount } = (await own.admin.get(`/api/v1/payouts/${payoutId}`)).body.data
  assert.deepEqual([stage, amount.value], ['DECLINED', '0.00'])
  assert.equal((await own.lineOf(id)).status, 'VOIDED')
  assert.deepEqual(await own.balances(), {})
  await own.books()
})

test('what is paid already is taken back by a line of its own, which the next payout takes along', async () => {
  const own = await conversionSetting(server)
  const [id, other] = [await own.convert(), await own.convert({ commission: '50' })]
  await own.accept(id)
  const line = await own.lineOf(id)
  await own.payOut('PAID')
  await own.admin.post(`/api/v1/commission-lines/${line.id}/claw-back`, { amount: '3' })
  const declined = await own.decline(id, { reasonType: 'CUSTOM', reason: 'Charged back.' })
  assert.deepEqual(
    [declined.status, declined.body.data.status, declined.body.data.commission.status],
    [200, 'declined', 'PAID'],
  )
  const { corrections } = (await own.admin.get(`/api/v1/commission-lines/${line.id}/explanation`)).body.data
  assert.deepEqual(
    corrections.map(({ amount, status }: { amount: string; status: string }) => [amount, status]),
    [
      ['-3.00', 'PENDING'],
      ['-17.00', 'PENDING'],
    ],
  )
  const taken = (await own.admin.get(`/api/v1/commission-lines/${corrections[1].lineId}`)).body.data
  assert.equal(taken.description, 'Its conversion was declined: Charged back.')
  assert.deepEqual(refused(await own.undo(id)), [422, 'CONVERSION_LINE_ON_PAYOUT'])
  await own.accept(other)
  assert.deepEqual(await own.balances(), { 'COMMISSIONS USD': '-5000', 'PAID USD': '2000', 'PAYABLE USD': '3000' })
  await own.books()
})

test('an undone decision leaves the conversion as it waited before, its line held', async () => {
  const own = await conversionSetting(server)
  const id = await own.convert({ status: 'review', reasons: ['SELF_REFERRAL_DOMAIN'] })
  const { id: lineId } = await own.lineOf(id)
  await own.admin.post(`/api/v1/commission-lines/${lineId}/claw-back`, { amount: '5' })
  for (const decide of [own.accept, own.decline, own.accept]) {
    assert.equal((await decide(id)).status, 200)
    const { status, decidedAt, commission, declineReasonType } = (await own.undo(id)).body.data
    assert.deepEqual([status, decidedAt, commission.status, declineReasonType], ['review', null, 'HELD', null])
    assert.deepEqual(await own.balances(), { 'COMMISSIONS USD': '-1500', 'EARNED USD': '1500' })
  }
  assert.equal((await own.undo(id)).status, 200, 'one that waits is left as it is')
  assert.deepEqual(
    (await own.history(id)).map(({ number, action, status }: Record<string, unknown>) => [number, action, status]),
    [
      [0, 'RECORDED', 'review'],
      [1, 'ACCEPTED', 'accepted'],
      [2, 'UNDONE', 'review'],
      [3, 'DECLINED', 'declined'],
      [4, 'UNDONE', 'review'],
      [5, 'ACCEPTED', 'accepted'],
      [6, 'UNDONE', 'review'],
    ],
  )
  await own.books()
})

test('an undone decline brings back what it voided, and not what was void before', async () => {
  const own = await conversionSetting(server)
  const id = await own.convert()
  const { id: lineId } = await own.lineOf(id)
  const taken = (await own.admin.post(`/api/v1/commission-lines/${lineId}/claw-back`, { amount: '5' })).body.data
  await own.admin.post(`/api/v1/commission-lines/${taken.id}/void`, { reasonType: 'DUPLICATE' })
  await own.decline(id)
  await own.undo(id)
  assert.deepEqual(await own.balances(), { 'COMMISSIONS USD': '-2000', 'EARNED USD': '2000' })
  assert.equal((await own.admin.get(`/api/v1/commission-lines/${taken.id}`)).body.data.status, 'VOIDED')
  await own.books()
})

test('a decision is not undone while its line is on a payout', async () => {
  const own = await conversionSetting(server)
  const id = await own.convert()
  await own.accept(id)
  await own.payOut()
  assert.deepEqual(refused(await own.undo(id)), [422, 'CONVERSION_LINE_ON_PAYOUT'])
  assert.equal((await own.conversion(id)).status, 'accepted')
  const { id: lineId } = await own.lineOf(id)
  await own.admin.post(`/api/v1/commission-lines/${lineId}/detach`)
  assert.equal((await own.undo(id)).body.data.status, 'pending')
  await own.books()
})

test('a conversion that earns nothing is decided all the same', async () => {
  const own = await conversionSetting(server)
  const id = await own.convert({ commission: null })
  assert.deepEqual((await own.decline(id)).body.data.commission, null)
  assert.equal((await own.undo(id)).body.data.status, 'pending')
})

test('another organisation’s conversion does not exist, and only its manager decides', async () => {
  const own = await conversionSetting(server)
  const id = await own.convert()
  const stranger = (await world(server)).admin
  const [reader, reporter] = [await own.callerWith('affiliate:read'), await own.callerWith('affiliate:write')]
  for (const verb of ['accept', 'decline', 'undo']) {
    const body = verb === 'decline' ? { reasonType: 'DUPLICATE' } : {}
    assert.deepEqual(refused(await stranger.post(`/api/v1/conversions/${id}/${verb}`, body)), [
      404,
      'CONVERSION_NOT_FOUND',
    ])
    assert.equal((await reader.post(`/api/v1/conversions/${id}/${verb}`, body)).status, 403)
    assert.equal((await reporter.post(`/api/v1/conversions/${id}/${verb}`, body)).status, 403)
  }
  for (const path of [id, `${id}/history`]) {
    assert.equal((await stranger.get(`/api/v1/conversions/${path}`)).status, 404)
    assert.equal((await reader.get(`/api/v1/conversions/${path}`)).status, 200)
    assert.equal((await reporter.get(`/api/v1/conversions/${path}`)).status, 403)
  }
  assert.equal((await own.conversion(id)).status, 'pending')
})

test('a decline says why: a known reason, with words where it is CUSTOM', async () => {
  const own = await conversionSetting(server)
  const id = await own.convert()
  const faulty = [{}, { reasonType: 'BECAUSE' }, { reasonType: 'CUSTOM' }, { reasonType: 'DUPLICATE', why: 'x' }]
  const answers = await Promise.all(faulty.map((body) => own.decline(id, body)))
  assert.deepEqual(
    answers.map(({ status, body }) => [status, body.error.details[0].path.join('.')]),
    [
      [422, 'reasonType'],
      [422, 'reasonType'],
      [422, 'reason'],
      [422, 'why'],
    ],
  )
})

test('where only what was taken back is paid, a decline gives it back and voids the rest', async () => {
  const own = await conversionSetting(server)
  const id = await own.convert()
  await own.accept(id)
  const { id: lineId } = await own.lineOf(id)
  const taken = (await own.admin.post(`/api/v1/commission-lines/${lineId}/claw-back`, { amount: '5' })).body.data
  await own.admin.post(`/api/v1/commission-lines/${lineId}/postpone`)
  await own.payOut('PAID')
  assert.equal((await own.admin.get(`/api/v1/commission-lines/${taken.id}`)).body.data.status, 'PAID')
  assert.equal((await own.decline(id)).body.data.commission.status, 'VOIDED')
  assert.deepEqual(await own.balances(), { 'PAID USD': '-500', 'PAYABLE USD': '500' })
  await own.books()
})

test('a void line is not restored past its conversion, and the doctor finds each where its conversion is', async () => {
  const own = await conversionSetting(server)
  const [declined, waiting, accepted] = [await own.convert(), await own.convert(), await own.convert()]
  const restore = async (id: string) => own.admin.post(`/api/v1/commission-lines/${(await own.lineOf(id)).id}/restore`)
  await own.decline(declined)
  await own.accept(accepted)
  for (const id of [waiting, accepted]) {
    const { id: lineId } = await own.lineOf(id)
    await own.admin.post(`/api/v1/commission-lines/${lineId}/void`, { reasonType: 'DISPUTED' })
  }
  assert.deepEqual(refused(await restore(declined)), [422, 'CONVERSION_NOT_ACCEPTED'])
  assert.deepEqual(refused(await restore(waiting)), [422, 'CONVERSION_NOT_ACCEPTED'])
  assert.equal((await restore(accepted)).body.data.status, 'PENDING')
  await own.undo(declined)
  const found = await Promise.all(conversionChecks.map(({ find }) => find(own.ctx)))
  assert.deepEqual(
    found.flat().filter((sentence) => [declined, waiting, accepted].some((id) => sentence.includes(id))),
    [],
  )
  await own.books()
})

/** A conversion that was declined when it was paid, and whose line then came off a payout that was not paid after all. */
async function takenBackThenLetGo() {
  const own = await conversionSetting(server)
  const id = await own.convert()
  await own.accept(id)
  const { id: lineId } = await own.lineOf(id)
  const payoutId = await own.payOut('PAID')
  await own.decline(id)
  assert.equal((await own.admin.patch(`/api/v1/payouts/${payoutId}`, { stage: 'DECLINED' })).status, 200)
  assert.equal((await own.admin.post(`/api/v1/commission-lines/${lineId}/detach`)).status, 200)
  return { own, id, lineId }
}

test('a line that was taken back and then comes off a payout that was not paid after all is no fault', async () => {
  const { own, id } = await takenBackThenLetGo()
  assert.equal((await own.lineOf(id)).status, 'PENDING')
  assert.deepEqual(await own.balances(), {}, 'the line and what takes it back wait for the same payout')
  const found = await Promise.all(conversionChecks.map(({ find }) => find(own.ctx)))
  assert.deepEqual(
    found.flat().filter((sentence) => sentence.includes(id)),
    [],
  )
  await own.books()
})

test('undoing a decline also voids what it took back of a line that is paid no more', async () => {
  const { own, id, lineId } = await takenBackThenLetGo()
  const undone = await own.admin.post(`/api/v1/conversions/${id}/undo`)
  assert.deepEqual([undone.status, undone.body.data.status], [200, 'pending'], undone.text)
  const lines = (await own.admin.get('/api/v1/commission-lines')).body.data
  const living = lines.filter(({ status }: { status: string }) => status !== 'VOIDED')
  assert.deepEqual(
    living.map((line: { id: string; status: string }) => [line.id, line.status]),
    [[lineId, 'HELD']],
  )
  await own.accept(id)
  assert.equal((await own.lineOf(id)).status, 'PENDING')
  await own.books()
})
