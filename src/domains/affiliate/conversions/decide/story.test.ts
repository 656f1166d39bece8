import assert from 'node:assert/strict'
import { test } from 'node:test'
import { programme, recordedOf } from '#/testing/conversions.ts'
import { assertBooks, balances } from '#/testing/ledger.ts'
import { serverOfThisFile } from '#/testing/world.ts'

let now = new Date('2026-05-01T12:00:00.000Z')
const server = await serverOfThisFile({ now: () => now })
const percent = { type: 'PERCENT', percent: '20', property: 'total', currency: 'USD' }

test('what a server reports is held, accepted by time, declined by a person, and explained throughout', async () => {
  const own = await programme(server, { commission: percent, acceptance: { type: 'AUTOMATIC', afterDays: 14 } })
  const report = async () => {
    const clickId = await own.click(own.link, { at: now, sub1: 'newsletter' })
    return recordedOf(await own.report({ clickId, email: 'buyer@customer.example.com', properties: { total: '100' } }))
  }
  const [kept, { conversionId: id, formSubmissionId }] = [await report(), await report()]
  const get = async (path: string) => (await own.admin.get(`/api/v1/${path}`)).body.data
  const { status, acceptAt, commission } = await get(`conversions/${id}`)
  assert.deepEqual([status, acceptAt, commission.status], ['pending', '2026-05-15T12:00:00.000Z', 'HELD'])
  assert.equal((await own.admin.post(`/api/v1/conversions/${id}/decline`, { reasonType: 'DUPLICATE' })).status, 200)
  assert.equal((await get(`form-submissions/${formSubmissionId}`)).status, 'DECLINED')
  now = new Date(acceptAt)
  await server.application.jobs.runNow('conversions.accept-due')
  assert.equal((await get(`conversions/${kept.conversionId}`)).status, 'accepted')
  assert.equal((await get(`form-submissions/${kept.formSubmissionId}`)).status, 'ACCEPTED')
  const { sentences } = await get(`conversions/${kept.conversionId}/explanation`)
  assert.equal(sentences.at(-1), 'It was accepted by Background job at 2026-05-15T12:00:00.000Z.')
  assert.deepEqual(await balances(server, own.link.partnerId), { 'COMMISSIONS USD': '-2000', 'PAYABLE USD': '2000' })
  await assertBooks(server, own.organisation.id)
})

test('a report without an amount waits for a person, who gives it', async () => {
  const own = await programme(server, { commission: percent })
  const { conversionId } = recordedOf(await own.report({ clickId: await own.click(own.link, { at: now }) }))
  const accept = (body: object) => own.admin.post(`/api/v1/conversions/${conversionId}/accept`, body)
  assert.equal((await accept({})).body.error.code, 'CONVERSION_AMOUNT_MISSING')
  const { status, reasons, commission } = (await accept({ amount: '80', currency: 'USD' })).body.data
  assert.deepEqual([status, reasons, commission.amount], ['accepted', ['AMOUNT_MISSING'], '16.00'])
  const { sentences } = (await own.admin.get(`/api/v1/conversions/${conversionId}/explanation`)).body.data
  assert.match(sentences.at(-1), /^Since then it earns 16\.00 USD: commission line cln_/)
  await assertBooks(server, own.organisation.id)
})

test('an erased conversion still counts for the rules of its campaign, and nothing of the report is left', async () => {
  const own = await programme(server, { commission: percent, qualityRules: { emailOncePerCampaign: 'REJECT' } })
  const report = async () =>
    own.report({
      clickId: await own.click(own.link, { at: now }),
      email: 'Robin.Buyer@customer.example.com',
      properties: { total: '100', name: 'Robin Buyer' },
    })
  const { conversionId } = recordedOf(await report())
  assert.equal((await report()).body.status, 'ignored')
  assert.equal((await own.admin.post(`/api/v1/conversions/${conversionId}/erase`, {})).status, 200)
  const { rows } = await server.application.database.pool.query(
    `select 1 from conversion t where organisation_id = $1 and t::text ilike '%robin%'
     union all select 2 from form_submission t where organisation_id = $1 and t::text ilike '%robin%'
     union all select 3 from conversion_attempt t where organisation_id = $1 and t::text ilike '%robin%'
     union all select 4 from event t where organisation_id = $1 and t::text ilike '%robin%'`,
    [own.organisation.id],
  )
  assert.deepEqual(rows, [])
  assert.equal((await report()).body.status, 'ignored', 'the hash of the address is kept')
})
