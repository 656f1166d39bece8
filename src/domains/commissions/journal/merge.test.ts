import assert from 'node:assert/strict'
import { test } from 'node:test'
import { firstIdAt } from '#/kernel/id.ts'
import { balances } from '#/testing/ledger.ts'
import { whileMerging } from '#/testing/merging.ts'
import { runSql } from '#/testing/sql.ts'
import { type Caller, operatorIn, serverOfThisFile, type World, world } from '#/testing/world.ts'
import { sql } from '#/platform/database/sql.ts'
import { writeLine } from '../index.ts'

const server = await serverOfThisFile()

const newPartner = async ({ admin }: World, name: string): Promise<string> =>
  (await admin.post('/api/v1/partners', { name })).body.data.id

const newLine = async (admin: Caller, partnerId: string, amount: string, currency = 'USD'): Promise<string> => {
  const made = await admin.post('/api/v1/commission-lines', { partnerId, amount, currency })
  assert.equal(made.status, 201, made.text)
  return made.body.data.id
}

const merge = async ({ admin }: World, staying: string, going: string) => {
  const merged = await admin.post(`/api/v1/partners/${staying}/merge`, { partnerId: going })
  assert.equal(merged.status, 200, merged.text)
}

const partnerOf = async ({ admin }: World, id: string): Promise<string> =>
  (await admin.get(`/api/v1/commission-lines/${id}`)).body.data.partnerId

/** A payout of a partner, past the verbs that make one. */
async function newPayout({ organisation }: World, partnerId: string): Promise<string> {
  const id = `pay_of_${partnerId}`
  await runSql(
    server,
    `insert into payout_batch (organisation_id, id, period_start, period_end, currency, created_at, updated_at)
    select $1, 'pbt_' || $2, now(), now(), 'USD', now(), now()`,
    [organisation.id, id],
  )
  await runSql(
    server,
    `insert into payout (organisation_id, id, batch_id, partner_id, currency, stage, created_at, updated_at)
    select $1, $2, 'pbt_' || $2, $3, 'USD', 'DRAFT', now(), now()`,
    [organisation.id, id, partnerId],
  )
  return id
}

async function write(vendor: World, id: string, changes: Parameters<typeof writeLine>[1]['changes']): Promise<void> {
  const ctx = await operatorIn(server, vendor.organisation.id)
  assert.ok(await writeLine(ctx, { event: 'test', id, guard: sql`true`, changes }))
}

/** Open lines that are with a partner that was merged, in the whole database. */
const strays = () =>
  runSql(
    server,
    `select l.id, l.partner_id from commission_line l join partner p on p.organisation_id = l.organisation_id and p.id = l.partner_id
    where p.merged_into_id is not null and l.payout_id is null`,
  )

test('open lines and their amounts go along in a merge, what is on a payout stays, and nothing is lost', async () => {
  const vendor = await world(server)
  const { admin } = vendor
  const [going, staying] = [await newPartner(vendor, 'Going'), await newPartner(vendor, 'Staying')]
  const pending = await newLine(admin, going, '5.00')
  const yen = await newLine(admin, going, '-7', 'JPY')
  const postponed = await newLine(admin, going, '11.00')
  await write(vendor, postponed, { status: 'POSTPONED' })
  const voided = await newLine(admin, going, '13.00')
  await write(vendor, voided, { status: 'VOIDED', decline_reason_type: 'DUPLICATE' })
  const payout = await newPayout(vendor, going)
  const [paid, approved] = [await newLine(admin, going, '17.00'), await newLine(admin, going, '19.00')]
  await write(vendor, paid, { status: 'PAID', payout_id: payout })
  await write(vendor, approved, { status: 'APPROVED', payout_id: payout })
  await newLine(admin, staying, '1.00')

  await merge(vendor, staying, going)
  for (const id of [pending, yen, postponed, voided]) assert.equal(await partnerOf(vendor, id), staying)
  for (const id of [paid, approved]) assert.equal(await partnerOf(vendor, id), going)
  assert.deepEqual(await balances(server, going), {
    'COMMISSIONS JPY': '7',
    'COMMISSIONS USD': '-5200',
    'IN_PAYOUT USD': '1900',
    'PAID USD': '1700',
  })
  assert.deepEqual(await balances(server, staying), {
    'COMMISSIONS USD': '-100',
    'EARNED USD': '1100',
    'PAYABLE JPY': '-7',
    'PAYABLE USD': '600',
  })
  assert.deepEqual(await strays(), [])
})

