import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from '#/platform/database/sql.ts'
import { runSql } from '#/testing/sql.ts'
import { type Caller, operatorIn, serverOfThisFile, type World, world } from '#/testing/world.ts'
import { writeLine } from '../index.ts'

const server = await serverOfThisFile()

const make = async (admin: Caller, path: string, body: object) => {
  const made = await admin.post(`/api/v1${path}`, body)
  assert.equal(made.status, 201, made.text)
  return made.body.data
}
const read = async ({ admin }: World, path: string) => {
  const found = await admin.get(`/api/v1/ledger${path}`)
  assert.equal(found.status, 200, found.text)
  return found.body
}
type Entry = {
  account: string
  partnerId: string | null
  amount: { value: string }
  transactionId: string
  number: number
  createdAt: string
}
const entriesOf = async (vendor: World, query: string): Promise<Entry[]> =>
  (await read(vendor, `/entries${query}`)).data
const inShort = ({ account, amount }: Entry) => `${account} ${amount.value}`

/** A vendor with two partners: lines in two currencies, one postponed, one voided. */
async function vendorWithBooks() {
  const vendor = await world(server)
  const { admin } = vendor
  const first = await make(admin, '/partners', { name: 'Larkspur' })
  await admin.patch(`/api/v1/partners/${first.id}/crm-record`, { externalId: '77001' })
  const second = await make(admin, '/partners', { name: 'Foxglove' })
  const line = (partnerId: string, amount: string, currency: string): Promise<{ id: string }> =>
    make(admin, '/commission-lines', { partnerId, amount, currency })
  const lines = [
    await line(first.id, '500', 'USD'),
    await line(first.id, '-40.5', 'USD'),
    await line(second.id, '7', 'JPY'),
    await line(second.id, '1.005', 'BHD'),
  ]
  const ctx = await operatorIn(server, vendor.organisation.id)
  const write = async (at: number, changes: Parameters<typeof writeLine>[1]['changes']) =>
    assert.ok(await writeLine(ctx, { event: 'test', id: lines[at]?.id ?? '', guard: sql`true`, changes }))
  await write(1, { status: 'POSTPONED' })
  await write(2, { status: 'VOIDED', decline_reason_type: 'DUPLICATE' })
  return { vendor, first, second, lines, write }
}

test('every account is listed with its balance, exactly, and those of a currency come to zero', async () => {
  const { vendor, first, second } = await vendorWithBooks()
  const own = (account: string, partnerId: string | null, value: string, currency: string) => ({
    account,
    partnerId,
    balance: { value, currency },
  })
  assert.deepEqual(await read(vendor, '/accounts'), {
    data: [
      own('COMMISSIONS', null, '-1.005', 'BHD'),
      own('PAYABLE', second.id, '1.005', 'BHD'),
      own('COMMISSIONS', null, '0', 'JPY'),
      own('PAYABLE', second.id, '0', 'JPY'),
      own('COMMISSIONS', null, '-459.50', 'USD'),
      own('EARNED', first.id, '-40.50', 'USD'),
      own('PAYABLE', first.id, '500.00', 'USD'),
    ],
  })
  const inShort = async (query: string) =>
    (await read(vendor, `/accounts${query}`)).data.map((one: { account: string; balance: object }) =>
      [one.account, ...Object.values(one.balance)].join(' '),
    )
  assert.deepEqual(await inShort('?currency=usd&account=PAYABLE'), ['PAYABLE 500.00 USD'])
  assert.deepEqual(await inShort('?partnerId=77001'), ['EARNED -40.50 USD', 'PAYABLE 500.00 USD'])
  assert.deepEqual(await inShort('?account=COMMISSIONS&currency=USD'), ['COMMISSIONS -459.50 USD'])
  assert.deepEqual(await inShort('?partnerId=nobody'), [])
})

