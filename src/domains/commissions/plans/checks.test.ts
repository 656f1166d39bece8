import assert from 'node:assert/strict'
import { test } from 'node:test'
import { planChecks } from '#/domains/commissions/index.ts'
import { runSql } from '#/testing/sql.ts'
import { serverOfThisFile, world } from '#/testing/world.ts'

const server = await serverOfThisFile()

/** What `doctor` would say. */
const faults = async () => {
  const { db } = server.application.database
  return (await Promise.all(planChecks.map((check) => check.find({ db, now: () => new Date(0) })))).flat()
}

/** A sale of 100 dollars under a plan of 10 percent, and how its line is changed and counted. */
async function oneSale() {
  const { admin } = await world(server)
  const partnerId = (await admin.post('/api/v1/partners', { name: 'Larkspur' })).body.data.id
  const plan = { name: 'Referral', commission: { type: 'PERCENT', percent: '10' } }
  await admin.post('/api/v1/commission-plans', plan)
  const sale = { sourceId: 'order-1', type: 'SALE', partnerId, amount: '100', currency: 'USD' }
  const event = (await admin.post('/api/v1/source-events', sale)).body.data
  const refund = (sourceId: string, amount: string) =>
    admin.post('/api/v1/source-events', { ...sale, sourceId, amount, type: 'REFUND', originalSourceId: 'order-1' })
  const kept = async () => {
    const [row] = await runSql(server, 'select * from commission_plan_result where source_event_id = $1', [event.id])
    return [row.sold, row.earned, row.is_voided]
  }
  const change = (set: string, id = event.lines[0].id) =>
    runSql(server, `update commission_line set ${set} where id = $1`, [id])
  /** A correction of so many cents, as a claw-back by hand leaves it. */
  const correct = async (cents: number) => {
    const id = `cln_by_hand_${event.id}_${cents}`
    const values = `select organisation_id, $2, partner_id, $3, 'USD', 'PENDING', id, now(), now() from commission_line where id = $1`
    const columns = 'organisation_id, id, partner_id, amount, currency, status, corrects_id, created_at, updated_at'
    await runSql(server, `insert into commission_line (${columns}) ${values}`, [event.lines[0].id, id, cents])
    return id
  }
  return { refund, kept, change, correct }
}

const decline = `status = 'VOIDED', decline_reason_type = 'DUPLICATE'`
const restore = `status = 'PENDING', decline_reason_type = null`

test('what a plan has earned follows every change and correction of its line', async () => {
  const { refund, kept, change, correct } = await oneSale()
  assert.deepEqual(await kept(), ['10000', '1000', false])
  await refund('refund-1', '25')
  assert.deepEqual(await kept(), ['7500', '750', false])
  const byHand = await correct(-300)
  assert.deepEqual(await kept(), ['7500', '450', false])
  await change(decline, byHand)
  assert.deepEqual(await kept(), ['7500', '750', false])
  await change('amount = 2000')
  assert.deepEqual(await kept(), ['7500', '1750', false])
  await change(decline)
  assert.deepEqual(await kept(), ['7500', '0', true])
  await change(restore)
  assert.deepEqual(await kept(), ['7500', '1750', false])
  await change(`currency = 'EUR'`)
  assert.deepEqual(await kept(), ['7500', '0', false])
  assert.deepEqual(await faults(), [])
})

test('corrections of one line at once are all counted', async () => {
  const { kept, correct } = await oneSale()
  await Promise.all(Array.from({ length: 12 }, (_, at) => correct(-1 - at)))
  assert.deepEqual(await kept(), ['10000', String(1000 - 78), false])
  assert.deepEqual(await faults(), [])
})

test('a count that went wrong is found', async () => {
  await oneSale()
  const [row] = await runSql(server, 'update commission_plan_result set earned = earned + 1 returning *')
  assert.match((await faults()).join(), new RegExp(`${row.source_event_id} under ${row.plan_id}: .* is kept`))
})
