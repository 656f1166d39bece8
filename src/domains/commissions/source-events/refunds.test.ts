import assert from 'node:assert/strict'
import { test } from 'node:test'
import { balances } from '#/testing/ledger.ts'
import { runSql } from '#/testing/sql.ts'
import { type Answer, type Caller, serverOfThisFile, world } from '#/testing/world.ts'

let time = Date.parse('2026-03-10T09:30:00.000Z')
const at = (moment: string) => void (time = Date.parse(moment))
const server = await serverOfThisFile({ now: () => new Date(time) })

const events = '/api/v1/source-events'
let known = 0

type Line = { id: string; amount: string; sourceAmount: string; status: string; periodEnd: string }
const amounts = ({ lines }: { lines: Line[] }) => lines.map(({ amount }) => amount)
const faults = ({ status, body }: Answer) => [
  status,
  ...body.error.details.map(({ path, code }: { path: string[]; code: string }) => `${path.join('.')} ${code}`),
]

/** A partner with a plan of so many percent and a sale, and what refunds of it answer. */
async function soldTo(admin: Caller, { amount, percent = '10' }: { amount: string; percent?: string }) {
  const partnerId = (await admin.post('/api/v1/partners', { name: `Larkspur ${(known += 1)}` })).body.data.id
  const commission = { type: 'PERCENT', percent }
  const plan = { name: `Plan ${known}`, commission, appliesTo: { partnerIds: [partnerId] } }
  const planId = (await admin.post('/api/v1/commission-plans', plan)).body.data.id
  const sourceId = `order-${(known += 1)}`
  const made = await admin.post(events, { sourceId, type: 'SALE', partnerId, amount, currency: 'USD' })
  assert.equal(made.status, 201, made.text)
  const [line] = made.body.data.lines as Line[]
  const given = { type: 'REFUND', partnerId, currency: 'USD', originalSourceId: sourceId }
  const attempt = (amount: string, more: object = {}) =>
    admin.post(events, { ...given, sourceId: `refund-${(known += 1)}`, amount, ...more })
  const refund = async (amount: string) => {
    const answer = await attempt(amount)
    assert.equal(answer.status, 201, answer.text)
    return answer.body.data
  }
  return { partnerId, planId, sourceId, lineId: line?.id ?? '', attempt, refund }
}

test('a refund takes back its part, and all parts together exactly what was earned', async () => {
  at('2026-03-10T09:30:00.000Z')
  const { admin } = await world(server)
  const { partnerId, planId, sourceId, lineId, refund } = await soldTo(admin, { amount: '100.00', percent: '33.335' })
  assert.deepEqual(await balances(server, partnerId), { 'COMMISSIONS USD': '-3334', 'PAYABLE USD': '3334' })
  at('2026-05-02T09:30:00.000Z')
  const first = await refund('33.33')
  assert.deepEqual([first.originalSourceId, first.type, first.amount], [sourceId, 'REFUND', '33.33'])
  const [{ id, ...line }] = first.lines
  assert.deepEqual(line, {
    partnerId,
    payoutId: null,
    description: null,
    amount: '-11.11',
    sourceAmount: '-33.33',
    currency: 'USD',
    status: 'PENDING',
    planName: line.planName,
    periodEnd: '2026-05-31T23:59:59.000Z',
    createdAt: '2026-05-02T09:30:00.000Z',
    updatedAt: '2026-05-02T09:30:00.000Z',
  })
  const rows = await runSql(server, 'select corrects_id, plan_id, calculation from commission_line where id = $1', [id])
  assert.deepEqual(rows, [
    {
      corrects_id: lineId,
      plan_id: planId,
      calculation: {
        kind: 'REFUND',
        lineId,
        lineAmount: '33.34',
        lineCurrency: 'USD',
        saleAmount: '100.00',
        saleCurrency: 'USD',
        refunded: '33.33',
        takenBackBefore: '0.00',
        rounding: 'HALF_EVEN',
        amount: '-11.11',
      },
    },
  ])
  assert.deepEqual(amounts(await refund('33.33')), ['-11.11'])
  assert.deepEqual(await balances(server, partnerId), { 'COMMISSIONS USD': '-1112', 'PAYABLE USD': '1112' })
  assert.deepEqual(amounts(await refund('0.01')), ['-0.01'])
  const tiny = await refund('0.01')
  assert.deepEqual([tiny.lines, tiny.skipped], [[], [{ planId, reason: 'TAKEN_BACK' }]])
  assert.deepEqual(amounts(await refund('33.32')), ['-11.11'])
  assert.deepEqual(await balances(server, partnerId), {})
})

