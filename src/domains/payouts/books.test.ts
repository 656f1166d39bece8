import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertBooks } from '#/testing/ledger.ts'
import { newPayout } from '#/testing/payouts.ts'
import { runSql } from '#/testing/sql.ts'
import { serverOfThisFile, world } from '#/testing/world.ts'

const server = await serverOfThisFile()

test('books that agree pass, and whatever is written past the product is found', async () => {
  const { admin, organisation } = await world(server)
  const partner = (await admin.post('/api/v1/partners', { name: 'Larkspur' })).body.data.id
  const payout = await newPayout(admin, { partnerId: partner })
  const made = await admin.post('/api/v1/commission-lines', { partnerId: partner, amount: '500', currency: 'USD' })
  await assertBooks(server, organisation.id)
  const wrong = async (statement: string, undo: string) => {
    await runSql(server, statement, [organisation.id])
    await assert.rejects(assertBooks(server, organisation.id), statement)
    await runSql(server, undo, [organisation.id])
    await assertBooks(server, organisation.id)
  }
  const ofPayout = `where organisation_id = $1 and id = '${payout}'`
  const ofLine = `where organisation_id = $1 and id = '${made.body.data.id}'`
  await wrong(`update payout set amount = 1 ${ofPayout}`, `update payout set amount = 0 ${ofPayout}`)
  await wrong(`update payout set line_count = 1 ${ofPayout}`, `update payout set line_count = 0 ${ofPayout}`)
  await wrong(`update payout set stage = 'PAID' ${ofPayout}`, `update payout set stage = 'DRAFT' ${ofPayout}`)
  await wrong(`update commission_line set amount = 1 ${ofLine}`, `update commission_line set amount = 50000 ${ofLine}`)
  await wrong(
    `update commission_line set status = 'POSTPONED' ${ofLine}`,
    `update commission_line set status = 'PENDING' ${ofLine}`,
  )
  await wrong(
    `update commission_line set status = 'APPROVED', payout_id = '${payout}' ${ofLine}`,
    `update commission_line set status = 'PENDING', payout_id = null ${ofLine}`,
  )
})
