import assert from 'node:assert/strict'
import { test } from 'node:test'
import { conversionSetting } from '#/testing/decisions.ts'
import { inOrder } from '#/testing/in-the-way.ts'
import { type Answer, serverOfThisFile } from '#/testing/world.ts'

const server = await serverOfThisFile({ settings: { DATABASE_POOL: '20' } })
const lock = (id: string) => `select from conversion where id = '${id}' for update`
const codes = (answers: Answer[]) => answers.map(({ status, body }) => body.error?.code ?? status)

test('of accept and decline at once the first decides: the later decline takes it back, the later accept is refused', async () => {
  const own = await conversionSetting(server)
  const first = await own.convert()
  assert.deepEqual(
    codes(await inOrder(server, lock(first), [() => own.accept(first), () => own.decline(first)])),
    [200, 200],
  )
  assert.equal((await own.conversion(first)).status, 'declined')
  const second = await own.convert()
  assert.deepEqual(codes(await inOrder(server, lock(second), [() => own.decline(second), () => own.accept(second)])), [
    200,
    'CONVERSION_STATUS',
  ])
  assert.deepEqual(await own.balances(), {})
  await own.books()
})

test('accept, decline and undo of one conversion, all at once, leave its line where its status says', async () => {
  const own = await conversionSetting(server)
  for (let round = 0; round < 8; round += 1) {
    const id = await own.convert()
    const acts = [own.accept, own.decline, own.undo, own.accept, own.decline, own.undo]
    const turned = [...acts.slice(round % 6), ...acts.slice(0, round % 6)]
    const answers = await Promise.all(turned.map((act) => act(id)))
    assert.ok(answers.every(({ status }) => status === 200 || status === 422))
    const { status, commission } = await own.conversion(id)
    const due = { pending: 'HELD', accepted: 'PENDING', declined: 'VOIDED' }
    assert.equal(commission.status, due[status as keyof typeof due])
    const steps = await own.history(id)
    assert.equal(steps.at(-1).status, status, 'the history ends with what is')
  }
  await own.books()
})

test('twenty that accept one conversion release its line once', async () => {
  const own = await conversionSetting(server)
  const id = await own.convert()
  const answers = await Promise.all(Array.from({ length: 20 }, () => own.accept(id)))
  assert.deepEqual(new Set(codes(answers)), new Set([200]))
  assert.equal((await own.history(id)).length, 2)
  assert.deepEqual(await own.balances(), { 'COMMISSIONS USD': '-2000', 'PAYABLE USD': '2000' })
  await own.books()
})

test('conversions that are accepted while payouts take lines are paid once or wait', async () => {
  const own = await conversionSetting(server)
  const ids = await Promise.all(Array.from({ length: 12 }, () => own.convert()))
  await Promise.all([...ids.map((id) => own.accept(id)), own.payOut(), own.payOut(), own.payOut()])
  await own.payOut()
  assert.deepEqual(await own.balances(), { 'COMMISSIONS USD': '-24000', 'IN_PAYOUT USD': '24000' })
  await own.books()
})

test('a decline and a payout that takes the line at once: either the payout never had it, or it goes off again', async () => {
  const own = await conversionSetting(server)
  for (let round = 0; round < 6; round += 1) {
    const id = await own.convert()
    await own.accept(id)
    const { id: lineId } = await own.lineOf(id)
    const period = { periodStart: '2026-01-01', periodEnd: '2026-03-31', currency: 'USD' }
    const made = await own.admin.post('/api/v1/payouts', { partnerId: own.partnerId, ...period })
    const attach = () => own.admin.post(`/api/v1/payouts/${made.body.data.id}/attach`, { lineIds: [lineId] })
    const acts = [() => own.decline(id), attach]
    const [first, second] = await Promise.all((round % 2 ? acts : acts.toReversed()).map((act) => act()))
    assert.ok([first, second].every((answer) => answer?.status === 200 || answer?.status === 422))
    assert.equal((await own.lineOf(id)).status, 'VOIDED')
  }
  assert.deepEqual(await own.balances(), {})
  await own.books()
})

test('a decline while the payout is paid: the line goes off it before, or is taken back after', async () => {
  const own = await conversionSetting(server)
  for (const order of ['decline', 'pay'] as const) {
    const [id, other] = [await own.convert(), await own.convert()]
    await own.accept(id)
    await own.accept(other)
    const payoutId = await own.payOut()
    const pay = () => own.admin.patch(`/api/v1/payouts/${payoutId}`, { stage: 'PAID' })
    const acts = order === 'pay' ? [pay, () => own.decline(id)] : [() => own.decline(id), pay]
    const answers = await inOrder(server, `select from payout where id = '${payoutId}' for update`, acts)
    assert.deepEqual(codes(answers), [200, 200])
    assert.equal((await own.lineOf(id)).status, order === 'pay' ? 'PAID' : 'VOIDED')
  }
  assert.deepEqual(await own.balances(), { 'COMMISSIONS USD': '-4000', 'PAID USD': '6000', 'PAYABLE USD': '-2000' })
  await own.books()
})

test('a clawback that comes while its conversion is accepted is released with it', async () => {
  const own = await conversionSetting(server)
  const takeBack = async (id: string) => {
    const { id: lineId } = await own.lineOf(id)
    return { lineId, act: () => own.admin.post(`/api/v1/commission-lines/${lineId}/claw-back`, { amount: '5' }) }
  }
  for (const isFirst of [true, false]) {
    const id = await own.convert()
    const { lineId, act } = await takeBack(id)
    const acts = isFirst ? [act, () => own.accept(id)] : [() => own.accept(id), act]
    await inOrder(server, `select from commission_line where id = '${lineId}' for update`, acts)
  }
  assert.deepEqual(await own.balances(), { 'COMMISSIONS USD': '-3000', 'PAYABLE USD': '3000' })
  await own.books()
})
