import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertBooks, balances } from '#/testing/ledger.ts'
import { seedBatch } from '#/testing/payout-batch.ts'
import { type Answer, type Caller, serverOfThisFile, type World, world } from '#/testing/world.ts'

const server = await serverOfThisFile()

const send = (caller: Caller, content: string, query: Record<string, string> = {}) => {
  const raw = new FormData()
  raw.append('file', new Blob([content], { type: 'text/csv' }), 'results.csv')
  return caller.send('POST', `/api/v1/imports/payout-results?${new URLSearchParams(query)}`, { raw })
}
const counts = (answer: Answer) => {
  assert.equal(answer.status, 200, answer.text)
  const { updated, unchanged, refused } = answer.body.data
  return { updated, unchanged, refused }
}
const errorsOf = ({ body }: Answer) =>
  body.data.errors.map(({ line, column }: { line: number; column: string | null }) => [line, column])
const stageOf = async ({ admin }: World, id: string) => (await admin.get(`/api/v1/payouts/${id}`)).body.data.stage
const historyOf = async ({ admin }: World, id: string) => (await admin.get(`/api/v1/payouts/${id}/history`)).body.data
const eventsOf = async ({ admin }: World, type: string) =>
  (await admin.get(`/api/v1/events?limit=100&type=${type}`)).body.data

/** Approved payouts of 10.00 EUR, each with two lines, made as a caller makes them. */
async function approved(own: World, many: number) {
  const partnerIds: string[] = []
  for (let at = 0; at < many; at += 1) {
    const { id } = (await own.admin.post('/api/v1/partners', { name: `Partner ${at}` })).body.data
    for (const amount of ['7', '3']) {
      const line = await own.admin.post('/api/v1/commission-lines', { partnerId: id, amount, currency: 'EUR' })
      assert.equal(line.status, 201, line.text)
    }
    partnerIds.push(id)
  }
  const period = { periodStart: '2026-01-01', periodEnd: '2026-03-31', currency: 'EUR' }
  const batch = await own.admin.post('/api/v1/payout-batches', { ...period, partnerIds, attachPendingLines: true })
  assert.equal(batch.status, 201, batch.text)
  const batchId: string = batch.body.data.id
  const { data } = (await own.admin.get(`/api/v1/payouts?batchId=${batchId}&limit=100`)).body
  const ids = partnerIds.map(
    (partnerId) => data.find((one: { partner: { id: string } }) => one.partner.id === partnerId).id,
  )
  for (const id of ids)
    assert.equal((await own.admin.patch(`/api/v1/payouts/${id}`, { stage: 'APPROVED' })).status, 200)
  return { batchId, partnerIds, ids: ids as string[] }
}

