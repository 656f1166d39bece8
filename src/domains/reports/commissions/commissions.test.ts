import assert from 'node:assert/strict'
import { test } from 'node:test'
import pg from 'pg'
import { newLine, newPartner } from '#/testing/commission-lines.ts'
import { conversionSetting } from '#/testing/decisions.ts'
import { newPayout } from '#/testing/payouts.ts'
import { runSql } from '#/testing/sql.ts'
import { operatorIn, serverOfThisFile, type World, world } from '#/testing/world.ts'
import { commissionFigureChecks } from './checks.ts'

const server = await serverOfThisFile()
const addUp = () => server.application.jobs.runNow('reports.add-up')

async function report(own: World, query: Record<string, string> = {}) {
  const answer = await own.admin.get(`/api/v1/reports/commissions?${new URLSearchParams(query)}`)
  assert.equal(answer.status, 200, answer.text)
  return answer.body.data
}
type Sum = { currency: string; earned: string; reversed: string; net: string; paid: string }
const short = ({ currency, earned, reversed, paid }: Sum) => `${currency} +${earned} -${reversed} paid ${paid}`
const totalsOf = async (own: World, query: Record<string, string> = {}) =>
  (await report(own, query)).totals.map(short) as string[]
const rowsOf = async (own: World, query: Record<string, string>) =>
  Object.fromEntries(
    (await report(own, query)).rows.map((row: { key: string | null; amounts: Sum[] }) => [
      String(row.key),
      row.amounts.map(short).join(', '),
    ]),
  )

async function assertFigures() {
  const ctx = await operatorIn(server, '')
  for (const { name, find } of commissionFigureChecks) assert.deepEqual(await find(ctx), [], name)
}

test('what was earned, taken back and paid is reported at once, and the same when it is added up', async () => {
  const own = await world(server)
  const [first, second] = [await newPartner(own, { name: 'Alder' }), await newPartner(own, { name: 'Birch' })]
  const paid = await newLine(own, { partnerId: first, amount: '100.10' })
  await newLine(own, { partnerId: first, amount: '5', currency: 'EUR' })
  const voided = await newLine(own, { partnerId: second, amount: '30' })
  await newLine(own, { partnerId: second, amount: '7.07' })
  await own.admin.post(`/api/v1/commission-lines/${voided}/void`, { reasonType: 'DUPLICATE' })
  const payoutId = await newPayout(own.admin, { partnerId: first })
  assert.equal((await own.admin.post(`/api/v1/payouts/${payoutId}/attach`, { lineIds: [paid] })).status, 200)
  assert.equal((await own.admin.patch(`/api/v1/payouts/${payoutId}`, { stage: 'PAID' })).status, 200)
  const shown = async () => ({
    totals: await totalsOf(own),
    partners: await rowsOf(own, { groupBy: 'partner' }),
    plans: await rowsOf(own, { groupBy: 'PLAN' }),
    ofPartner: await totalsOf(own, { partnerId: second, groupBy: 'MONTH' }),
    ofCurrency: await totalsOf(own, { currency: 'eur' }),
    days: Object.values(await rowsOf(own, {})),
    longAgo: await totalsOf(own, { from: '2020-01-01', to: '2020-12-31' }),
  })
  const fresh = await shown()
  assert.deepEqual(fresh, {
    totals: ['EUR +5.00 -0.00 paid 0.00', 'USD +137.17 -30.00 paid 100.10'],
    partners: {
      [first]: 'EUR +5.00 -0.00 paid 0.00, USD +100.10 -0.00 paid 100.10',
      [second]: 'USD +37.07 -30.00 paid 0.00',
    },
    plans: { null: 'EUR +5.00 -0.00 paid 0.00, USD +137.17 -30.00 paid 100.10' },
    ofPartner: ['USD +37.07 -30.00 paid 0.00'],
    ofCurrency: ['EUR +5.00 -0.00 paid 0.00'],
    days: ['EUR +5.00 -0.00 paid 0.00, USD +137.17 -30.00 paid 100.10'],
    longAgo: [],
  })
  await addUp()
  const left = await runSql(server, 'select from commission_tail where organisation_id = $1', [own.organisation.id])
  assert.equal(left.length, 0, 'the job has added all up')
  assert.deepEqual(await shown(), fresh)
  assert.equal((await own.admin.patch(`/api/v1/payouts/${payoutId}`, { stage: 'FAILED' })).status, 200)
  assert.deepEqual((await shown()).totals[1], 'USD +137.17 -30.00 paid 0.00')
  await addUp()
  assert.deepEqual((await shown()).totals[1], 'USD +137.17 -30.00 paid 0.00')
  await assertFigures()
})