test('an account of a partner is found through the one that it was merged into', async () => {
  const { vendor, first, second, lines, write } = await vendorWithBooks()
  await runSql(
    server,
    `with b as (insert into payout_batch (organisation_id, id, period_start, period_end, currency, created_at, updated_at)
      values ($1, 'pbt_' || $2, now(), now(), 'USD', now(), now()))
    insert into payout (organisation_id, id, batch_id, partner_id, currency, stage, created_at, updated_at)
      values ($1, 'pay_' || $2, 'pbt_' || $2, $2, 'USD', 'PAID', now(), now())`,
    [vendor.organisation.id, first.id],
  )
  await write(0, { status: 'PAID', payout_id: `pay_${first.id}` })
  await vendor.admin.post(`/api/v1/partners/${second.id}/merge`, { partnerId: first.id })
  const { data } = await read(vendor, `/accounts?partnerId=${second.id}&currency=USD`)
  assert.deepEqual(
    data.map(({ account, partnerId, balance }: { account: string; partnerId: string; balance: { value: string } }) => [
      account,
      partnerId,
      balance.value,
    ]),
    [
      ['EARNED', first.id, '0.00'],
      ['EARNED', second.id, '-40.50'],
      ['PAYABLE', first.id, '0.00'],
      ['PAID', first.id, '500.00'],
    ],
  )
  const paid = await entriesOf(vendor, `?payoutId=pay_${first.id}`)
  assert.deepEqual(paid.map(inShort), ['PAID 500.00'])
  assert.equal((await entriesOf(vendor, `?commissionLineId=${lines[0]?.id}&account=PAID`)).length, 1)
})

test('entries come newest first, page by page, and each filter finds its own', async () => {
  const { vendor, first, second, lines } = await vendorWithBooks()
  const all = await entriesOf(vendor, '')
  assert.deepEqual(all.map(inShort), [
    'COMMISSIONS 7',
    'PAYABLE -7',
    'EARNED -40.50',
    'PAYABLE 40.50',
    'PAYABLE 1.005',
    'COMMISSIONS -1.005',
    'PAYABLE 7',
    'COMMISSIONS -7',
    'PAYABLE -40.50',
    'COMMISSIONS 40.50',
    'PAYABLE 500.00',
    'COMMISSIONS -500.00',
  ])
  const [newest] = all
  assert.ok(newest)
  const { createdAt, transactionId, ...rest } = newest
  assert.match(transactionId, /^ltx_/)
  assert.ok(createdAt.endsWith('Z'))
  const amount = { value: '7', currency: 'JPY' }
  const ids = { partnerId: second.id, commissionLineId: lines[2]?.id, payoutId: null }
  assert.deepEqual(rest, { number: 2, account: 'COMMISSIONS', ...ids, amount })

  const paged: Entry[] = []
  for (let cursor: string | null = ''; cursor !== null;) {
    const page = await read(vendor, `/entries?limit=5&cursor=${cursor}`)
    paged.push(...page.data)
    cursor = page.pagination.nextCursor
  }
  assert.deepEqual(paged, all)

  const found = async (query: string, where: (entry: Entry) => boolean) => {
    const expected = all.filter(where)
    assert.deepEqual(await entriesOf(vendor, query), expected, query)
    const begun = await read(vendor, `/entries${query}&limit=1`)
    assert.deepEqual(begun.data, expected.slice(0, 1), query)
    const { nextCursor } = begun.pagination
    assert.equal(nextCursor === null, expected.length <= 1, query)
    if (nextCursor !== null)
      assert.deepEqual(await entriesOf(vendor, `${query}&cursor=${nextCursor}`), expected.slice(1), query)
  }
  const currencyOf = (entry: Entry) => (entry.amount as { currency?: string }).currency
  await found('?account=PAYABLE', ({ account }) => account === 'PAYABLE')
  await found('?account=PAID', () => false)
  await found('?currency=USD', (entry) => currencyOf(entry) === 'USD')
  await found('?account=PAYABLE&currency=usd', (entry) => entry.account === 'PAYABLE' && currencyOf(entry) === 'USD')
  await found('?partnerId=77001', ({ partnerId }) => partnerId === first.id)
  await found(`?partnerId=${second.id}&account=PAYABLE`, (e) => e.partnerId === second.id && e.account === 'PAYABLE')
  await found(`?transactionId=${transactionId}`, (entry) => entry.transactionId === transactionId)
  await found(`?commissionLineId=${lines[2]?.id}`, (entry) => currencyOf(entry) === 'JPY')
  await found('?payoutId=pay_none', () => false)
  await found('?partnerId=nobody', () => false)
  const middle = all[5]?.createdAt ?? ''
  await found(`?createdAfter=${middle}`, (entry) => entry.createdAt >= middle)
  await found(`?createdBefore=${middle}`, (entry) => entry.createdAt < middle)
  await found(`?createdAfter=${middle}&createdBefore=${middle}`, () => false)
})

