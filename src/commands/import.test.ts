import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable, Writable } from 'node:stream'
import { after, test } from 'node:test'
import pino from 'pino'
import { watchedImport } from '#/domains/partners/index.ts'
import type { ImportReport } from '#/platform/imports/report.ts'
import { operatorIn, serverOfThisFile, type World, world } from '#/testing/world.ts'
import { readConfig } from '../config.ts'
import { perform } from '../platform/perform.ts'
import type { TerminalCommand } from './command.ts'
import { exportCommand } from './export.ts'
import { importCommand } from './import.ts'

const server = await serverOfThisFile()
const folder = await mkdtemp(join(tmpdir(), 'symbolon-import-test-'))
after(() => rm(folder, { recursive: true }))

/** Runs a command as the terminal does, and gathers what it wrote. */
async function run(command: TerminalCommand, args: string[], settings: { isTerminal?: boolean } = {}) {
  const written = { out: '', err: '' }
  const into = (key: 'out' | 'err') =>
    new Writable({ write: (text, _encoding, done) => void ((written[key] += String(text)), done()) })
  const config = readConfig({ DATABASE_URL: server.database.url })
  const err = Object.assign(into('err'), { isTTY: settings.isTerminal })
  const code = await command.run(args, { config, log: pino({ level: 'silent' }), out: into('out'), err })
  return { code, ...written }
}

async function fileOf(content: string): Promise<string> {
  const path = join(folder, `${crypto.randomUUID()}.csv`)
  await writeFile(path, content)
  return path
}

const importInto = async (own: World, content: string, ...options: string[]) =>
  await run(importCommand, ['partners', await fileOf(content), '--organisation', own.organisation.id, ...options])
const exportOf = async (own: World) =>
  (await run(exportCommand, ['partners', '--organisation', own.organisation.id])).out
const countIn = async (own: World) => (await own.admin.get('/api/v1/partners?limit=100')).body.data.length

test('a file that goes in whole ends with 0 and a summary', async () => {
  const own = await world(server)
  const first = await importInto(own, 'name,domain,City\nA,a.example,Leeds\nB,,\n')
  assert.deepEqual(first, {
    code: 0,
    out: '2 rows: 2 created, 0 updated, 0 unchanged, 0 refused.\n',
    err: 'Ignored columns: City.\n',
  })
  const dry = await importInto(
    own,
    'Firm;Web\nA;a.example\nC;c.example\n',
    '--dry-run',
    '--delimiter',
    ';',
    '--map',
    'Firm=name',
    '--map',
    'Web=domain',
  )
  assert.match(dry.out, /^Nothing was written\. It would be: 2 rows: 1 created, 0 updated, 1 unchanged, 0 refused\.\n$/)
  assert.equal(await countIn(own), 2)
  assert.equal((await importInto(own, 'name\tdomain\nTab\ttab.example', '--delimiter', 'tab')).code, 0)
})

test('refused rows end it with 2, and are told on the terminal or in a report', async () => {
  const own = await world(server)
  const content = 'name,domain\nA,a.example\n"B, Ltd",nodots\n'
  const told = await importInto(own, content)
  assert.equal(told.code, 2)
  assert.equal(told.err, 'Line 3, domain: This is no domain such as example.com.\n')
  const reportPath = join(folder, 'report.csv')
  const reported = await importInto(own, content, '--report', reportPath)
  assert.deepEqual([reported.code, reported.err], [2, ''])
  assert.equal(
    await readFile(reportPath, 'utf8'),
    'line,column,reason,value\n3,domain,This is no domain such as example.com.,nodots\n',
  )
  await assert.rejects(importInto(own, content, '--report', join(folder, 'absent', 'report.csv')), /cannot be written/)
})

test('commission lines come in as well, and the same file again makes none', async () => {
  const own = await world(server)
  await importInto(own, 'name,domain\nA,a.example\n')
  const path = await fileOf(
    'Vendor,amount,currency\na.example,12.5,USD\na.example,12.5,USD\nb.example,1,USD\na.example,1.255,USD\n',
  )
  const args = ['commission-lines', path, '--organisation', own.organisation.id, '--map', 'Vendor=partner']
  const dry = await run(importCommand, [...args, '--dry-run'])
  assert.match(dry.out, /^Nothing was written\. It would be: 4 rows: 2 created, 0 updated, 0 unchanged, 2 refused/)
  const first = await run(importCommand, args)
  assert.deepEqual(
    [first.code, first.out, first.err],
    [
      2,
      '4 rows: 2 created, 0 updated, 0 unchanged, 2 refused.\n',
      'Line 4, Vendor: No partner has this id, CRM id or domain.\nLine 5, amount: USD has 2 decimals: this amount has 3.\n',
    ],
  )
  assert.match((await run(importCommand, args)).out, /^4 rows: 0 created, 0 updated, 2 unchanged, 2 refused/)
})

