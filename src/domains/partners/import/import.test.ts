import assert from 'node:assert/strict'
import { setTimeout as pause } from 'node:timers/promises'
import { before, test } from 'node:test'
import { type Answer, type Caller, serverOfThisFile, type World, world } from '#/testing/world.ts'

const server = await serverOfThisFile({ settings: { FILE_LIMIT_BYTES: '400000' } })
let vendor: World
before(async () => {
  vendor = await world(server)
})

const form = (content: string | Uint8Array<ArrayBuffer>, part = 'file') => {
  const data = new FormData()
  data.append(part, new Blob([content], { type: 'text/csv' }), 'partners.csv')
  return data
}
const send = (caller: Caller, content: string | Uint8Array<ArrayBuffer>, query: Record<string, string> = {}) =>
  caller.send('POST', `/api/v1/imports/partners?${new URLSearchParams(query)}`, { raw: form(content) })
const partnersOf = async (from: World) => (await from.admin.get('/api/v1/partners?limit=100&sort=createdAt')).body.data
const eventsOf = async (from: World) => (await from.admin.get('/api/v1/events?limit=100')).body.data
const issueOf = (answer: Answer) => {
  const [{ path, message }] = answer.body.error.details
  return [answer.status, answer.body.error.code, path.join('.'), message]
}
const counts = (answer: Answer) => {
  assert.equal(answer.status, 200, answer.text)
  const { created, updated, unchanged, refused } = answer.body.data
  return { created, updated, unchanged, refused }
}
const none = { created: 0, updated: 0, unchanged: 0, refused: 0 }

test('a file makes partners, and its columns are known by their headers', async () => {
  const own = await world(server)
  const gold = (await own.admin.post('/api/v1/tiers', { name: 'Gold' })).body.data
  const active = (await own.admin.post('/api/v1/phases', { name: 'Active' })).body.data
  const kim = (await own.admin.post('/api/v1/users', { email: 'kim@vendor.example.com', name: 'Kim' })).body.data
  const csv = `Organization name,Domain_Name,external-id,EXTERNAL ID TYPE,externalCompanyId,Partner type,Tier,phase id,Owner,Status,City
Harbour & Pine,https://www.Harbour-Pine.example/en,77001,PARTNER,88001,Reseller; Referral|Reseller,gold,${active.id},KIM@vendor.example.com,Inactive,Leeds
Larkspur,larkspur.example,,,,,${gold.id},,${kim.id},,`
  const answer = await send(own.admin, csv)
  assert.deepEqual(answer.body.data, {
    rows: 2,
    ...none,
    created: 2,
    dryRun: false,
    ignoredColumns: ['City'],
    errors: [],
    errorsOmitted: 0,
  })
  const [first, second] = await partnersOf(own)
  const { name, domain, externalId, externalIdType, externalCompanyId, categories, tierId, phaseId, owner, status } =
    first
  assert.deepEqual(
    [name, domain, externalId, externalIdType, externalCompanyId, categories, tierId, phaseId, owner.id, status],
    [
      'Harbour & Pine',
      'harbour-pine.example',
      '77001',
      'PARTNER',
      '88001',
      ['Reseller', 'Referral'],
      gold.id,
      active.id,
      kim.id,
      'inactive',
    ],
  )
  assert.deepEqual(
    [second.name, second.tierId, second.phaseId, second.owner.id, second.status, second.categories],
    ['Larkspur', gold.id, null, kim.id, 'active', []],
  )
})

test('the same file twice changes nothing and leaves no event', async () => {
  const own = await world(server)
  const csv = 'name,domain,categories,status\nA,a.example,x;y,inactive\nB,,,\nC,c.example,,\n'
  assert.deepEqual(counts(await send(own.admin, csv)), { ...none, created: 3 })
  const [partners, events] = [await partnersOf(own), await eventsOf(own)]
  assert.deepEqual(counts(await send(own.admin, csv)), { ...none, unchanged: 3 })
  assert.deepEqual(await partnersOf(own), partners)
  assert.deepEqual(await eventsOf(own), events)
})

