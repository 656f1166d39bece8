import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TextStream } from '#/kernel/stream.ts'
import type { Query } from '#/kernel/verb.ts'
import { perform } from '#/platform/perform.ts'
import { seedBatch } from '#/testing/payout-batch.ts'
import { runSql } from '#/testing/sql.ts'
import { operatorIn, serverOfThisFile, world } from '#/testing/world.ts'
import { exportPayouts } from './export.ts'
import { exportPaymentFile } from './payment-file.ts'

const server = await serverOfThisFile()
const own = await world(server)
const ctx = await operatorIn(server, own.organisation.id)

const address = { line1: 'A 1', city: 'Hamburg', country: 'DE' }
const account = { iban: 'DE89370400440532013000' }
await own.admin.put('/api/v1/billing-info', { legalName: 'Vendor', address, bankAccount: account })

/** A batch of so many payouts of one cent, each to a partner of its own. */
async function batchOf(many: number, prefix: string): Promise<string> {
  const { id } = (await own.admin.post('/api/v1/partners', { name: `First of ${prefix}` })).body.data
  const payoutMethod = { type: 'BANK', accountHolder: 'P', ...account }
  await own.admin.put(`/api/v1/partners/${id}/billing-info`, { legalName: 'P', address, payoutMethod })
  await runSql(
    server,
    `with made as (
       insert into partner (organisation_id, id, name, categories, status, created_at, updated_at)
       select organisation_id, 'ptn_${prefix}' || lpad(n::text, 20, '0'), 'Partner ' || n, '{}', 'active', created_at, updated_at
       from partner, generate_series(1, ${many}) n where id = $1 returning organisation_id, id
     )
     insert into partner_billing_info (organisation_id, partner_id, party, payout_method, updated_at)
     select m.organisation_id, m.id, i.party, i.payout_method, i.updated_at from made m, partner_billing_info i where i.partner_id = $1`,
    [id],
  )
  const partners = Array.from({ length: many }, (_, at) => `ptn_${prefix}${String(at + 1).padStart(20, '0')}`)
  const { batchId } = await seedBatch(
    server,
    own,
    partners.map((partnerId) => ({ partnerId, amount: '1' })),
  )
  return batchId
}

const piecesOf = async (verb: Query, input: object) => (await perform(verb, ctx, { input })).output as TextStream

test('ten thousand payouts leave piece by piece, in a file for people and in one for the bank', async () => {
  const batchId = await batchOf(10_000, 'MANY')
  for (const [verb, mark] of [
    [exportPayouts, /^pay_/gm],
    [exportPaymentFile, /<EndToEndId>/g],
  ] as const) {
    let count = 0
    let longest = 0
    for await (const piece of await piecesOf(verb, { batchId })) {
      count += piece.match(mark)?.length ?? 0
      longest = Math.max(longest, piece.length)
    }
    assert.equal(count, 10_000)
    assert.ok(longest < 600_000, `${longest} characters at once`)
  }
  const answer = await own.admin.get(`/api/v1/exports/payouts/pain.001?batchId=${batchId}`)
  assert.match(answer.text, /<NbOfTxs>10000<\/NbOfTxs><CtrlSum>100.00<\/CtrlSum>/)
  assert.ok(answer.text.endsWith('</Document>\n'))
})

test('a payment file under which a payout changes breaks off before it is XML', async () => {
  const batchId = await batchOf(3, 'FEW')
  const pieces = await piecesOf(exportPaymentFile, { batchId })
  let sent = ''
  await assert.rejects(async () => {
    for await (const piece of pieces) {
      if (!sent)
        await runSql(server, 'update payout set amount = 2 where batch_id = $1 and partner_id like $2', [batchId, '%1'])
      sent += piece
    }
  }, /changed/)
  assert.ok(!sent.includes('</PmtInf>'))
})

test('whoever downloads such a file sees that it broke off', async () => {
  const batchId = await batchOf(5000, 'HTTP')
  const response = await fetch(`${server.url}/api/v1/exports/payouts/pain.001?batchId=${batchId}`, {
    headers: { 'x-api-key': own.admin.key },
  })
  assert.equal(response.status, 200)
  let bytes = 0
  await assert.rejects(async () => {
    for await (const chunk of response.body ?? []) {
      if (!bytes)
        await runSql(server, 'update payout set amount = 2 where batch_id = $1 and partner_id like $2', [
          batchId,
          '%5000',
        ])
      bytes += chunk.length
    }
  }, /terminated/)
  assert.ok(bytes > 0)
})