test('a result sets stage and reference, with history, journal and events', async () => {
  const own = await world(server)
  const { ids, partnerIds } = await approved(own, 3)
  const [paid = '', failed = '', sent = ''] = ids
  assert.deepEqual(await balances(server, partnerIds[0] ?? ''), { 'COMMISSIONS EUR': '-1000', 'IN_PAYOUT EUR': '1000' })
  const csv = `End-to-end id,Status,Bank reference,Status reason,Amount,Currency,City
${paid.replace('_', '-')},ACSC,TX-1,,10.00,eur,Leeds
${failed},rjct,,AC04 closed account,,,
${sent},pending payment,,,10,EUR,`
  const answer = await send(own.admin, csv)
  assert.deepEqual(answer.body.data, {
    rows: 3,
    created: 0,
    updated: 3,
    unchanged: 0,
    refused: 0,
    dryRun: false,
    columns: [
      { header: 'End-to-end id', field: 'payoutId' },
      { header: 'Status', field: 'stage' },
      { header: 'Bank reference', field: 'reference' },
      { header: 'Status reason', field: 'reason' },
      { header: 'Amount', field: 'amount' },
      { header: 'Currency', field: 'currency' },
    ],
    ignoredColumns: ['City'],
    errors: [],
    errorsOmitted: 0,
  })
  assert.deepEqual(await Promise.all(ids.map((id) => stageOf(own, id))), ['PAID', 'FAILED', 'PENDING_PAYMENT'])
  assert.deepEqual(await balances(server, partnerIds[0] ?? ''), { 'COMMISSIONS EUR': '-1000', 'PAID EUR': '1000' })
  assert.deepEqual(await balances(server, partnerIds[1] ?? ''), { 'COMMISSIONS EUR': '-1000', 'IN_PAYOUT EUR': '1000' })
  const last = (await historyOf(own, failed)).at(-1)
  assert.deepEqual([last.from, last.to, last.reason], ['APPROVED', 'FAILED', 'AC04 closed account'])
  assert.equal((await historyOf(own, paid)).at(-1).reason, 'A result was imported.')
  const [event] = (await eventsOf(own, 'payouts.update')).filter(
    ({ subjectId }: { subjectId: string }) => subjectId === paid,
  )
  assert.deepEqual(event.before, { stage: 'APPROVED', paymentReference: null })
  assert.deepEqual(event.after, { stage: 'PAID', paymentReference: 'TX-1', reason: 'A result was imported.' })
  assert.deepEqual((await eventsOf(own, 'payouts.import-results'))[0].after, {
    rows: 3,
    created: 0,
    updated: 3,
    unchanged: 0,
    refused: 0,
  })
  await assertBooks(server, own.organisation.id)
})

test('the same file again changes nothing, and the bank’s word can change', async () => {
  const own = await world(server)
  const { ids, partnerIds } = await approved(own, 2)
  const csv = `payoutId,stage,reference\n${ids.map((id) => `${id},PAID,R`).join('\n')}\n`
  assert.deepEqual(counts(await send(own.admin, csv)), { updated: 2, unchanged: 0, refused: 0 })
  const before = [await historyOf(own, ids[0] ?? ''), await eventsOf(own, 'payouts.update')]
  assert.deepEqual(counts(await send(own.admin, csv)), { updated: 0, unchanged: 2, refused: 0 })
  assert.deepEqual([await historyOf(own, ids[0] ?? ''), await eventsOf(own, 'payouts.update')], before)
  assert.deepEqual(counts(await send(own.admin, `payoutId,stage\n${ids[0]},FAILED\n`)), {
    updated: 1,
    unchanged: 0,
    refused: 0,
  })
  assert.deepEqual(await balances(server, partnerIds[0] ?? ''), { 'COMMISSIONS EUR': '-1000', 'IN_PAYOUT EUR': '1000' })
  await assertBooks(server, own.organisation.id)
})

test('rows that are wrong are told with line and column, and the others are kept', async () => {
  const own = await world(server)
  const foreign = await approved(await world(server), 1)
  const { ids } = await approved(own, 5)
  const [a, b, c, d, e] = ids
  const csv = `payout id,stage,reference,amount,currency
${a},PAID,R,10.000,EUR
pay_none,PAID,,,
${foreign.ids[0]},PAID,,,
${b},SETTLED,,,
${b},PAID,,10.01,EUR
${c},PAID,,10.00,USD
${d},PAID
,PAID,,,
${d},,,,
"${e}",PAID,"a ""quoted"" one",,
${c},PAID,${'x'.repeat(256)},,
`
  const answer = await send(own.admin, csv)
  assert.deepEqual(counts(answer), { updated: 2, unchanged: 0, refused: 9 })
  assert.deepEqual(errorsOf(answer), [
    [3, 'payout id'],
    [4, 'payout id'],
    [5, 'stage'],
    [6, 'amount'],
    [7, 'currency'],
    [8, null],
    [9, null],
    [10, null],
    [12, 'reference'],
  ])
  assert.match(answer.body.data.errors[3].reason, /The payout is 10\.00 EUR/)
  assert.deepEqual(await Promise.all(ids.map((id) => stageOf(own, id))), [
    'PAID',
    'APPROVED',
    'APPROVED',
    'APPROVED',
    'PAID',
  ])
  assert.equal(
    (await server.application.database.pool.query('select stage from payout where id = $1', [foreign.ids[0]])).rows[0]
      .stage,
    'APPROVED',
  )
  await assertBooks(server, own.organisation.id)
})