test('each partner that is made or changed has one event, and the import has one', async () => {
  const own = await world(server)
  await send(own.admin, 'name,domain\nA,a.example\nB,b.example\n')
  await send(own.admin, 'name,domain,categories\nA,a.example,x\nB,b.example,\n')
  const events = (await eventsOf(own)).filter(({ type }: { type: string }) => type.startsWith('partners.'))
  assert.deepEqual(events.map(({ type, before, after }: Record<string, unknown>) => [type, before, after]).reverse(), [
    ['partners.create', null, { name: 'A', domain: 'a.example', status: 'active' }],
    ['partners.create', null, { name: 'B', domain: 'b.example', status: 'active' }],
    ['partners.import', null, { rows: 2, ...none, created: 2 }],
    ['partners.update', { categories: [] }, { categories: ['x'] }],
    ['partners.import', null, { rows: 2, ...none, updated: 1, unchanged: 1 }],
  ])
})

test('a row writes only what its cells give, and an archived partner stays archived', async () => {
  const own = await world(server)
  const made = (await own.admin.post('/api/v1/partners', { name: 'Quayside', domain: 'quayside.example' })).body.data
  await own.admin.put(`/api/v1/partners/${made.id}/categories`, { categories: ['Referral'] })
  await own.admin.patch(`/api/v1/partners/${made.id}/crm-record`, { externalId: '77002' })
  await own.admin.post(`/api/v1/partners/${made.id}/archive`)
  const answer = await send(own.admin, 'Name,Website,Category,External id\nQuayside Supply,quayside.example,,\n')
  assert.deepEqual(counts(answer), { ...none, updated: 1 })
  const { name, categories, externalId, status } = (await own.admin.get(`/api/v1/partners/${made.id}`)).body.data
  assert.deepEqual([name, categories, externalId, status], ['Quayside Supply', ['Referral'], '77002', 'inactive'])
  await send(own.admin, 'Name,Website,Status\nQuayside Supply,quayside.example,active\n')
  assert.equal((await own.admin.get(`/api/v1/partners/${made.id}`)).body.data.status, 'active')
})

test('rows match as creating over the API does: by domain, else by name, a merged domain by its survivor', async () => {
  const own = await world(server)
  const make = async (body: object) => (await own.admin.post('/api/v1/partners', body)).body.data.id
  const staying = await make({ name: 'Staying', domain: 'staying.example' })
  const going = await make({ name: 'Going', domain: 'going.example' })
  await own.admin.post(`/api/v1/partners/${staying}/merge`, { partnerId: going })
  const older = await make({ name: 'Twin', domain: 'twin-1.example' })
  const younger = await make({ name: 'Twin', domain: 'twin-2.example' })
  await own.admin.patch(`/api/v1/partners/${younger}`, { domain: null })
  const csv =
    'name,domain,external id\nStaying,going.example,1\ntWIN,,2\nTwin,twin-1.example,3\nTwin,twin-3.example,4\n'
  assert.deepEqual(counts(await send(own.admin, csv)), { ...none, created: 1, updated: 3 })
  const idsByPartner = async (id: string) => (await own.admin.get(`/api/v1/partners/${id}`)).body.data
  assert.equal((await idsByPartner(staying)).externalId, '1')
  assert.deepEqual([(await idsByPartner(younger)).externalId, (await idsByPartner(younger)).name], ['2', 'tWIN'])
  assert.equal((await idsByPartner(older)).externalId, '3')
  assert.equal((await partnersOf(own)).length, 4)
})

test('of rows about one partner the later ones win, as if they came one after another', async () => {
  const own = await world(server)
  const csv = `name,domain,categories
First,same.example,a
Second,www.same.example,
Second,https://same.example/,b
By name,,x
BY NAME,,
Later,later.example,
later,,z
Second,same.example,b
`
  const dry = await send(own.admin, csv, { dryRun: 'true' })
  assert.deepEqual(await partnersOf(own), [])
  assert.deepEqual(counts(dry), { created: 3, updated: 4, unchanged: 1, refused: 0 })
  assert.deepEqual(counts(await send(own.admin, csv)), counts(dry))
  assert.deepEqual(
    (await partnersOf(own)).map(({ name, domain, categories }: Record<string, unknown>) => [name, domain, categories]),
    [
      ['Second', 'same.example', ['b']],
      ['BY NAME', null, ['x']],
      ['later', 'later.example', ['z']],
    ],
  )
  const events = (await eventsOf(own)).filter(({ type }: { type: string }) => /^partners\.(create|update)$/.test(type))
  assert.equal(events.length, 3)
})