test('a sale is not refunded beyond its amount, in another currency, for another partner, or as a refund', async () => {
  const { admin } = await world(server)
  const { attempt, refund } = await soldTo(admin, { amount: '100' })
  const other = await soldTo(admin, { amount: '100' })
  const { sourceId } = await refund('60')
  assert.deepEqual(faults(await attempt('40.01')), [422, 'amount too_big'])
  assert.match((await attempt('40.01')).body.error.message, /40\.00 USD/)
  assert.deepEqual(faults(await attempt('40', { currency: 'EUR' })), [422, 'currency custom'])
  assert.deepEqual(faults(await attempt('40', { partnerId: other.partnerId })), [422, 'partnerId custom'])
  assert.deepEqual(faults(await attempt('40', { originalSourceId: sourceId })), [422, 'originalSourceId custom'])
  assert.deepEqual(amounts(await refund('40')), ['-4.00'])
})

test('a refund goes through for an archived plan and partner, and for one that was merged', async () => {
  const { admin } = await world(server)
  const { partnerId, planId, refund } = await soldTo(admin, { amount: '100' })
  await admin.post(`/api/v1/commission-plans/${planId}/archive`)
  await admin.post(`/api/v1/partners/${partnerId}/archive`)
  assert.deepEqual(amounts(await refund('50')), ['-5.00'])
  const staying = (await admin.post('/api/v1/partners', { name: 'Larkspur Group' })).body.data.id
  assert.equal((await admin.post(`/api/v1/partners/${staying}/merge`, { partnerId })).status, 200)
  const made = await refund('50')
  assert.deepEqual([made.partnerId, made.lines[0].partnerId, ...amounts(made)], [staying, staying, '-5.00'])
  assert.deepEqual((await balances(server, staying))['PAYABLE USD'], undefined)
})

test('a refund after payment leaves the paid line, and a new line takes back', async () => {
  const { admin } = await world(server)
  const { partnerId, lineId, refund } = await soldTo(admin, { amount: '100' })
  await runSql(
    server,
    `
    insert into payout_batch (organisation_id, id, period_start, period_end, currency, created_at, updated_at)
      select organisation_id, 'pbt_' || id, now(), now(), 'USD', now(), now() from partner where id = '${partnerId}';
    insert into payout (organisation_id, id, batch_id, partner_id, currency, stage, created_at, updated_at)
      select organisation_id, 'pay_' || id, 'pbt_' || id, id, 'USD', 'PAID', now(), now() from partner where id = '${partnerId}';
    update commission_line set status = 'PAID', payout_id = 'pay_' || partner_id where id = '${lineId}'`,
  )
  const before = (await admin.get(`/api/v1/commission-lines/${lineId}`)).body
  const { lines } = await refund('100')
  assert.deepEqual([lines[0].amount, lines[0].status, lines[0].payoutId], ['-10.00', 'PENDING', null])
  assert.deepEqual((await admin.get(`/api/v1/commission-lines/${lineId}`)).body, before)
})