test('a campaign has earned what its conversions have, also those that were given to another partner', async () => {
  const own = await conversionSetting(server)
  const other = await newPartner(own)
  const { campaignId } = own.link
  await newLine(own, { partnerId: own.partnerId, amount: '1000' })
  const [first, second] = [await own.convert({ commission: '10' }), await own.convert({ commission: '20' })]
  for (const id of [first, second]) await own.accept(id)
  await own.decline(first)
  await addUp()
  await own.reattribute(second, { partnerId: other, reason: 'Theirs.' })
  const shown = async () => [
    await rowsOf(own, { groupBy: 'CAMPAIGN' }),
    await rowsOf(own, { groupBy: 'PARTNER', campaignId }),
  ]
  const wanted = [
    { [campaignId]: 'USD +50.00 -30.00 paid 0.00', null: 'USD +1000.00 -0.00 paid 0.00' },
    { [other]: 'USD +20.00 -0.00 paid 0.00', [own.partnerId]: 'USD +30.00 -30.00 paid 0.00' },
  ]
  assert.deepEqual(await shown(), wanted)
  await addUp()
  assert.deepEqual(await shown(), wanted)
  const affiliate = await own.admin.get('/api/v1/reports/affiliate?groupBy=CAMPAIGN')
  assert.deepEqual(affiliate.body.data.rows[0].earned, [{ value: '20.00', currency: 'USD' }])
  await assertFigures()
})

test('a merged partner’s amounts are those of the one that it became', async () => {
  const own = await world(server)
  const [going, staying] = [await newPartner(own), await newPartner(own)]
  await newLine(own, { partnerId: going, amount: '40' })
  await addUp()
  const merged = await own.admin.post(`/api/v1/partners/${staying}/merge`, { partnerId: going })
  assert.equal(merged.status, 200, merged.text)
  await newLine(own, { partnerId: staying, amount: '2' })
  assert.deepEqual(await rowsOf(own, { groupBy: 'PARTNER' }), { [staying]: 'USD +42.00 -0.00 paid 0.00' })
  assert.deepEqual(await totalsOf(own, { partnerId: going }), ['USD +42.00 -0.00 paid 0.00'])
  await assertFigures()
})

test('while lines are made and several nodes add up, no report is short or over', async () => {
  const own = await world(server)
  const partnerId = await newPartner(own)
  let [begun, written] = [0, 0]
  const over = new AbortController()
  const writing = async () => {
    for (let turn = 0; turn < 25; turn += 1) {
      begun += 1
      await newLine(own, { partnerId, amount: '1' })
      written += 1
    }
  }
  const adding = async () => {
    while (!over.signal.aborted) await Promise.all([addUp(), addUp()])
  }
  const reading = async () => {
    while (!over.signal.aborted) {
      const least = written
      const { totals } = await report(own, { groupBy: 'PARTNER' })
      const earned = Number.parseInt(totals[0]?.earned ?? '0', 10)
      assert.ok(earned >= least && earned <= begun, `${earned} of ${least} to ${begun}`)
    }
  }
  const others = [adding(), reading()]
  await Promise.all([writing(), writing(), writing(), writing()]).finally(() => over.abort())
  await Promise.all(others)
  assert.deepEqual(await totalsOf(own), ['USD +100.00 -0.00 paid 0.00'])
  await addUp()
  assert.deepEqual(await totalsOf(own), ['USD +100.00 -0.00 paid 0.00'])
  await assertFigures()
})

test('an amount whose transaction ends after the job has run is added up by the next one', async () => {
  const own = await world(server)
  const lineId = await newLine(own, { partnerId: await newPartner(own), amount: '10' })
  const client = new pg.Client({ connectionString: server.database.url })
  await client.connect()
  try {
    await client.query('begin')
    await client.query(
      `insert into ledger_entry select organisation_id, 'ltx_00000000000000000000000000', number, account, partner_id, commission_line_id,
        payout_id, currency, amount / 2, created_at from ledger_entry where commission_line_id = $1`,
      [lineId],
    )
    await addUp()
    assert.deepEqual(await totalsOf(own), ['USD +10.00 -0.00 paid 0.00'])
    await client.query('commit')
  } finally {
    await client.end()
  }
  assert.deepEqual(await totalsOf(own), ['USD +15.00 -0.00 paid 0.00'])
  await addUp()
  assert.deepEqual(await totalsOf(own), ['USD +15.00 -0.00 paid 0.00'])
  await assertFigures()
})

test('doctor tells of a figure that is not what the journal says', async () => {
  const own = await world(server)
  await newLine(own, { partnerId: await newPartner(own), amount: '10' })
  await addUp()
  const ofOwn = `where organisation_id = '${own.organisation.id}'`
  await runSql(server, `update commission_day set earned = 11 ${ofOwn}`)
  const ctx = await operatorIn(server, '')
  const found = (await Promise.all(commissionFigureChecks.map(({ find }) => find(ctx)))).flat().join('\n')
  assert.match(found, /has earned 10\.00 USD by the journal, and 0\.11 USD is added up/)
  await runSql(server, `delete from commission_figures_zone ${ofOwn}`)
  await addUp()
  assert.deepEqual(await totalsOf(own), ['USD +10.00 -0.00 paid 0.00'])
  await assertFigures()
})
