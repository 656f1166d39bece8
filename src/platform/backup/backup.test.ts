import assert from 'node:assert/strict'
import { createWriteStream } from 'node:fs'
import { mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { after, test } from 'node:test'
import pg from 'pg'
import { openPromise } from 'yauzl'
import { ZipFile } from 'yazl'
import { backupCommand } from '#/commands/backup.ts'
import { restoreCommand } from '#/commands/restore.ts'
import { migrate, migrationNames } from '#/platform/database/migrate.ts'
import { queueMail } from '#/platform/mail/queue.ts'
import { inTransaction } from '#/platform/perform.ts'
import { testDatabase } from '#/testing/database.ts'
import { runCommand } from '#/testing/terminal.ts'
import { callerOf, operatorIn, rootKey, type Server, startServer, type World, world } from '#/testing/world.ts'
import { openArchive, verifyArchive } from './archive.ts'
import { backup } from './backup.ts'

const folder = await mkdtemp(join(tmpdir(), 'symbolon-backup-'))
after(() => rm(folder, { recursive: true, force: true }))
let files = 0
const newFile = () => join(folder, `${(files += 1)}.zip`)
const awkward = 'Żółć “quoted” 日本語 🎉 back\\slash \\N \\. tab\there'

/** A filled database and its archive, for the tests that do not change them. */
const smallDatabase = await testDatabase()
after(() => smallDatabase[Symbol.asyncDispose]())
await fillWithEverything(smallDatabase)
const small = { file: await archiveOf(smallDatabase.url), url: smallDatabase.url }

test('what a stopped server leaves comes back row by row in an empty database, and its keys open the next server', async () => {
  await using source = await testDatabase()
  const vendor = await fillWithEverything(source)
  const file = await archiveOf(source.url)
  await using target = await testDatabase({ isEmpty: true })
  const restored = await runCommand(restoreCommand, target.url, file)
  assert.match(restored.out, /^Restored .*\.zip of \d{4}-.*Z: \d+ tables, [\d,]+ rows\.\n$/)
  assert.deepEqual(await everyRow(target.url), await everyRow(source.url))

  await using server = await startServer({ database: target })
  const again = callerOf(server.url, vendor.admin.key)
  const partners = await again.get('/api/v1/partners?limit=100')
  assert.equal(partners.status, 200, partners.text)
  assert.ok(partners.body.data.some(({ name }: { name: string }) => name === awkward))
  assert.equal((await callerOf(server.url, rootKey).get('/api/v1/me')).status, 200)
})

test('an archive taken while others write is one moment: every change in it has its event, and no event lacks its change', async () => {
  await using server = await startServer()
  const vendor = await world(server)
  // It comes between events and partners and takes its time, in which others write.
  const longOne = 'create table long_one as select repeat(md5(n::text), 30) as text from generate_series(1, $n) n'
  await query(server.database.url, longOne.replace('$n', '50000'))
  const writing = keepWriting(vendor)
  await writing.begun
  const file = await archiveOf(server.database.url)
  const written = await writing.stop()
  await using target = await testDatabase()
  await query(target.url, longOne.replace('$n', '0'))
  const restored = await runCommand(restoreCommand, target.url, file)
  assert.equal(restored.code, 0, restored.err)

  const [partners, events] = await Promise.all(
    [`select id from partner`, `select subject_id from event where type = 'partners.create'`].map((asked) =>
      query(target.url, `select coalesce(string_agg(id, ' ' order by id), '') as ids from (${asked}) as t(id)`),
    ),
  )
  assert.deepEqual(partners, events)
  const [kept] = await query(target.url, 'select count(*)::int as partners from partner')
  assert.ok(kept?.['partners'] > 0 && kept?.['partners'] < written, `${kept?.['partners']} of ${written}`)
  const lastUse = /, last_used_at=[^,]*/
  const standing = new Set((await everyRow(server.database.url)).map((row) => row.replace(lastUse, '')))
  const invented = (await everyRow(target.url)).filter((row) => !standing.has(row.replace(lastUse, '')))
  assert.deepEqual(invented, [])
})

test('an archive from before a migration is brought to this version', async () => {
  await using source = await testDatabase({ isEmpty: true })
  const [first = ''] = await migrationNames()
  await migrate(source.url, { upTo: first })
  await query(source.url, `insert into organisation values ('org_1', 'Early', '2026-01-01T00:00:00.123Z')`)
  const file = await archiveOf(source.url)
  await using target = await testDatabase({ isEmpty: true })
  const restored = await runCommand(restoreCommand, target.url, file)
  assert.match(restored.out, /Migrated since: 0002-/)
  assert.deepEqual(await query(target.url, 'select id, name from organisation'), [{ id: 'org_1', name: 'Early' }])
  assert.equal((await query(target.url, 'select name from migration')).length, (await migrationNames()).length)

  await using migrated = await testDatabase()
  await refused(migrated.url, file, /has later migrations than the archive \(0002-partners/)
})

test('the secret of an installation that was never used gives way to that of the archive', async () => {
  const { file, url } = small
  await using target = await testDatabase()
  await query(target.url, `insert into instance (secret) values ('made by a first start that went no further')`)
  assert.equal((await runCommand(restoreCommand, target.url, file)).code, 0)
  assert.deepEqual(await everyRow(target.url), await everyRow(url))
})

test('a partitioned table is archived as one, and its partitions are made where they are missing', async () => {
  const parent = `create table visit (organisation_id text, id int, at timestamptz, doubled int generated always as (id * 2) stored,
    primary key (organisation_id, id, at)) partition by range (at)`
  await using source = await testDatabase()
  await query(
    source.url,
    `${parent}; create table visit_2026_01 partition of visit for values from ('2026-01-01') to ('2026-02-01');
    create table visit_rest partition of visit default;
    insert into visit select 'org', n, timestamptz '2026-01-31' + n * interval '1 hour' from generate_series(1, 40) n`,
  )
  const file = await archiveOf(source.url)
  const { tables } = await manifestOf(file)
  assert.deepEqual(
    tables.filter(({ name }) => name.startsWith('visit_')),
    [],
  )
  await using target = await testDatabase()
  await refused(target.url, file, /holds a table visit, which no migration makes/)
  await query(target.url, parent)
  assert.equal((await runCommand(restoreCommand, target.url, file)).code, 0)
  for (const table of ['visit', 'visit_2026_01', 'visit_rest']) {
    const rows = `select * from ${table} order by id`
    assert.deepEqual(await query(target.url, rows), await query(source.url, rows))
  }
})

test('a database in which there is an organisation is not restored into', async () => {
  const { file, url } = small
  const before = await everyRow(url)
  await refused(url, file, /not empty: there are rows in .*organisation/)
  assert.deepEqual(await everyRow(url), before)
})

test('a restore and the first start of a server at once end with the one or with the other, and one root key', async () => {
  for (const _round of [1, 2, 3, 4]) {
    await using target = await testDatabase()
    const [restored, server] = await Promise.all([
      runCommand(restoreCommand, target.url, small.file),
      startServer({ database: target }),
    ])
    await using _started = server
    const [found] = await query(
      target.url,
      `select count(*)::int as organisations, (select count(*)::int from api_key where is_root) as roots from organisation`,
    )
    assert.deepEqual(found, { organisations: restored.code === 0 ? 3 : 1, roots: 1 }, restored.err)
  }
})

test('a damaged archive is refused, wherever the damage is, and leaves nothing', async () => {
  const { file } = small
  const whole = await readFile(file)
  const places = await dataPlaces(file)
  assert.ok(places.length > 20)
  for (const place of places) {
    const damaged = await written(Buffer.from(whole.with(place, (whole[place] ?? 0) ^ 0x10)))
    await assert.rejects(check(damaged), /is damaged, cut short or no archive/, `byte ${place} of ${whole.length}`)
  }
  const lostRow = await rewritten(file, { 'tables/partner.copy': (data) => data.subarray(data.indexOf('\n') + 1) })
  const [swapped, doctored] = [newFile(), /ptn_/g]
  await writeFile(
    swapped,
    await readFile(
      await rewritten(file, { 'tables/partner.copy': (data) => Buffer.from(String(data).replace(doctored, 'ptx_')) }),
    ),
  )
  for (const wrong of [lostRow, swapped]) await refusedByEmpty(wrong, /is damaged.*the table partner is not what/)
  const withoutTable = await rewritten(file, { 'tables/event.copy': () => undefined })
  await refusedByEmpty(withoutTable, /tables\/event\.copy is missing/)
})

test('a file that was cut short, or is something else, is refused and leaves nothing', async () => {
  const { file } = small
  const whole = await readFile(file)
  for (const length of [0, 1, 1000, Math.floor(whole.length / 2), whole.length - 1]) {
    const cut = await written(whole)
    await truncate(cut, length)
    await refusedByEmpty(cut, /is damaged, cut short or no archive/)
  }
  await refusedByEmpty(await written(Buffer.from('id,name\n1,Kim\n')), /is damaged, cut short or no archive/)
  await refusedByEmpty(await rewritten(file, { 'manifest.json': () => undefined }), /manifest\.json is missing/)
  await refusedByEmpty(join(folder, 'nothing.zip'), /There is no file/)
  await refusedByEmpty(folder, /cannot be read/)
})

test('an archive of a newer version is refused and leaves nothing', async () => {
  const { file } = small
  const change = (edit: (manifest: { format: number; migrations: string[] }) => void) =>
    rewritten(file, {
      'manifest.json': (data) => {
        const manifest = JSON.parse(String(data))
        edit(manifest)
        return Buffer.from(JSON.stringify(manifest))
      },
    })
  const migrated = await change(({ migrations }) => migrations.push('9999-tomorrow'))
  await refusedByEmpty(migrated, /newer version of Symbolon \(it has 9999-tomorrow\)/)
  await refusedByEmpty(await change((manifest) => (manifest.format = 2)), /newer version of Symbolon/)
  await refusedByEmpty(await change(({ migrations }) => migrations.shift()), /lacks a migration/)
})

test('a bound of a partition is nothing but a bound', async () => {
  const { file } = small
  const hostile = await rewritten(file, {
    'manifest.json': (data) =>
      Buffer.from(
        String(data).replace(
          '"partitions": []',
          `"partitions": [{"name": "x", "bound": "DEFAULT; drop table partner"}]`,
        ),
      ),
  })
  await refusedByEmpty(hostile, /is damaged/)
})

test('rows that break the rules of the database are not restored, and nothing is left of the others', async () => {
  await using source = await testDatabase()
  await query(
    source.url,
    `set session_replication_role = replica; insert into organisation values ('org_1', 'Vendor', now());
    insert into visitor (organisation_id, id, partner_id, email, name, created_at, updated_at) values ('org_1', 'vis_1', 'ptn_none', 'kim@example.com', null, now(), now())`,
  )
  const file = await archiveOf(source.url)
  await using target = await testDatabase()
  await refused(target.url, file, /could not be loaded: .*visitor_partner_id_fkey.*as empty as it was/)
  assert.deepEqual(await everyRow(target.url), [])
})

test('the file is for its owner only, is named by the time, and replaces no other', async () => {
  const { url } = small
  const here = process.cwd()
  const inside = await mkdtemp(join(folder, 'named-'))
  process.chdir(inside)
  try {
    const made = await runCommand(backupCommand, url)
    assert.match(made.out, /^Wrote symbolon-\d{8}T\d{6}Z\.zip: \d+ tables, [\d,]+ rows, [\d,]+ bytes\.\n$/)
    assert.equal(made.err, '')
  } finally {
    process.chdir(here)
  }
  const [name = ''] = await readdir(inside)
  const file = join(inside, name)
  assert.equal((await stat(file)).mode & 0o777, 0o600)
  const before = await readFile(file)
  const again = await runCommand(backupCommand, url, file)
  assert.deepEqual(
    [again.code, again.err],
    [1, `There is a file ${file} already. Name another one, or move it away.\n`],
  )
  assert.deepEqual(await readFile(file), before)
})

test('a backup that fails says why and leaves no file', async () => {
  const { url } = small
  const inside = await mkdtemp(join(folder, 'failed-'))
  const nowhere = await runCommand(backupCommand, url, join(inside, 'missing', 'a.zip'))
  assert.match(nowhere.err, /a\.zip cannot be written: ENOENT/)
  await using empty = await testDatabase({ isEmpty: true })
  assert.match((await runCommand(backupCommand, empty.url, join(inside, 'b.zip'))).err, /The database is empty/)
  const stop = new AbortController()
  const told = () => stop.abort(new Error('enough'))
  const order = { url, file: join(inside, 'c.zip'), version: '0', told, signal: stop.signal }
  await assert.rejects(backup(order), /^Error: enough$/)
  assert.deepEqual(await readdir(inside), [])
})

test('the loss of the database in the middle of a backup ends it with a sentence', async () => {
  await using database = await testDatabase()
  const { url } = database
  await query(url, `create table long_one as select repeat(md5(n::text), 30) from generate_series(1, 100000) n`)
  const file = newFile()
  const end = `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'symbolon backup'`
  let ended: Promise<unknown> | undefined
  const told = () => void (ended ??= query(url, end))
  const order = { url, file, version: '0', told, signal: new AbortController().signal }
  await assert.rejects(backup(order), /Nothing was written/)
  await ended
  assert.deepEqual(
    (await readdir(folder)).filter((name) => name.includes('unfinished')),
    [],
  )
})

test('tables can be loaded in any order, and hold all of their state in rows', async () => {
  await using database = await testDatabase()
  const strict = `select conname from pg_constraint where contype = 'f' and not condeferrable and connamespace = current_schema()::regnamespace`
  assert.deepEqual(await query(database.url, strict), [], 'a foreign key is to be deferrable')
  assert.deepEqual(await query(database.url, 'select sequencename from pg_sequences'), [], 'archives hold no sequences')
})

async function fillWithEverything(database: { url: string }): Promise<World> {
  await using server = await startServer({ database: database as Server['database'] })
  const [vendor] = [await world(server), await world(server)]
  const { admin } = vendor
  const make = async (path: string, body: object, headers = {}) => {
    const made = await admin.post(`/api/v1${path}`, body, { headers })
    assert.ok(made.status < 300, made.text)
    return made.body.data
  }
  const owner = await make('/users', { email: 'kim@vendor.example.com', name: awkward, role: 'ADMIN' })
  const tier = await make('/tiers', { name: 'Gold', description: 'line one\nline two\r\nC:\\new\\table' })
  await make('/experience-templates', { name: 'Portal', welcomeText: awkward })
  const partner = await make(
    '/partners',
    { name: awkward, domain: 'one.example.com', tierId: tier.id, partnerOwnerId: owner.id },
    { 'idempotency-key': 'once' },
  )
  const other = await make('/partners', { name: 'Other', domain: 'two.example.com' })
  const visitor = await make('/visitors', { email: 'robin@one.example.com', partnerId: partner.id, name: null })
  await admin.put(`/api/v1/partners/${partner.id}/manager`, { visitorId: visitor.id })
  await admin.put(`/api/v1/partners/${partner.id}/categories`, { categories: ['a,b', '{"c"}', 'd\\e', ' '] })
  const crm = { z: 1, a: 'line\nbreak\\', nested: { deep: [null, 1.5, '\u0001'] } }
  const patched = await admin.patch(`/api/v1/partners/${partner.id}/crm-record`, { partnerObjectCrmProperties: crm })
  await admin.post(`/api/v1/partners/${partner.id}/merge`, { partnerId: other.id })
  await vendor.callerBoundTo(partner.id)
  await make('/api-keys', {
    name: 'Limited',
    scopes: ['partners:read'],
    rateLimitPerMinute: 5,
    expiresAt: '2031-01-01',
  })
  assert.ok(patched.status < 500, patched.text)
  const letter = { to: 'kim@one.example.com', subject: awkward, text: `${awkward}\nhttps://…` }
  await inTransaction(await operatorIn(server, vendor.organisation.id), (ctx) => queueMail(ctx, letter))
  return vendor
}

/** Two writers who make partners without a pause until they are stopped; tells how many they made. */
function keepWriting({ admin }: World) {
  const begun = Promise.withResolvers<void>()
  const state = { isStopped: false, made: 0 }
  const write = async (writer: string) => {
    do {
      const answer = await admin.post('/api/v1/partners', { name: `${writer} ${(state.made += 1)}` })
      assert.equal(answer.status, 201, answer.text)
      if (state.made > 20) begun.resolve()
    } while (!state.isStopped)
    await admin.post('/api/v1/partners', { name: `${writer} at last ${(state.made += 1)}` })
  }
  const writers = Promise.all(['Birch', 'Amber'].map(write))
  writers.catch(begun.reject)
  const stop = async () => {
    state.isStopped = true
    await writers
    return state.made
  }
  return { begun: begun.promise, stop }
}

async function archiveOf(url: string): Promise<string> {
  const file = newFile()
  const made = await runCommand(backupCommand, url, file)
  assert.equal(made.code, 0, made.err)
  return file
}

async function refused(url: string, file: string, why: RegExp): Promise<void> {
  const told = await runCommand(restoreCommand, url, file)
  assert.deepEqual([told.code, told.out], [1, ''])
  assert.match(told.err, why)
}

async function refusedByEmpty(file: string, why: RegExp): Promise<void> {
  await using target = await testDatabase({ isEmpty: true })
  await refused(target.url, file, why)
  assert.deepEqual(
    await query(target.url, `select relname from pg_class where relnamespace = 'public'::regnamespace`),
    [],
  )
}

async function query(url: string, statement: string): Promise<pg.QueryResultRow[]> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  try {
    const results = await client.query(statement)
    return ([results].flat().at(-1) as pg.QueryResult).rows
  } finally {
    await client.end()
  }
}

/** Every row of every table, with all of its columns by name, as lines in one order. */
async function everyRow(url: string): Promise<string[]> {
  const tables = await query(
    url,
    `select relname as name, (select string_agg(format('%L || %I::text', attname || '=', attname), ', ' order by attnum)
        from pg_attribute where attrelid = c.oid and attnum > 0 and not attisdropped) as columns
      from pg_class c where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and relpersistence = 'p' and relname not like 'migration%'`,
  )
  const rows = tables.map(({ name, columns }) =>
    query(url, `select '${name} ' || concat_ws(', ', ${columns}) as row from ${name}`),
  )
  return (await Promise.all(rows))
    .flat()
    .map(({ row }) => row as string)
    .sort()
}

async function manifestOf(file: string) {
  using archive = await openArchive(file)
  return archive.manifest
}

async function check(file: string): Promise<void> {
  using archive = await openArchive(file)
  await verifyArchive(file, archive, () => {})
}

async function written(content: Buffer): Promise<string> {
  const file = newFile()
  await writeFile(file, content)
  return file
}

/** Bytes of every table's data in the archive, a few of each. */
async function dataPlaces(file: string): Promise<number[]> {
  const zip = await openPromise(file, { autoClose: false })
  const places: number[] = []
  for await (const entry of zip.eachEntry()) {
    const { fileDataStart } = await zip.readLocalFileHeaderPromise(entry, { minimal: true })
    const size = entry.uncompressedSize ? entry.compressedSize : 0
    for (const part of [0, 0.3, 0.6, 0.9]) if (size) places.push(fileDataStart + Math.floor(size * part))
  }
  zip.close()
  return places
}

type Edit = (data: Buffer) => Buffer | undefined

/** The archive as a faultless zip with other contents; an entry whose edit gives nothing is left out. */
async function rewritten(file: string, edits: Record<string, Edit>): Promise<string> {
  const [from, to] = [await openPromise(file, { autoClose: false }), new ZipFile()]
  for await (const entry of from.eachEntry()) {
    const data = await buffer(await from.openReadStreamPromise(entry))
    const edit = edits[entry.fileName]
    const edited = edit ? edit(data) : data
    if (edited) to.addBuffer(edited, entry.fileName)
  }
  from.close()
  to.end()
  const target = newFile()
  await pipeline(to.outputStream, createWriteStream(target))
  return target
}