test('a dry run says the same and writes nothing, also of a payout that comes twice', async () => {
  const own = await world(server)
  const { ids } = await approved(own, 2)
  const csv = `payoutId,stage\n${ids[0]},PAID\n${ids[0]},PAID\n${ids[0]},FAILED\npay_none,PAID\n${ids[1]},APPROVED\n`
  const dry = await send(own.admin, csv, { dryRun: 'true' })
  const expected = { updated: 2, unchanged: 2, refused: 1 }
  assert.deepEqual(counts(dry), expected)
  assert.equal(await stageOf(own, ids[0] ?? ''), 'APPROVED')
  assert.deepEqual(await eventsOf(own, 'payouts.import-results'), [])
  const real = await send(own.admin, csv)
  assert.deepEqual(counts(real), expected)
  assert.deepEqual(real.body.data.errors, dry.body.data.errors)
  assert.equal(await stageOf(own, ids[0] ?? ''), 'FAILED')
})

test('columns can be named otherwise, and a file that is none is refused', async () => {
  const own = await world(server)
  const { ids } = await approved(own, 1)
  const csv = `Referenz;Ergebnis;amount\n${ids[0]};PAID;10,00\n`
  const options = { delimiter: ';', map: 'Referenz=payoutId,Ergebnis=stage,amount=ignore' }
  assert.deepEqual(counts(await send(own.admin, csv, options)), { updated: 1, unchanged: 0, refused: 0 })
  for (const [content, query] of [
    ['', {}],
    ['payoutId\nx', {}],
    ['stage\nPAID', {}],
  ] as const) {
    const answer = await send(own.admin, content, query)
    assert.deepEqual([answer.status, answer.body.error.details[0].path], [422, ['file']])
  }
  const unknown = await send(own.admin, csv, { map: 'Referenz=nothing' })
  assert.deepEqual([unknown.status, unknown.body.error.details[0].path], [422, ['map']])
})

test('what was exported comes back: set the stage, fill in the reference, import', async () => {
  const own = await world(server)
  const { ids, batchId } = await approved(own, 2)
  const { text } = await own.admin.get(`/api/v1/exports/payouts?batchId=${batchId}`)
  assert.deepEqual(counts(await send(own.admin, text)), { updated: 0, unchanged: 2, refused: 0 })
  const german = await own.admin.get(`/api/v1/exports/payouts?batchId=${batchId}&delimiter=;`)
  assert.match(german.text, /^payoutId;batchId;/)
  assert.deepEqual(counts(await send(own.admin, german.text, { delimiter: ';' })), {
    updated: 0,
    unchanged: 2,
    refused: 0,
  })
  const [header = '', ...rows] = text.trim().split('\n')
  const at = header.split(',').indexOf('reference')
  const filled = rows.map((row) => {
    const cells = row.replace(',APPROVED,', ',PAID,').split(',')
    return cells.with(at, "'=R1").join(',')
  })
  assert.deepEqual(counts(await send(own.admin, [header, ...filled].join('\n'))), {
    updated: 2,
    unchanged: 0,
    refused: 0,
  })
  const [row] = (
    await server.application.database.pool.query('select payment_reference as reference from payout where id = $1', [
      ids[0],
    ])
  ).rows
  assert.equal(row.reference, '=R1')
  const again = (await own.admin.get(`/api/v1/exports/payouts?batchId=${batchId}`)).text
  assert.deepEqual(counts(await send(own.admin, again)), { updated: 0, unchanged: 2, refused: 0 })
})