test('a dry run writes nothing and counts the same, over several batches too', async () => {
  const own = await world(server)
  const rows = Array.from({ length: 1100 }, (_, i) => `Partner ${i % 700},${i % 3 ? `p${i % 700}.example` : ''}`)
  const csv = `name,domain\n${rows.join('\n')}\nBad,bad`
  const before = await eventsOf(own)
  const dry = await send(own.admin, csv, { dryRun: 'true' })
  assert.equal(dry.body.data.dryRun, true)
  assert.deepEqual(await partnersOf(own), [])
  assert.deepEqual(await eventsOf(own), before)
  const real = await send(own.admin, csv)
  assert.deepEqual({ ...real.body.data, dryRun: true }, dry.body.data)
  assert.equal(real.body.data.refused, 1)
})

test('quotes, delimiters, accents and lines inside cells are read as they stand', async () => {
  const own = await world(server)
  const csv =
    '\uFEFF"Name" , "Domain"\r\n"Pine, ""Oak"" & Söhne",m\u00FCnchen.example\r\n\r\n"Two\r\nlines",two.example\r\n,\r\n Trimmed  ,\ttrim.example'
  assert.deepEqual(counts(await send(own.admin, csv)), { ...none, created: 3 })
  assert.deepEqual(
    (await partnersOf(own)).map(({ name, domain }: Record<string, string>) => [name, domain]),
    [
      ['Pine, "Oak" & Söhne', 'xn--mnchen-3ya.example'],
      ['Two\r\nlines', 'two.example'],
      ['Trimmed', 'trim.example'],
    ],
  )
})

test('another delimiter is taken, and asked for when the headers show none', async () => {
  const own = await world(server)
  const csv = 'name;domain;categories\n"Semi; colon";semi.example;"a;b"\n'
  assert.deepEqual(counts(await send(own.admin, csv, { delimiter: ';' })), { ...none, created: 1 })
  const [made] = await partnersOf(own)
  assert.deepEqual([made.name, made.categories], ['Semi; colon', ['a', 'b']])
  const [status, , path, message] = issueOf(await send(own.admin, csv))
  assert.deepEqual([status, path], [422, 'file'])
  assert.match(message, /Is another delimiter needed\?/)
  assert.deepEqual(
    counts(
      await send(own.admin, 'name\tdomain\nTab "quoted", yes\ttab.example\n'.replaceAll('"', ''), { delimiter: '\t' }),
    ),
    { ...none, created: 1 },
  )
})

test('a refused row is named by the line it begins on, and all others come in', async () => {
  const own = await world(server)
  const csv = [
    'name,domain,categories,tier,status,note',
    '"A cell\nof three\nlines",three.example,,,,',
    'No domain such as,nodots,,,,',
    '"Two\nlines",two.example,,Platinum,,"x\r\ny"',
    ',empty-name.example,,,,',
    `${'x'.repeat(201)},long.example,,,sleeping,`,
    'Short,short.example',
    'Long,long.example,,,,,more',
    '"Mis"quoted,mis.example,,,,',
    'Inches 5",inches.example,,,,',
    'Fine,fine.example,,,,',
    '',
    'NUL\0here,nul.example,,,,',
    'Last,last.example,,,,',
    '"Never closed,never.example,,,,',
    'After,after.example,,,,',
  ].join('\n')
  const answer = await send(own.admin, csv)
  assert.deepEqual(counts(answer), { ...none, created: 4, refused: 10 })
  assert.deepEqual(
    answer.body.data.errors.map(({ line, column }: Record<string, unknown>) => [line, column]),
    [
      [5, 'domain'],
      [6, 'tier'],
      [9, null],
      [10, 'name'],
      [10, 'status'],
      [11, null],
      [12, null],
      [13, null],
      [14, null],
      [17, 'name'],
      [19, null],
    ],
  )
  assert.equal(answer.body.data.errors[3].reason, 'At most 200 characters allowed.')
  assert.deepEqual(answer.body.data.errors[1], {
    line: 6,
    column: 'tier',
    reason: 'No tier has this id or name.',
    value: 'Platinum',
  })
  assert.deepEqual(
    (await partnersOf(own)).map(({ name }: { name: string }) => name),
    ['A cell\nof three\nlines', 'Fine', 'Last', 'After'],
  )
})