test('a trial balance has every account of every currency', async () => {
  const { vendor } = await vendorWithBooks()
  const sums = (currency: string, ...values: string[]) => ({
    currency,
    isBalanced: true,
    accounts: ['COMMISSIONS', 'EARNED', 'PAYABLE', 'IN_PAYOUT', 'PAID'].map((account, at) => ({
      account,
      balance: { value: values[at], currency },
    })),
  })
  assert.deepEqual((await read(vendor, '/trial-balance')).data, {
    isBalanced: true,
    currencies: [
      sums('BHD', '-1.005', '0.000', '1.005', '0.000', '0.000'),
      sums('JPY', '0', '0', '0', '0', '0'),
      sums('USD', '-459.50', '-40.50', '500.00', '0.00', '0.00'),
    ],
  })
  const fresh = await world(server)
  assert.deepEqual((await read(fresh, '/trial-balance')).data, { isBalanced: true, currencies: [] })
  assert.deepEqual((await read(fresh, '/accounts')).data, [])
  assert.deepEqual((await read(fresh, '/entries')).data, [])
})

test('balances beyond 64 bits are exact', async () => {
  const vendor = await world(server)
  const partner = await make(vendor.admin, '/partners', { name: 'Larkspur' })
  const amount = '900000000000000.9999'
  for (const _ of Array.from({ length: 12 }))
    await make(vendor.admin, '/commission-lines', { partnerId: partner.id, amount, currency: 'CLF' })
  const { data } = await read(vendor, '/accounts')
  assert.deepEqual(
    data.map(({ balance }: { balance: object }) => balance),
    [
      { value: '-10800000000000011.9988', currency: 'CLF' },
      { value: '10800000000000011.9988', currency: 'CLF' },
    ],
  )
  const [clf] = (await read(vendor, '/trial-balance')).data.currencies
  assert.deepEqual(clf.accounts[2].balance, { value: '10800000000000011.9988', currency: 'CLF' })
})

test('balances are those of the entries after many have written at once, and nobody writes them by hand', async () => {
  const vendor = await world(server)
  const ids = await Promise.all(
    ['One', 'Two', 'Three'].map(async (name) => (await make(vendor.admin, '/partners', { name })).id),
  )
  await Promise.all(
    Array.from({ length: 60 }, (_, at) =>
      make(vendor.admin, '/commission-lines', { partnerId: ids[at % 3], amount: String(at + 1), currency: 'USD' }),
    ),
  )
  const { data } = await read(vendor, '/accounts?account=PAYABLE')
  assert.deepEqual(data.map(({ balance }: { balance: { value: string } }) => balance.value).toSorted(), [
    '590.00',
    '610.00',
    '630.00',
  ])
  for (const statement of [
    'update ledger_balance set amount = amount + 1',
    'delete from ledger_balance',
    `insert into ledger_balance values ('org_1', 'ptn_1', 'PAID', 'USD', 0, 1)`,
    'truncate ledger_balance',
    'set session_replication_role = replica; delete from ledger_balance',
  ])
    await assert.rejects(runSql(server, statement), /A balance is what its ledger entries add up to/, statement)
})

test('another organisation sees nothing of the ledger, another scope is refused, and bad filters are named', async () => {
  const { vendor, first, lines } = await vendorWithBooks()
  const other = await world(server)
  for (const query of [`?partnerId=${first.id}`, `?commissionLineId=${lines[0]?.id}`, ''])
    assert.deepEqual(await entriesOf(other, query), [])
  assert.deepEqual((await read(other, `/accounts?partnerId=${first.id}`)).data, [])

  const paths = ['/accounts', '/entries', '/trial-balance']
  const [reader, stranger] = [await vendor.callerWith('commissions:read'), await vendor.callerWith('partners:read')]
  for (const path of paths) {
    assert.equal((await reader.get(`/api/v1/ledger${path}`)).status, 200)
    assert.equal((await stranger.get(`/api/v1/ledger${path}`)).status, 403)
  }
  for (const [path, field] of [
    ['/accounts?account=CASH', 'account'],
    ['/accounts?currency=XXX', 'currency'],
    ['/accounts?limit=1', 'limit'],
    ['/entries?account=payable', 'account'],
    ['/entries?currency=US', 'currency'],
    ['/entries?createdAfter=yesterday', 'createdAfter'],
    ['/entries?createdBefore=2026-02-30', 'createdBefore'],
    ['/entries?limit=101', 'limit'],
    ['/entries?cursor=x', 'cursor'],
    ['/entries?payoutId=', 'payoutId'],
    ['/trial-balance?currency=USD', 'currency'],
  ]) {
    const refused = await vendor.admin.get(`/api/v1/ledger${path}`)
    assert.equal(refused.status, 422, path)
    assert.deepEqual(refused.body.error.details[0].path, [field], path)
  }
})
