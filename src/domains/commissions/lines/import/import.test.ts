import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eventsOf, lines, newLine, newPartner, refused, withCrmId } from '#/testing/commission-lines.ts'
import { assertBooks, balances } from '#/testing/ledger.ts'
import { type Answer, type Caller, serverOfThisFile, type World, world } from '#/testing/world.ts'

const server = await serverOfThisFile()

const form = (content: string) => {
  const data = new FormData()
  data.append('file', new Blob([content], { type: 'text/csv' }), 'lines.csv')
  return data
}
const send = (caller: Caller, content: string, query: Record<string, string> = {}) =>
  caller.send('POST', `/api/v1/imports/commission-lines?${new URLSearchParams(query)}`, { raw: form(content) })
const counts = (answer: Answer) => {
  assert.equal(answer.status, 200, answer.text)
  const { created, updated, unchanged, refused: wrong } = answer.body.data
  return [created, updated, unchanged, wrong]
}
type Line = Record<'partnerId' | 'amount' | 'currency' | 'description' | 'sourceAmount' | 'status', string>
const linesOf = async ({ admin }: World): Promise<Line[]> =>
  (await admin.get(`${lines}?limit=100`)).body.data.toReversed()
type Fault = { line: number; column: string | null; reason: string; value?: string }

test('a row makes a line for the partner that its id, CRM id or domain names', async () => {
  const own = await world(server)
  const byId = await newPartner(own)
  const byCrmId = await withCrmId(own, '77001')
  const byDomain = await newPartner(own, { domain: 'larkspur.example' })
  const csv = `Partner ID,Commission amount,Currency,Details,Sale amount,Line key,Region
${byId},500,usd, Launch bonus ,5000,bonus-1,North
77001,-40.5,EUR,"Returned goods, ""all""",,bonus-2,
https://www.Larkspur.example/en,7,JPY,,0,bonus-3,
`
  const answer = await send(own.admin, csv)
  assert.deepEqual(answer.body.data, {
    rows: 3,
    created: 3,
    updated: 0,
    unchanged: 0,
    refused: 0,
    dryRun: false,
    columns: [
      { header: 'Partner ID', field: 'partner' },
      { header: 'Commission amount', field: 'amount' },
      { header: 'Currency', field: 'currency' },
      { header: 'Details', field: 'description' },
      { header: 'Sale amount', field: 'sourceAmount' },
      { header: 'Line key', field: 'idempotencyKey' },
    ],
    ignoredColumns: ['Region'],
    errors: [],
    errorsOmitted: 0,
  })
  const made = (await linesOf(own)).map((line) => [
    line.partnerId,
    line.amount,
    line.currency,
    line.description,
    line.sourceAmount,
    line.status,
  ])
  assert.deepEqual(made, [
    [byId, '500.00', 'USD', 'Launch bonus', '5000.00', 'PENDING'],
    [byCrmId, '-40.50', 'EUR', 'Returned goods, "all"', null, 'PENDING'],
    [byDomain, '7', 'JPY', null, '0', 'PENDING'],
  ])
  assert.equal((await eventsOf(own, 'commission-lines.create')).length, 3)
  const [event] = await eventsOf(own, 'commission-lines.import')
  assert.deepEqual(event.after, { rows: 3, created: 3, updated: 0, unchanged: 0, refused: 0 })
  await assertBooks(server, own.organisation.id)
})

test('the same file twice changes nothing, and equal rows of one file are lines of their own', async () => {
  const own = await world(server)
  const partner = await newPartner(own)
  const csv = `partner,amount,currency,idempotencyKey\n${`${partner},10,USD,\n`.repeat(3)}${partner},10,USD,k\n${partner},11,USD,\n${partner},12,USD,k\n`
  assert.deepEqual(counts(await send(own.admin, csv)), [5, 0, 1, 0])
  const [before, events] = [await linesOf(own), await eventsOf(own, 'commission-lines.import')]
  assert.deepEqual(counts(await send(own.admin, csv)), [0, 0, 6, 0])
  assert.deepEqual(counts(await send(own.admin, csv, { dryRun: 'true' })), [0, 0, 6, 0])
  assert.deepEqual(await linesOf(own), before)
  assert.deepEqual(await eventsOf(own, 'commission-lines.import'), events)
  assert.deepEqual(counts(await send(own.admin, `${csv}${partner},10,USD,\n`)), [1, 0, 6, 0])
  assert.deepEqual(await balances(server, partner), { 'COMMISSIONS USD': '-6100', 'PAYABLE USD': '6100' })
})

test('a row without a key is told apart by every column, also one that is ignored', async () => {
  const own = await world(server)
  const partner = await newPartner(own)
  const file = (month: string) => `partner,amount,currency,month\n${partner},10,USD,${month}\n`
  assert.deepEqual(counts(await send(own.admin, file('2026-01'))), [1, 0, 0, 0])
  assert.deepEqual(counts(await send(own.admin, file('2026-02'))), [1, 0, 0, 0])
  assert.deepEqual(counts(await send(own.admin, file('2026-01'), { map: 'month=description' })), [0, 0, 1, 0])
})