test('a row that is not UTF-8 is refused, and a header row that is not refuses the file', async () => {
  const latin1 = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'))
  const answer = await send(vendor.admin, latin1('name,domain\nCaf\u00E9,cafe.example\nPlain,plain-latin.example\n'))
  assert.deepEqual(counts(answer), { ...none, created: 1, refused: 1 })
  assert.match(answer.body.data.errors[0].reason, /UTF-8/)
  assert.match(issueOf(await send(vendor.admin, latin1('name,Stra\u00DFe\nA,B\n')))[3], /UTF-8/)
  assert.match(
    issueOf(await send(vendor.admin, new Uint8Array(Buffer.from('\uFEFFname,domain\n', 'utf16le'))))[3],
    /UTF-8/,
  )
})

test('at most 10,000 faults are listed and the others counted', async () => {
  const answer = await send(vendor.admin, `name,domain\n${'X,x\n'.repeat(10_050)}`)
  assert.deepEqual(counts(answer), { ...none, refused: 10_050 })
  assert.equal(answer.body.data.errors.length, 10_000)
  assert.equal(answer.body.data.errorsOmitted, 50)
})

test('the map reads headers otherwise, and wrong maps are refused with a sentence', async () => {
  const own = await world(server)
  const csv = 'Kunde,Website,Domain,Type,Nr\nA,a.example,ignored.example,Reseller,7\n'
  const answer = await send(own.admin, csv, { map: 'Kunde=name, website=domain,Type=ignore,Nr=externalId' })
  assert.deepEqual(answer.body.data.ignoredColumns, ['Domain', 'Type'])
  const [made] = await partnersOf(own)
  assert.deepEqual([made.name, made.domain, made.externalId, made.categories], ['A', 'a.example', '7', []])
  const refused = async (map: string, path: string, message: RegExp) => {
    const issue = issueOf(await send(own.admin, csv, { map }))
    assert.deepEqual(issue.slice(0, 3), [422, 'VALIDATION_ERROR', path])
    assert.match(issue[3], message)
  }
  await refused('Kunde=title', 'map', /no field title/)
  await refused('Kunde', 'map', /Header=field/)
  await refused('Absent=name', 'map', /no column Absent/)
  await refused('Kunde=name', 'file', /Website and Domain would both be the domain/)
  await refused('Kunde=name,Website=domain,Domain=domain', 'file', /would both be/)
  await refused('Website=domain', 'file', /No column is known to be the partner's name/)
})

test('what is no CSV file is refused with a sentence', async () => {
  assert.deepEqual(issueOf(await send(vendor.admin, '')), [422, 'VALIDATION_ERROR', 'file', 'The file is empty.'])
  assert.match(issueOf(await send(vendor.admin, '\n\n'))[3], /empty/)
  assert.match(issueOf(await send(vendor.admin, '"name,domain\nA,a.example\n'))[3], /first row/)
  assert.match(issueOf(await send(vendor.admin, 'name,name\nA,B\n'))[3], /both be the name/)
  assert.deepEqual(counts(await send(vendor.admin, 'name,domain\n')), none)
})

test('what is no form with one file is refused before anything is read', async () => {
  const path = '/api/v1/imports/partners'
  const statusOf = async (call: Parameters<Caller['send']>[2], query = '') =>
    issueOf(await vendor.admin.send('POST', path + query, call)).slice(0, 3)
  const refusedAt = (where: string) => [422, 'VALIDATION_ERROR', where]
  assert.deepEqual(await statusOf({ body: { file: 'x' } }), refusedAt(''))
  assert.deepEqual(await statusOf({ raw: 'name\nA', headers: { 'content-type': 'text/csv' } }), refusedAt(''))
  assert.deepEqual(await statusOf({}), refusedAt(''))
  assert.deepEqual(await statusOf({ raw: 'x', headers: { 'content-type': 'multipart/form-data' } }), refusedAt(''))
  assert.deepEqual(
    await statusOf({ raw: '--x\r\ngarbage', headers: { 'content-type': 'multipart/form-data; boundary=x' } }),
    refusedAt(''),
  )
  assert.deepEqual(await statusOf({ raw: new FormData() }), refusedAt('file'))
  assert.deepEqual(await statusOf({ raw: form('name\nA', 'upload') }), refusedAt('upload'))
  assert.deepEqual(await statusOf({ raw: form('name\nA') }, '?file=x'), refusedAt('file'))
  assert.deepEqual(await statusOf({ raw: form('name\nA') }, '?dryrun=true'), refusedAt('dryrun'))
  assert.deepEqual(await statusOf({ raw: form('name\nA') }, '?dryRun=yes'), refusedAt('dryRun'))
  const withField = form('name\nNever in')
  withField.append('dryRun', 'true')
  assert.deepEqual(await statusOf({ raw: withField }), refusedAt('dryRun'), 'also when the field comes after the file')
  const two = form('name\nNever in')
  two.append('file', new Blob(['name\nNor this']), 'b.csv')
  assert.deepEqual(await statusOf({ raw: two }), refusedAt(''))
  assert.equal((await vendor.admin.get('/api/v1/partners?q=never')).body.data.length, 0)
})

test('a file over the limit is 413, and nothing of it comes in', async () => {
  const own = await world(server)
  const row = (i: number) => `Large ${i},large-${i}.example\n`
  const answer = await send(own.admin, `name,domain\n${Array.from({ length: 20_000 }, (_, i) => row(i)).join('')}`)
  assert.equal(answer.status, 413)
  assert.equal(answer.body.error.code, 'PAYLOAD_TOO_LARGE')
  assert.deepEqual(await partnersOf(own), [])
  const body = await own.admin.send('POST', '/api/v1/imports/partners', {
    raw: 'x'.repeat(2_000_000),
    headers: { 'content-type': 'text/csv' },
  })
  assert.equal(body.status, 413, 'a body that is no form is not taken in at the size of files')
})

test('a sender that breaks off has changed nothing', async () => {
  const own = await world(server)
  const boundary = 'edge'
  const head = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="a.csv"\r\n\r\nname,domain\nBroken,broken.example\nHalf,half.exam`
  const broken = new ReadableStream({
    async start(controller) {
      controller.enqueue(new TextEncoder().encode(head))
      await pause(100)
      controller.error(new Error('the sender is gone'))
    },
  })
  const headers = { 'x-api-key': own.admin.key, 'content-type': `multipart/form-data; boundary=${boundary}` }
  await assert.rejects(
    fetch(`${server.url}/api/v1/imports/partners`, { method: 'POST', headers, body: broken, duplex: 'half' }),
  )
  const cut = await own.admin.send('POST', '/api/v1/imports/partners', { raw: head, headers })
  assert.equal(cut.status, 422)
  assert.deepEqual(await partnersOf(own), [])
})

test('only a key that may write partners imports, and only into its own organisation', async () => {
  const [own, other] = [await world(server), await world(server)]
  await send(other.admin, 'name,domain\nTheirs,shared.example\nBy name,\n')
  const theirs = await partnersOf(other)
  assert.equal((await send(await own.callerWith('partners:read'), 'name\nA\n')).status, 403)
  assert.equal(
    (await send(await own.callerWith('partners:write'), 'name,domain\nOurs,shared.example\nBy name,\n')).status,
    200,
  )
  assert.deepEqual(
    (await partnersOf(own)).map(({ name }: { name: string }) => name),
    ['Ours', 'By name'],
  )
  assert.deepEqual(await partnersOf(other), theirs)
  const tier = (await other.admin.post('/api/v1/tiers', { name: 'Theirs' })).body.data
  assert.deepEqual(counts(await send(own.admin, `name,tier\nA,${tier.id}\nB,Theirs\n`)), { ...none, refused: 2 })
})

test('equal imports at once, beside creates and each other, never make two partners', async () => {
  const own = await world(server)
  const row = (i: number) => `Racer ${i},${i % 4 ? `racer-${i}.example` : ''}`
  const rows = Array.from({ length: 1200 }, (_, i) => row(i))
  const file = (all: string[]) => `name,domain\n${all.join('\n')}\n`
  const create = (i: number) => {
    const [name, domain] = row(i).split(',')
    return own.admin.post('/api/v1/partners', { name, domain: domain || null })
  }
  const [, ...imports] = await Promise.all([
    Promise.all(Array.from({ length: 200 }, (_, i) => create(i * 6))),
    send(own.admin, file(rows)),
    send(own.admin, file(rows.toReversed())),
    send(own.admin, file(rows)),
  ])
  const made = imports.map((answer) => counts(answer).created).reduce((sum, one) => sum + one, 0)
  assert.ok(made >= 1000 && made <= 1200, `${made} were made by imports`)
  const after = counts(await send(own.admin, file(rows)))
  assert.deepEqual(after, { ...none, unchanged: 1200 })
  let total = 0
  for (let cursor: string | null = ''; cursor !== null;) {
    const { data, pagination }: Answer['body'] = (await own.admin.get(`/api/v1/partners?limit=100&cursor=${cursor}`))
      .body
    total += data.length
    cursor = pagination.nextCursor
  }
  assert.equal(total, 1200)
})