test('a merge is one transaction of the journal, and its id sorts by its time', async () => {
  const vendor = await world(server)
  const [going, staying] = [await newPartner(vendor, 'Going'), await newPartner(vendor, 'Staying')]
  for (const amount of ['1', '2', '3']) await newLine(vendor.admin, going, amount)
  await merge(vendor, staying, going)
  const entries = await runSql(
    server,
    `select transaction_id, number, amount, partner_id, created_at from ledger_entry where organisation_id = $1 and account = 'PAYABLE'
      and transaction_id in (select transaction_id from ledger_entry where partner_id = $2) order by number`,
    [vendor.organisation.id, staying],
  )
  assert.deepEqual(
    entries.map(({ number, partner_id }) => [number, partner_id]),
    [going, staying, going, staying, going, staying].map((id, at) => [at + 1, id]),
  )
  const [first] = entries
  assert.match(first.transaction_id, /^ltx_[0-9A-HJKMNP-TV-Z]{26}$/)
  assert.equal(new Set(entries.map(({ transaction_id }) => transaction_id)).size, 1)
  assert.equal(first.transaction_id.slice(0, 14), firstIdAt('ltx', first.created_at).slice(0, 14))
})

test('a partner that others were merged into is merged itself, and all of their lines go along', async () => {
  const vendor = await world(server)
  const { admin } = vendor
  const [first, second, third] = [
    await newPartner(vendor, 'First'),
    await newPartner(vendor, 'Second'),
    await newPartner(vendor, 'Third'),
  ]
  const payout = await newPayout(vendor, first)
  const [open, onPayout] = [await newLine(admin, first, '3.00'), await newLine(admin, first, '4.00')]
  await write(vendor, onPayout, { status: 'APPROVED', payout_id: payout })
  await merge(vendor, second, first)
  const late = await newLine(admin, first, '8.00')
  await merge(vendor, third, second)
  for (const id of [open, late]) assert.equal(await partnerOf(vendor, id), third)

  await write(vendor, onPayout, { status: 'PENDING', payout_id: null })
  assert.equal(await partnerOf(vendor, onPayout), third)
  assert.deepEqual(await balances(server, third), { 'PAYABLE USD': '1500' })
  assert.deepEqual(await balances(server, second), { 'COMMISSIONS USD': '-800' })
  assert.deepEqual(await balances(server, first), { 'COMMISSIONS USD': '-700' })
})

test('a line that is made while its partner is merged is the other’s, also when that one was reached through a third', async () => {
  const vendor = await world(server)
  const [first, second, third] = [
    await newPartner(vendor, 'First'),
    await newPartner(vendor, 'Second'),
    await newPartner(vendor, 'Third'),
  ]
  await merge(vendor, second, first)
  await whileMerging(server, third, [second, first], async () => {
    const ids = await Promise.all([newLine(vendor.admin, first, '2.00'), newLine(vendor.admin, second, '3.00')])
    for (const id of ids) assert.equal(await partnerOf(vendor, id), third)
  })
  assert.deepEqual(await balances(server, third), { 'COMMISSIONS USD': '-500', 'PAYABLE USD': '500' })
  assert.deepEqual(await strays(), [])
})

test('a line that leaves its payout while the partner is merged goes to the one that it becomes', async () => {
  const vendor = await world(server)
  const [going, staying] = [await newPartner(vendor, 'Going'), await newPartner(vendor, 'Staying')]
  const payout = await newPayout(vendor, going)
  const line = await newLine(vendor.admin, going, '6.00')
  await write(vendor, line, { status: 'APPROVED', payout_id: payout })
  await whileMerging(server, staying, [going], () => write(vendor, line, { status: 'PENDING', payout_id: null }))
  assert.equal(await partnerOf(vendor, line), staying)
  assert.deepEqual(await balances(server, going), { 'COMMISSIONS USD': '-600' })
  assert.deepEqual(await balances(server, staying), { 'PAYABLE USD': '600' })
})

test('lines made by many at once through a merge are all of the partner that stays', async () => {
  const vendor = await world(server)
  const { admin } = vendor
  const staying = await newPartner(vendor, 'Staying')
  for (let round = 1; round <= 4; round += 1) {
    const going = await newPartner(vendor, `Going ${round}`)
    const [, ...ids] = await Promise.all([
      newLine(admin, going, '1').then(() => merge(vendor, staying, going)),
      ...Array.from({ length: 12 }, () => newLine(admin, going, '1')),
    ])
    const partners = await Promise.all(ids.map((id) => partnerOf(vendor, id)))
    assert.deepEqual([...new Set(partners)], [staying])
    const { 'COMMISSIONS USD': granted, ...left } = await balances(server, going)
    assert.deepEqual(left, {}, granted)
    assert.equal((await balances(server, staying))['PAYABLE USD'], String(round * 1300))
  }
  assert.deepEqual(await strays(), [])
})