test('a refused row is named with its line, its column and a sentence, and all others come in', async () => {
  const own = await world(server)
  const partner = await newPartner(own, { domain: 'larkspur.example' })
  const archived = await newPartner(own)
  await own.admin.post(`/api/v1/partners/${archived}/archive`)
  await withCrmId(own, '77002')
  await withCrmId(own, '77002')
  const money = [
    '1,250.00'.replace(',', ' '),
    '$5',
    '5 USD',
    '+5',
    '1e3',
    '.5',
    '(5)',
    '1.000',
    '0.00',
    '-0',
    '1234567890123456',
  ]
  const csv = [
    'partner,amount,currency,description,source',
    `${partner},1,USD,fine,`,
    ...money.map((amount) => `${partner},${amount},USD,,`),
    `${partner},1,XAU,,`,
    `${partner},1.5,JPY,,2.5`,
    `nobody.example,1,USD,,`,
    `77002,1,USD,,`,
    `${archived},1,USD,,`,
    `,1,USD,,`,
    `${partner},,USD,,`,
    `${partner},"1,50",USD,"two\nlines",`,
    `${partner},1,USD,${'x'.repeat(2001)},`,
    `larkspur.example,2,USD,fine too,`,
  ].join('\n')
  const answer = await send(own.admin, csv, { map: 'source=sourceAmount' })
  assert.deepEqual(counts(answer), [2, 0, 0, money.length + 9])
  const told = answer.body.data.errors.map(({ line, column, value }: Fault) => [line, column, value?.slice(0, 20)])
  const after = 3 + money.length
  assert.deepEqual(told, [
    ...money.map((amount, n) => [3 + n, 'amount', amount]),
    [after, 'currency', 'XAU'],
    [after + 1, 'amount', '1.5'],
    [after + 1, 'source', '2.5'],
    [after + 2, 'partner', 'nobody.example'],
    [after + 3, 'partner', '77002'],
    [after + 4, 'partner', archived.slice(0, 20)],
    [after + 5, null, undefined],
    [after + 6, null, undefined],
    [after + 7, 'amount', '1,50'],
    [after + 9, 'description', 'x'.repeat(20)],
  ])
  for (const { reason } of answer.body.data.errors) assert.match(reason, /^[A-Z].*\.$/)
  const reasons = new Map(answer.body.data.errors.map(({ line, reason }: Fault) => [line, reason]))
  assert.match(String(reasons.get(3)), /decimal string such as "1250\.00"/)
  assert.equal(reasons.get(after + 2), 'No partner has this id, CRM id or domain.')
  assert.deepEqual(
    (await linesOf(own)).map(({ description }) => description),
    ['fine', 'fine too'],
  )
  await assertBooks(server, own.organisation.id)
})

test('a dry run says what would happen and writes nothing, over several batches too', async () => {
  const own = await world(server)
  const partner = await newPartner(own)
  await newLine(own, { partnerId: partner, idempotencyKey: 'key-7' })
  const rows = Array.from({ length: 1100 }, (_, n) => `${n % 100 ? partner : 'nobody'},${n + 1},USD,key-${n % 1050}\n`)
  const csv = `partner,amount,currency,idempotencyKey\n${rows.join('')}`
  const dry = await send(own.admin, csv, { dryRun: 'true' })
  assert.equal((await linesOf(own)).length, 1)
  const real = await send(own.admin, csv)
  assert.deepEqual(real.body.data, { ...dry.body.data, dryRun: false })
  const [created, , unchanged, wrong] = counts(real)
  assert.deepEqual([created, unchanged, wrong], [1039, 50, 11])
  await assertBooks(server, own.organisation.id)
})

test('a file without the needed columns is refused, and so is a key without the right', async () => {
  const own = await world(server)
  const partner = await newPartner(own)
  const messageFor = async (csv: string) => {
    const answer = await send(own.admin, csv)
    assert.deepEqual(refused(answer), [422, 'VALIDATION_ERROR'])
    return answer.body.error.details[0].message
  }
  assert.match(await messageFor('partner,currency\n'), /No column is known to be the amount/)
  assert.match(await messageFor('amount,currency\n'), /No column is known to be the partner\./)
  assert.match(await messageFor('partner;amount;currency\n'), /Is another delimiter needed\?/)
  assert.match(await messageFor('partner,domain,amount,currency\n'), /would both be the partner/)
  const csv = `partner,amount,currency\n${partner},1,USD\n`
  for (const caller of [await own.callerWith('commissions:read', 'partners:write'), await own.callerBoundTo(partner)])
    assert.deepEqual(refused(await send(caller, csv)), [403, 'FORBIDDEN'])
  assert.deepEqual(counts(await send((await world(server)).admin, csv)), [0, 0, 0, 1], 'another organisation’s partner')
  assert.deepEqual(counts(await send(await own.callerWith('commissions:write'), csv)), [1, 0, 0, 0])
})

test('equal files at once make each line once', async () => {
  const own = await world(server)
  const partner = await newPartner(own)
  const rows = Array.from({ length: 1200 }, (_, n) => `${partner},${1 + (n % 400)},USD\n`)
  const csv = `partner,amount,currency\n${rows.join('')}`
  const reversed = `partner,amount,currency\n${rows.toReversed().join('')}`
  const answers = await Promise.all([csv, reversed, csv, reversed].map((file) => send(own.admin, file)))
  assert.equal(
    answers.reduce((sum, answer) => sum + (counts(answer)[0] ?? 0), 0),
    1200,
  )
  assert.deepEqual(await balances(server, partner), { 'COMMISSIONS USD': '-24060000', 'PAYABLE USD': '24060000' })
  await assertBooks(server, own.organisation.id)
})