test('what cannot be done is refused with a sentence', async () => {
  const own = await world(server)
  await assert.rejects(run(importCommand, ['payouts', 'a.csv']), /nothing called payouts/)
  await assert.rejects(run(exportCommand, ['visitors']), /nothing called visitors/)
  await assert.rejects(run(importCommand, ['partners']), /Usage: symbolon import partners/)
  await assert.rejects(run(importCommand, ['partners', join(folder, 'absent.csv')]), /There is no file/)
  await assert.rejects(run(importCommand, ['partners', folder]), /is not a file/)
  await assert.rejects(importInto(own, 'title\nA\n'), /No column is known to be the partner's name/)
  await assert.rejects(importInto(own, 'name\nA\n', '--map', 'name=title'), /no field title/)
  await assert.rejects(importInto(own, 'name\nA\n', '--delimiter', 'x'), /delimiter/)
  await assert.rejects(importInto(own, 'name\nA\n', '--colour', 'x'), /Usage: symbolon import/)
  await assert.rejects(
    run(exportCommand, ['partners', '--organisation', own.organisation.id, '--out', join(folder, 'absent', 'x')]),
    /cannot be written/,
  )
})

test('progress is one line, on a terminal only', async () => {
  const own = await world(server)
  const path = await fileOf(`name\n${Array.from({ length: 600 }, (_, i) => `P${i}\n`).join('')}`)
  const { err } = await run(importCommand, ['partners', path, '--organisation', own.organisation.id], {
    isTerminal: true,
  })
  const drawn = err.split('\r\u001B[K')
  assert.deepEqual([drawn.length, drawn[0], drawn[3]], [4, '', ''])
  assert.match(drawn[1] ?? '', /^500 rows, \d+ a second: 500 created/)
  assert.match(drawn[2] ?? '', /^600 rows/)
})

test('an import that is stopped keeps what its batches so far have done', async () => {
  const own = await world(server)
  const ctx = await operatorIn(server, own.organisation.id)
  const lines = Array.from({ length: 1200 }, (_, i) => `P${i},p${i}.example\n`)
  const stop = new AbortController()
  const onBatch = ({ rows }: ImportReport) => rows >= 1000 && stop.abort()
  const file = Readable.from([Buffer.from(`name,domain\n${lines.join('')}`)])
  const { output } = await perform(watchedImport({ signal: stop.signal, onBatch }), ctx, { input: { file } })
  assert.equal((output as ImportReport).created, 1000)
  assert.equal((await exportOf(own)).trimEnd().split('\n').length, 1001)
})

const withoutTimes = (csv: string) => csv.replaceAll(/(ptn_\w{26}|\d{4}-\d\d-\d\dT[\d:.]+Z)/g, '')

test('an export goes into an empty organisation and comes out the same', async () => {
  const [own, empty] = [await world(server), await world(server)]
  for (const { admin } of [own, empty]) {
    await admin.post('/api/v1/tiers', { name: 'Gold; "first"' })
    await admin.post('/api/v1/phases', { name: 'Active' })
    await admin.post('/api/v1/users', { email: 'Kim@vendor.example.com' })
  }
  const content = `name,domain,categories,tier,phase,owner,status,externalId,externalIdType,externalCompanyId
"Söhne, ""Pine"" & Co",a.example,x|y;z,"gold; ""first""",active,kim@vendor.example.com,inactive,77,PARTNER,88
"Two
lines",münchen.example,,,,,,,,
=1+1,,,,,,,,,
`
  assert.equal((await importInto(own, content)).code, 0)
  const [first] = (await own.admin.get('/api/v1/partners?limit=1&sort=createdAt')).body.data
  await own.admin.put(`/api/v1/partners/${first.id}/categories`, { categories: ['a;b', 'c|d', 'e\\', '\\;f', 'g'] })
  const merged = (await own.admin.post('/api/v1/partners', { name: 'Merged away' })).body.data
  await own.admin.post(`/api/v1/partners/${first.id}/merge`, { partnerId: merged.id })
  const exported = await exportOf(own)
  assert.equal((await importInto(empty, exported)).code, 0)
  assert.equal(withoutTimes(await exportOf(empty)), withoutTimes(exported))
  const again = await importInto(own, exported)
  assert.match(again.out, /^3 rows: 0 created, 0 updated, 3 unchanged/)
})

test('the export is a stream over HTTP, for whoever may read partners of this organisation', async () => {
  const own = await world(server)
  const lines = Array.from({ length: 450 }, (_, i) => `P${i},p${i}.example\n`)
  await importInto(own, `name,domain\n${lines.join('')}`)
  const answer = await (await own.callerWith('partners:read')).get('/api/v1/exports/partners')
  assert.equal(answer.status, 200)
  assert.equal(answer.headers.get('content-type'), 'text/csv; charset=utf-8')
  assert.equal(answer.text, await exportOf(own))
  assert.equal(answer.text.trimEnd().split('\n').length, 451)
  assert.equal((await (await own.callerWith('partners:write')).get('/api/v1/exports/partners')).status, 403)
  assert.equal((await own.admin.get('/api/v1/exports/partners?limit=1')).status, 422)
  assert.equal((await (await world(server)).admin.get('/api/v1/exports/partners')).text.trimEnd().split('\n').length, 1)
  const path = join(folder, 'out.csv')
  await run(exportCommand, ['partners', '--organisation', own.organisation.id, '--out', path])
  assert.equal(await readFile(path, 'utf8'), answer.text)
})
