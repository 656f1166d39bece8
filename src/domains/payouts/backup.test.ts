import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import pg from 'pg'
import { backupCommand } from '#/commands/backup.ts'
import { doctorCommand } from '#/commands/doctor.ts'
import { restoreCommand } from '#/commands/restore.ts'
import { testDatabase } from '#/testing/database.ts'
import { runCommand } from '#/testing/terminal.ts'
import { callerOf, serverOfThisFile, startServer, world } from '#/testing/world.ts'

const server = await serverOfThisFile()
const folder = await mkdtemp(join(tmpdir(), 'symbolon-books-'))
after(() => rm(folder, { recursive: true, force: true }))

const tables = [
  'commission_line',
  'ledger_entry',
  'ledger_balance',
  'payout_setting',
  'payout_batch',
  'payout',
  'payout_stage_change',
]

/** Every row of the tables of commissions and payouts, as text in one order. */
async function books(url: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const all = tables.map((table) => `select '${table} ' || t::text as row from ${table} t`).join(' union all ')
  const { rows } = await client.query<{ row: string }>(all)
  await client.end()
  return rows.map(({ row }) => row).toSorted()
}

/** Partners merged in a chain, with payouts, paid ones too, that stay with those that are no more. */
async function fill() {
  const { admin } = await world(server)
  const send = async (method: 'post' | 'patch' | 'put', path: string, body?: object) => {
    const answer = await admin[method](`/api/v1${path}`, body)
    assert.ok(answer.status < 300, answer.text)
    return answer.body.data
  }
  const [first, second, third] = (await Promise.all(
    ['First', 'Second', 'Third'].map(async (name) => (await send('post', '/partners', { name })).id),
  )) as [string, string, string]
  const line = (partnerId: string, amount: string, currency = 'USD') =>
    send('post', '/commission-lines', { partnerId, amount, currency })
  const payoutOf = async (partnerId: string) => {
    const period = { periodStart: '2026-01-01', periodEnd: '2026-03-31' }
    return (await send('post', '/payouts', { partnerId, ...period, attachPendingLines: true })).id as string
  }
  await send('put', '/payout-settings', { currency: 'USD', minimumPayouts: [{ currency: 'USD', amount: '50.00' }] })
  await line(first, '500')
  const paid = await payoutOf(first)
  await send('patch', `/payouts/${paid}`, { stage: 'PAID' })
  await line(first, '20.5')
  const draft = await payoutOf(first)
  const declined = (await line(first, '9')).id as string
  await send('post', `/commission-lines/${declined}/void`, { reasonType: 'CUSTOM', reason: 'tab\there \\N “quoted”' })
  await line(first, '900000000000000.9999', 'CLF')
  await line(second, '-7', 'JPY')
  await send('post', `/partners/${second}/merge`, { partnerId: first })
  await line(first, '3')
  await send('post', `/partners/${third}/merge`, { partnerId: second })
  return { admin, partners: [first, second, third], draft, paid }
}

test('books come back from a backup row by row, with the payouts of merged partners, and go on from there', async () => {
  const { admin, partners, draft, paid } = await fill()
  const file = join(folder, 'books.zip')
  const before = await books(server.database.url)
  assert.equal((await runCommand(backupCommand, server.database.url, file)).code, 0)
  await using target = await testDatabase({ isEmpty: true })
  const restored = await runCommand(restoreCommand, target.url, file)
  assert.equal(restored.code, 0, restored.err)
  assert.deepEqual(await books(target.url), before)
  const examined = await runCommand(doctorCommand, target.url, '--ledger')
  assert.equal(examined.code, 0, examined.out)

  await using again = await startServer({ database: target })
  const caller = callerOf(again.url, admin.key)
  const [first, , third] = partners
  for (const id of [draft, paid]) assert.equal((await caller.get(`/api/v1/payouts/${id}`)).body.data.partner.id, first)
  const made = await caller.post('/api/v1/commission-lines', { partnerId: first, amount: '1', currency: 'USD' })
  assert.deepEqual([made.status, made.body.data.partnerId], [201, third], made.text)
  const detached = (await caller.get(`/api/v1/commission-lines?payoutId=${draft}`)).body.data[0]
  const off = await caller.post(`/api/v1/commission-lines/${detached.id}/detach`)
  assert.deepEqual([off.status, off.body.data.partnerId], [200, third], off.text)
  const { data } = (await caller.get(`/api/v1/ledger/accounts?partnerId=${third}&account=PAYABLE&currency=USD`)).body
  assert.deepEqual(
    data.map(({ partnerId, balance }: { partnerId: string; balance: { value: string } }) => [partnerId, balance.value]),
    [
      [first, '0.00'],
      [partners[1], '0.00'],
      [third, '24.50'],
    ].toSorted(([a = ''], [b = '']) => (a < b ? -1 : 1)),
  )
  const examinedAgain = await runCommand(doctorCommand, target.url, '--ledger')
  assert.equal(examinedAgain.code, 0, examinedAgain.out)
})
