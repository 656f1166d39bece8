import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newPartner, refused } from '#/testing/commission-lines.ts'
import { conversionSetting } from '#/testing/decisions.ts'
import { serverOfThisFile, world } from '#/testing/world.ts'

const server = await serverOfThisFile()

test('a conversion is explained as it was recorded, with what happened since and how its line came to be', async () => {
  const own = await conversionSetting(server)
  const other = await newPartner(own)
  const planId = (
    await own.admin.post('/api/v1/commission-plans', {
      name: 'Referrals',
      commission: { type: 'PERCENT', percent: '20' },
    })
  ).body.data.id
  const id = await own.convert({ planId, status: 'review', reasons: ['SELF_REFERRAL_DOMAIN'] })
  await own.reattribute(id, { partnerId: other, reason: 'They introduced the customer' })
  await own.decline(id, { reasonType: 'OUTSIDE_POLICY' })
  await own.undo(id)
  await own.accept(id)
  const answer = await own.admin.get(`/api/v1/conversions/${id}/explanation`)
  assert.equal(answer.status, 200, answer.text)
  const { recorded, since, commission, sentences, status } = answer.body.data
  assert.deepEqual([status, recorded.status, recorded.reasons], ['accepted', 'review', ['SELF_REFERRAL_DOMAIN']])
  assert.deepEqual(
    since.map(({ action }: { action: string }) => action),
    ['REATTRIBUTED', 'DECLINED', 'UNDONE', 'ACCEPTED'],
  )
  assert.equal(commission.lineId, (await own.conversion(id)).commissionLineId)
  assert.deepEqual(
    [commission.plan.name, commission.calculation.percent, commission.status],
    ['Referrals', '20', 'PENDING'],
  )
  const told = sentences.slice(-5).map((sentence: string) => sentence.replace(/ by .*? at [^ ]*Z\./, '.'))
  assert.deepEqual(told, [
    `It was given from partner ${own.partnerId} to partner ${other}. Reason: They introduced the customer.`,
    'It was declined. Reason: it is outside the policy of the programme.',
    'The decision was undone, and it is under review again.',
    'It was accepted.',
    `Since then it earns 20.00 USD: commission line ${commission.lineId}.`,
  ])
})

test('one without a commission is explained too, and another organisation’s is not there', async () => {
  const own = await conversionSetting(server)
  const id = await own.convert({ commission: null })
  const path = `/api/v1/conversions/${id}/explanation`
  const { commission, since } = (await own.admin.get(path)).body.data
  assert.deepEqual([commission, since], [null, []])
  assert.deepEqual(refused(await (await world(server)).admin.get(path)), [404, 'CONVERSION_NOT_FOUND'])
  assert.equal((await (await own.callerWith('affiliate:write')).get(path)).status, 403)
})
