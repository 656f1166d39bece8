import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Answer, type Caller, serverOfThisFile, type World, world } from '#/testing/world.ts'

const server = await serverOfThisFile()
const vendor = await world(server)

const form = (content: string | Uint8Array<ArrayBuffer>) => {
  const data = new FormData()
  data.append('file', new Blob([content], { type: 'text/csv' }), 'partners.csv')
  return data
}
const send = (caller: Caller, content: string | Uint8Array<ArrayBuffer>, query: Record<string, string> = {}) =>
  caller.send('POST', `/api/v1/imports/partners?${new URLSearchParams(query)}`, { raw: form(content) })
const partnersOf = async (from: World) => (await from.admin.get('/api/v1/partners?limit=100&sort=createdAt')).body.data
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