test('of a declined line nothing is taken back, and of a held one a held line is', async () => {
  const { admin } = await world(server)
  const declined = await soldTo(admin, { amount: '100' })
  await runSql(
    server,
    `update commission_line set status = 'VOIDED', decline_reason_type = 'DUPLICATE' where id = '${declined.lineId}'`,
  )
  const { lines, skipped } = await declined.refund('100')
  assert.deepEqual([lines, skipped], [[], [{ planId: declined.planId, reason: 'LINE_VOIDED' }]])
  const held = await soldTo(admin, { amount: '100' })
  await runSql(server, `update commission_line set status = 'HELD' where id = '${held.lineId}'`)
  assert.equal((await held.refund('50')).lines[0].status, 'HELD')
})

test('what was clawed back by hand is not taken back again', async () => {
  const { admin } = await world(server)
  const { partnerId, planId, lineId, refund } = await soldTo(admin, { amount: '100' })
  const byHand = { partnerId, amount: '-6', currency: 'USD' }
  const { id } = (await admin.post('/api/v1/commission-lines', byHand)).body.data
  await runSql(server, `update commission_line set corrects_id = '${lineId}' where id = '${id}'`)
  assert.deepEqual((await refund('50')).skipped, [{ planId, reason: 'TAKEN_BACK' }])
  assert.deepEqual(amounts(await refund('30')), ['-2.00'])
  assert.deepEqual(amounts(await refund('20')), ['-2.00'])
  assert.deepEqual(await balances(server, partnerId), {})
})

test('refunds of one sale at once never take back more than it earned', async () => {
  const { admin } = await world(server)
  const { partnerId, attempt } = await soldTo(admin, { amount: '100', percent: '33.333' })
  const answers = await Promise.all(Array.from({ length: 16 }, () => attempt('9.99')))
  assert.deepEqual(answers.map(({ status }) => status).sort(), [
    ...Array.from({ length: 10 }, () => 201),
    ...Array.from({ length: 6 }, () => 422),
  ])
  assert.deepEqual(await balances(server, partnerId), { 'COMMISSIONS USD': '-3', 'PAYABLE USD': '3' })
  assert.equal((await attempt('0.10')).status, 201)
  assert.deepEqual(await balances(server, partnerId), {})
})

test('a line whose sale was refunded while it was void is not restored, one that was not is', async () => {
  const { admin } = await world(server)
  const [refunded, kept] = [await soldTo(admin, { amount: '100' }), await soldTo(admin, { amount: '100' })]
  for (const { lineId } of [refunded, kept]) {
    const declined = await admin.post(`/api/v1/commission-lines/${lineId}/void`, { reasonType: 'DISPUTED' })
    assert.equal(declined.status, 200, declined.text)
  }
  await refunded.refund('100')
  const restored = await admin.post(`/api/v1/commission-lines/${refunded.lineId}/restore`)
  assert.deepEqual([restored.status, restored.body.error.code], [422, 'COMMISSION_LINE_REFUNDED'])
  assert.deepEqual(await balances(server, refunded.partnerId), {})
  assert.equal((await admin.post(`/api/v1/commission-lines/${kept.lineId}/restore`)).body.data.status, 'PENDING')
  await kept.refund('100')
  assert.deepEqual(await balances(server, kept.partnerId), {})
})

test('a line is restored or its sale refunded, and a refunded sale is never paid for', async () => {
  const { admin } = await world(server)
  for (let round = 0; round < 12; round += 1) {
    const sold = await soldTo(admin, { amount: '100' })
    await admin.post(`/api/v1/commission-lines/${sold.lineId}/void`, { reasonType: 'DISPUTED' })
    const restore = () => admin.post(`/api/v1/commission-lines/${sold.lineId}/restore`)
    const answers = await Promise.all(round % 2 ? [restore(), sold.attempt('100')] : [sold.attempt('100'), restore()])
    assert.ok(
      answers.every(({ status }) => [200, 201, 422].includes(status)),
      JSON.stringify(answers.map(({ text }) => text)),
    )
    assert.deepEqual(await balances(server, sold.partnerId), {})
  }
})
