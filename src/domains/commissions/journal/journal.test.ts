import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { pipeline } from 'node:stream/promises'
import { Readable } from 'node:stream'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { firstIdAt } from '#/kernel/id.ts'
import { balances } from '#/testing/ledger.ts'
import { runSql } from '#/testing/sql.ts'
import { serverOfThisFile, world } from '#/testing/world.ts'

const server = await serverOfThisFile()
const client = new pg.Client({ connectionString: server.database.url })
client.on('error', () => {})
await client.connect()
after(() => client.end())

type Entry = { organisation?: string; transaction?: string; currency?: string; amount: bigint }
let transactions = 0
const newTransaction = () => `ltx_journal_${(transactions += 1)}`

/** Rows of `ledger_entry`, each its own number. */
const rowsOf = (entries: Entry[], transaction = newTransaction()) =>
  entries.map(({ organisation = 'org_journal', currency = 'USD', amount, transaction: own }, at) => [
    organisation,
    own ?? transaction,
    at + 1,
    'EARNED',
    'ptn_journal',
    'cln_journal',
    currency,
    amount,
    '2026-04-01',
  ])

const columns =
  'organisation_id, transaction_id, number, account, partner_id, commission_line_id, currency, amount, created_at'

const insert = (entries: Entry[]) =>
  client.query(
    `insert into ledger_entry (${columns}) values ${rowsOf(entries)
      .map((row) => `(${row.map((value) => `'${value}'`).join(', ')})`)
      .join(', ')}`,
  )

const copy = (entries: Entry[]) =>
  pipeline(
    Readable.from(rowsOf(entries).map((row) => `${row.join('\t')}\n`)),
    client.query(copyFrom(`copy ledger_entry (${columns}) from stdin`)),
  )

const unbalanced: [string, Entry[]][] = [
  ['a single row', [{ amount: 1n }]],
  ['rows that leave something', [{ amount: 5n }, { amount: -4n }]],
  ['two currencies', [{ amount: 5n }, { amount: -5n, currency: 'EUR' }]],
  ['two organisations', [{ amount: 5n }, { amount: -5n, organisation: 'org_other' }]],
  [
    'two transactions',
    [
      { amount: 5n, transaction: 'ltx_one' },
      { amount: -5n, transaction: 'ltx_two' },
    ],
  ],
  ['more than 64 bits', [{ amount: 2n ** 63n - 1n }, { amount: 2n ** 63n - 1n }]],
]
const balanced: Entry[] = [
  { amount: 7n },
  { amount: -4n },
  { amount: -3n },
  { amount: 2n, currency: 'JPY' },
  { amount: -2n, currency: 'JPY' },
]

const doesNotBalance = { code: '23514', constraint: 'ledger_entry_balances' }
const isNeverChanged = { code: '23000', message: /A ledger entry is never changed or deleted/ }

const countEntries = async () => (await client.query('select count(*)::int as n from ledger_entry')).rows[0].n as number

for (const role of ['origin', 'replica']) {
  test(`entries that do not add up to zero are refused by every road, as ${role}`, async () => {
    await client.query(`set session_replication_role = ${role}`)
    const before = await countEntries()
    for (const [name, entries] of unbalanced) {
      await assert.rejects(insert(entries), doesNotBalance, name)
      await assert.rejects(copy(entries), doesNotBalance, name)
    }
    assert.equal(await countEntries(), before)
    await insert(balanced)
    await copy(balanced)
    assert.equal(await countEntries(), before + 2 * balanced.length)
    await client.query('reset session_replication_role')
  })

  test(`no entry is changed, deleted or emptied out, as ${role}`, async () => {
    await client.query(`set session_replication_role = ${role}`)
    await insert(balanced)
    const before = await countEntries()
    for (const statement of [
      'update ledger_entry set amount = amount',
      'update ledger_entry set partner_id = partner_id where false',
      'delete from ledger_entry',
      'truncate ledger_entry',
      `insert into ledger_entry select * from ledger_entry where currency = 'JPY' on conflict (organisation_id, transaction_id, number)
        do update set amount = excluded.amount`,
      `merge into ledger_entry e using (values (1)) v(n) on e.number = v.n when matched then delete`,
    ])
      await assert.rejects(client.query(statement), isNeverChanged, statement)
    assert.equal(await countEntries(), before)
    await client.query('reset session_replication_role')
  })
}

test('a statement may hold many transactions, and one that does not balance stops all of them', async () => {
  const many = Array.from({ length: 50 }, newTransaction).flatMap((transaction) => [
    { amount: 9n, transaction },
    { amount: -9n, transaction },
  ])
  await insert(many)
  const before = await countEntries()
  const again = Array.from({ length: 50 }, newTransaction).flatMap((transaction, at) => [
    { amount: 9n, transaction },
    { amount: at === 31 ? -8n : -9n, transaction },
  ])
  await assert.rejects(insert(again), doesNotBalance)
  assert.equal(await countEntries(), before)
})

test('entries of one transaction in two statements balance in each of them', async () => {
  await client.query('begin')
  await assert.rejects(insert([{ amount: 3n, transaction: 'ltx_halves' }]), doesNotBalance)
  await client.query('rollback')
  assert.deepEqual(await runSql(server, `select 1 from ledger_entry where transaction_id = 'ltx_halves'`), [])
})

test('what a request leaves in the journal has ids that sort by its time', async () => {
  const { admin } = await world(server)
  const partner = (await admin.post('/api/v1/partners', { name: 'Larkspur' })).body.data
  const begun = firstIdAt('ltx', new Date(partner.createdAt))
  for (const amount of ['1', '2', '3']) {
    const line = { partnerId: partner.id, amount, currency: 'USD' }
    assert.equal((await admin.post('/api/v1/commission-lines', line)).status, 201)
  }
  const entries = await runSql(
    server,
    `select amount, left(transaction_id, 14) as id_time, 'ltx_' || ulid_time(created_at) as time from ledger_entry
    where partner_id = $1 and account = 'PAYABLE' order by transaction_id`,
    [partner.id],
  )
  assert.deepEqual(
    entries.map(({ amount }) => amount),
    ['100', '200', '300'],
  )
  for (const { id_time, time } of entries)
    assert.ok(begun.startsWith(id_time) || (begun < id_time && id_time <= time), `${id_time} ${time}`)
  assert.deepEqual(await balances(server, partner.id), { 'COMMISSIONS USD': '-600', 'PAYABLE USD': '600' })
})
