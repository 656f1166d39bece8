import assert from 'node:assert/strict'
import { glob, readFile } from 'node:fs/promises'
import { dirname, join, normalize } from 'node:path'
import { test } from 'node:test'
import { sql } from 'kysely'
import { openDatabase } from '#/platform/database/pool.ts'
import { findTenancyOffenders, globalTables } from '#/platform/database/tenancy.ts'
import { testDatabase } from '#/testing/database.ts'

/** The domains in the order in which they may depend on one another. A new one gets its place here. */
const order = [
  'organisations',
  'partners',
  'contacts',
  'clients',
  'forms',
  'commissions',
  'payouts',
  'affiliate',
  'portal',
  'events',
  'reports',
]

type Import = { file: string; target: string; typeOnly: boolean }

const sources = await Promise.all(
  (await Array.fromAsync(glob('src/**/*.ts'))).map(async (file) => ({ file, text: await readFile(file, 'utf8') })),
)
const product = sources.filter(({ file }) => !file.includes('.test.') && !file.startsWith('src/testing/'))

const imports: Import[] = product.flatMap(({ file, text }) =>
  [...text.matchAll(/(?:import|export)\s+(type\s)?[^'"]*?from\s+'([#.][^']*)'/g)].map((match) => ({
    file,
    typeOnly: Boolean(match[1]),
    target: match[2]?.startsWith('#/') ? `src/${match[2].slice(2)}` : normalize(join(dirname(file), match[2] ?? '')),
  })),
)

const rankOf = (file: string) =>
  file.startsWith('src/kernel/') ? 0 : file.startsWith('src/platform/') ? 1 : file.startsWith('src/domains/') ? 2 : 3
const domainOf = (file: string) => /^src\/domains\/([^/]+)\//.exec(file)?.[1]

test('the imports were read', () => {
  assert.ok(product.length > 50)
  assert.ok(imports.length > 150)
})

test('imports point to the kernel: kernel, platform, domains, and then what composes them', () => {
  const wrong = imports.filter(({ file, target }) => rankOf(target) > rankOf(file))
  assert.deepEqual(wrong, [])
})

test('a domain is entered by its door, and only by domains after it', () => {
  const entered = imports.filter(
    ({ file, target }) => domainOf(target) !== undefined && domainOf(target) !== domainOf(file),
  )
  assert.deepEqual(
    entered.filter(({ target }) => !/^src\/domains\/[^/]+\/index\.ts$/.test(target)),
    [],
  )
  const places = entered.flatMap(({ file, target }) => {
    const [from, to] = [domainOf(file), domainOf(target)]
    return from !== undefined && to !== undefined && order.indexOf(from) <= order.indexOf(to)
      ? [`${file} enters ${to}`]
      : []
  })
  assert.deepEqual(places, [])
})

test('every domain has its place in the order, and a door that says what it is', async () => {
  const folders = new Set(product.flatMap(({ file }) => domainOf(file) ?? []))
  assert.deepEqual([...folders].toSorted(), order.toSorted())
  for (const name of order) assert.match(await readFile(`src/domains/${name}/index.ts`, 'utf8'), /^\/\*\*\n \* \w+/)
})

test('folders are reached by #/ and never climbed out of twice', () => {
  assert.deepEqual(
    sources.filter(({ text }) => /from '\.\.\/\.\.\//.test(text)).map(({ file }) => file),
    [],
  )
})

test('the environment is read in one place, and the clock comes from the context', () => {
  const readers = product
    .filter(({ text }) => /process\.env|\benv\b.*from 'node:process'/.test(text))
    .map(({ file }) => file)
  assert.deepEqual(readers, ['src/main.ts'])
  const clocks = product
    .filter(({ file, text }) => rankOf(file) === 2 && /new Date\(\)|Date\.now\(\)/.test(text))
    .map(({ file }) => file)
  assert.deepEqual(clocks, [])
})

test('a file is read at one sitting', async () => {
  const long = product.filter(({ text }) => text.split('\n').length > 251).map(({ file }) => file)
  assert.deepEqual(long, [])
})

test('every table is the organisation’s: its keys and unique indexes begin with it, but for the few that are named', async () => {
  await using database = await testDatabase()
  await using opened = openDatabase({
    url: database.url,
    size: 2,
    named: true,
    statementTimeoutMs: 0,
    onError: () => {},
  })
  assert.deepEqual(await findTenancyOffenders(opened.db), [])
  await sql`create table stray (id text primary key)`.execute(opened.db)
  await sql`create table half (organisation_id text, id text, name text unique, primary key (organisation_id, id))`.execute(
    opened.db,
  )
  const offenders = (await findTenancyOffenders(opened.db)).join('\n')
  assert.match(offenders, /stray/)
  assert.match(offenders, /half/)
  assert.deepEqual(globalTables.toSorted(), [
    'account',
    'account_code',
    'account_credential',
    'account_session',
    'api_key_owner',
    'click_figures_mark',
    'instance',
    'invitation_owner',
    'legacy_url_owner',
    'link_code_owner',
    'migration',
    'migration_lock',
    'one_time_link_owner',
    'organisation',
    'portal_session_owner',
    'portal_token_owner',
    'publishable_key_owner',
    'signing_key',
    'visitor_key',
  ])
})
