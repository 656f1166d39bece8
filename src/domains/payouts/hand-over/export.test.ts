import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parse } from 'csv-parse/sync'
import { seedBatch } from '#/testing/payout-batch.ts'
import { type Answer, serverOfThisFile, type World, world } from '#/testing/world.ts'
import { cellText, textCell } from './cells.ts'

const server = await serverOfThisFile()

const address = { line1: 'Hafenstr. 4', city: 'Hamburg', country: 'DE' }
const rowsOf = (answer: Answer): Record<string, string>[] => {
  assert.equal(answer.status, 200, answer.text)
  return parse(answer.text, { columns: true })
}
const partnerOf = async ({ admin }: World, name: string): Promise<string> =>
  (await admin.post('/api/v1/partners', { name })).body.data.id

test('there is one row a payout, with all that a finance team needs and no account number', async () => {
  const own = await world(server)
  const larkspur = await partnerOf(own, 'Larkspur')
  await own.admin.put(`/api/v1/partners/${larkspur}/billing-info`, {
    legalName: 'Larkspur GmbH',
    taxId: 'DE123',
    address,
    payoutMethod: { type: 'BANK', accountHolder: 'Larkspur', iban: 'DE89370400440532013000' },
  })
  const basalt = await partnerOf(own, 'Basalt')
  await own.admin.put(`/api/v1/partners/${basalt}/billing-info`, {
    legalName: 'Basalt',
    address,
    payoutMethod: { type: 'PAYPAL', email: 'pay@basalt.example.com' },
  })
  const bare = await partnerOf(own, 'Bare')
  const { batchId, ids } = await seedBatch(server, own, [
    { partnerId: larkspur, amount: '125000', poNumber: 'PO-1', note: 'two\nlines', reference: 'R1' },
    { partnerId: basalt, amount: '1' },
    { partnerId: bare, amount: '-700', stage: 'PAID' },
  ])
  const answer = await own.admin.get(`/api/v1/exports/payouts?batchId=${batchId}`)
  assert.equal(answer.headers.get('content-type'), 'text/csv; charset=utf-8')
  assert.equal(answer.headers.get('content-disposition'), `attachment; filename="payouts-${batchId}.csv"`)
  const common = { batchId, periodStart: '2026-01-01', periodEnd: '2026-03-31', currency: 'EUR' }
  const empty = {
    legalName: '',
    taxId: '',
    poNumber: '',
    method: '',
    account: '',
    reference: '',
    note: '',
    obstacle: '',
  }
  assert.deepEqual(rowsOf(answer), [
    {
      ...common,
      payoutId: ids[0],
      partnerId: larkspur,
      partnerName: 'Larkspur',
      legalName: 'Larkspur GmbH',
      taxId: 'DE123',
      amount: '1250.00',
      stage: 'APPROVED',
      poNumber: 'PO-1',
      method: 'BANK',
      account: 'DE****3000',
      reference: 'R1',
      note: 'two\nlines',
      obstacle: '',
    },
    {
      ...empty,
      ...common,
      payoutId: ids[1],
      partnerId: basalt,
      partnerName: 'Basalt',
      legalName: 'Basalt',
      amount: '0.01',
      stage: 'APPROVED',
      method: 'PAYPAL',
      account: 'pay@basalt.example.com',
      obstacle: 'OTHER_PAYOUT_METHOD',
    },
    { ...empty, ...common, payoutId: ids[2], partnerId: bare, partnerName: 'Bare', amount: '-7.00', stage: 'PAID' },
  ])
  assert.equal(rowsOf(await own.admin.get(`/api/v1/exports/payouts?stage=PAID,FAILED`)).length, 1)
  assert.equal(rowsOf(await own.admin.get(`/api/v1/exports/payouts`)).length, 3)
})

test('cells that a spreadsheet would reckon are text, and their text comes back', async () => {
  const own = await world(server)
  const names = ['=1+1', '+49 40 1', '-x', '@sum(A1)', "'quoted", "'=1", '＝1+1', 'a, "b"', 'Ünï 🚀']
  const partners = await Promise.all(names.map((name) => partnerOf(own, name)))
  await seedBatch(
    server,
    own,
    partners.map((partnerId) => ({ partnerId, amount: '-700', note: '=cmd|x' })),
  )
  const rows = rowsOf(await own.admin.get('/api/v1/exports/payouts'))
  for (const { partnerName = '', note = '', amount } of rows) {
    assert.doesNotMatch(partnerName, /^[=+\-@\t\r＝＋－＠]/)
    assert.equal(note, "'=cmd|x")
    assert.equal(amount, '-7.00', 'an amount below zero is a number and stays one')
  }
  assert.deepEqual(rows.map(({ partnerName = '' }) => cellText(partnerName)).toSorted(), names.toSorted())
  for (const text of ['', "'", "''", "'=", '=', 'a', '\tx']) assert.equal(cellText(textCell(text)), text)
})

test('amounts are exact beyond 64 bits, in the decimals of their currency', async () => {
  const own = await world(server)
  const partners = await Promise.all(['A', 'B', 'C', 'D'].map((name) => partnerOf(own, name)))
  const wanted = [
    ['92233720368547758079999', 'EUR', '922337203685477580799.99'],
    ['7', 'JPY', '7'],
    ['1', 'KWD', '0.001'],
    ['-5', 'CLF', '-0.0005'],
  ] as const
  await seedBatch(
    server,
    own,
    wanted.map(([amount, currency], at) => ({ partnerId: partners[at] ?? '', amount, currency })),
  )
  assert.deepEqual(
    rowsOf(await own.admin.get('/api/v1/exports/payouts')).map(({ amount }) => amount),
    wanted.map(([, , text]) => text),
  )
})

test('another organisation’s batch does not exist, and bad input and a wrong scope are refused', async () => {
  const own = await world(server)
  const other = await world(server)
  const { batchId } = await seedBatch(server, other, [])
  for (const path of [
    `/api/v1/exports/payouts?batchId=${batchId}`,
    `/api/v1/exports/payouts/pain.001?batchId=${batchId}`,
    `/api/v1/payout-batches/${batchId}/payment-check`,
  ]) {
    const answer = await own.admin.get(path)
    assert.deepEqual([answer.status, answer.body.error.code], [404, 'PAYOUT_BATCH_NOT_FOUND'], path)
    assert.equal((await (await own.callerWith('commissions:write')).get(path)).status, 403)
    assert.equal((await (await own.callerWith('commissions:read')).get(path)).status, 404)
  }
  const faultOf = async (path: string) => {
    const answer = await own.admin.get(path)
    assert.equal(answer.status, 422, path)
    return answer.body.error.details[0].path.join('.')
  }
  assert.equal(await faultOf('/api/v1/exports/payouts?stage=PAID,WAITING'), 'stage')
  assert.equal(await faultOf('/api/v1/exports/payouts?format=x'), 'format')
  assert.equal(await faultOf('/api/v1/exports/payouts/pain.001'), 'batchId')
  assert.equal(await faultOf(`/api/v1/exports/payouts/pain.001?batchId=${batchId}&stage=PAID`), 'stage')
  assert.equal(
    await faultOf(`/api/v1/exports/payouts/pain.001?batchId=${batchId}&executionDate=2026-02-30`),
    'executionDate',
  )
  assert.equal(
    await faultOf(`/api/v1/exports/payouts/pain.001?batchId=${batchId}&executionDate=2020-01-01`),
    'executionDate',
  )
  assert.equal(rowsOf(await own.admin.get('/api/v1/exports/payouts')).length, 0)
})