test('only a key that may change commissions imports', async () => {
  const own = await world(server)
  const csv = 'payoutId,stage\n'
  assert.equal((await send(await own.callerWith('commissions:read'), csv)).status, 403)
  assert.equal((await send(await own.callerWith('commissions:write'), csv)).status, 200)
})

test('of imports of one file at the same time each payout is paid once, and the books agree', async () => {
  const own = await world(server)
  const { ids, partnerIds } = await approved(own, 8)
  const csvOf = (order: string[]) => `payoutId,stage,reference\n${order.map((id) => `${id},PAID,R`).join('\n')}\n`
  const all = await Promise.all([
    ...Array.from({ length: 4 }, () => send(own.admin, csvOf(ids))),
    ...Array.from({ length: 4 }, () => send(own.admin, csvOf(ids.toReversed()))),
    ...ids.map((id) => own.admin.patch(`/api/v1/payouts/${id}`, { poNumber: 'PO' })),
  ])
  const imports = all.slice(0, 8).map(counts)
  assert.equal(
    imports.reduce((sum, { updated }) => sum + updated, 0),
    ids.length,
  )
  assert.equal(
    imports.reduce((sum, { unchanged }) => sum + unchanged, 0),
    7 * ids.length,
  )
  for (const [at, id] of ids.entries()) {
    assert.deepEqual(
      (await historyOf(own, id)).map(({ to }: { to: string }) => to),
      ['DRAFT', 'APPROVED', 'PAID'],
    )
    assert.deepEqual(await balances(server, partnerIds[at] ?? ''), { 'COMMISSIONS EUR': '-1000', 'PAID EUR': '1000' })
  }
  await assertBooks(server, own.organisation.id)
})

test('ten thousand results are taken, though half of them are wrong', async () => {
  const own = await world(server)
  const { id } = (await own.admin.post('/api/v1/partners', { name: 'Many' })).body.data
  const rows: string[] = []
  const seeded: string[] = []
  for (let at = 0; at < 5; at += 1) seeded.push(...(await seedBatch(server, own, [{ partnerId: id, amount: '0' }])).ids)
  for (let at = 0; at < 10_000; at += 1) rows.push(at % 2 ? `pay_none${at},PAID` : `${seeded[(at / 2) % 5]},PAID`)
  const answer = await send(own.admin, `payoutId,stage\n${rows.join('\n')}\n`)
  assert.deepEqual(counts(answer), { updated: 5, unchanged: 4995, refused: 5000 })
  assert.equal(answer.body.data.errors.length, 5000)
})

test('an old file makes nothing payable that is paid; what the bank sends back has failed', async () => {
  const own = await world(server)
  const { ids, partnerIds } = await approved(own, 1)
  const [id = ''] = ids
  const early = `payoutId,stage\n${id},PENDING_PAYMENT`
  assert.deepEqual(counts(await send(own.admin, early)), { updated: 1, unchanged: 0, refused: 0 })
  assert.deepEqual(counts(await send(own.admin, `payoutId,stage\n${id},ACSC`)), {
    updated: 1,
    unchanged: 0,
    refused: 0,
  })
  const stale = await send(own.admin, early)
  assert.deepEqual(counts(stale), { updated: 0, unchanged: 0, refused: 1 })
  assert.deepEqual(errorsOf(stale), [[2, 'stage']])
  assert.equal(await stageOf(own, id), 'PAID')
  assert.deepEqual(counts(await send(own.admin, `payoutId,stage\n${id},RJCT`)), {
    updated: 1,
    unchanged: 0,
    refused: 0,
  })
  assert.deepEqual(await balances(server, partnerIds[0] ?? ''), { 'COMMISSIONS EUR': '-1000', 'IN_PAYOUT EUR': '1000' })
  await assertBooks(server, own.organisation.id)
})
