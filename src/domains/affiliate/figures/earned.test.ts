import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newPartner } from '#/testing/commission-lines.ts'
import { conversionSetting } from '#/testing/decisions.ts'
import { serverOfThisFile } from '#/testing/world.ts'

const server = await serverOfThisFile()

test('what was taken back is earned no more, also of a line that is paid', async () => {
  const own = await conversionSetting(server)
  const other = await newPartner(own)
  const earned = async (query = '') => {
    const { rows } = (await own.admin.get(`/api/v1/reports/affiliate?groupBy=PARTNER${query}`)).body.data
    return Object.fromEntries(
      rows.map((row: { key: string; earned: { value: string }[] }) => [row.key, row.earned[0]?.value]),
    )
  }
  const [first, second, third, open] = [
    await own.convert({ commission: '10' }),
    await own.convert({ commission: '20' }),
    await own.convert({ commission: '30' }),
    await own.convert({ commission: '40' }),
  ]
  for (const id of [first, second, third]) await own.accept(id)
  await own.payOut('PAID')
  await own.accept(open)
  await own.admin.post(`/api/v1/commission-lines/${(await own.lineOf(open)).id}/postpone`)
  assert.deepEqual(await earned(), { [own.partnerId]: '100.00' }, 'what is set aside is earned')
  await own.decline(first)
  assert.deepEqual(await earned(), { [own.partnerId]: '90.00' })
  const { id: lineId } = await own.lineOf(second)
  const taken = await own.admin.post(`/api/v1/commission-lines/${lineId}/claw-back`, { amount: '5' })
  assert.deepEqual(await earned(), { [own.partnerId]: '85.00' })
  await own.reattribute(third, { partnerId: other, reason: 'Theirs.' })
  assert.deepEqual(await earned(), { [own.partnerId]: '55.00', [other]: '30.00' })
  await own.admin.post(`/api/v1/commission-lines/${taken.body.data.id}/void`, { reasonType: 'DUPLICATE' })
  assert.deepEqual(await earned(`&linkId=${own.link.id}`), { [own.partnerId]: '60.00' })
  await own.books()
})
