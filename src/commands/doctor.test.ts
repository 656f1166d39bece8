import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import pg from 'pg'
import { databaseChecks } from '#/platform/database/checks.ts'
import { testDatabase } from '#/testing/database.ts'
import { runCommand } from '#/testing/terminal.ts'
import { operatorIn, serverOfThisFile, world } from '#/testing/world.ts'
import { doctorCommand } from './doctor.ts'

const server = await serverOfThisFile()
const vendor = await world(server)
const client = new pg.Client({ connectionString: server.database.url })
client.on('error', () => {})
await client.connect()
after(() => client.end())

const problemsOf = ({ out }: { out: string }) => out.split('\n').filter((line) => !/^(ok {7}|$)/.test(line))
const examine = async () => {
  const { code, out } = await runCommand(doctorCommand, server.database.url)
  const problems = problemsOf({ out })
  assert.equal(code, problems.length ? 1 : 0)
  return problems
}

/** Runs `statement` as one who may break the rules, sees what the doctor says of it, and mends it. */
async function seeded(statement: string, mend: string): Promise<string[]> {
  await client.query(`set session_replication_role = replica; ${statement}; reset session_replication_role`)
  const problems = await examine()
  await client.query(`set session_replication_role = replica; ${mend}; reset session_replication_role`)
  return problems
}

test('a fresh installation is well, and each check says so in a line', async () => {
  const { code, out, err } = await runCommand(doctorCommand, server.database.url)
  assert.deepEqual([code, err, problemsOf({ out })], [0, '', []])
  assert.match(out, /^ok {7}the settings can be read\nok {7}the database answers: PostgreSQL \d+/)
  assert.ok(out.split('\n').length > 9, out)
})

test('a key without its look-up row is named', async () => {
  await client.query('create temporary table kept as select * from api_key_owner')
  const [problem, ...rest] = await seeded(
    `delete from api_key_owner where organisation_id = '${vendor.organisation.id}'`,
    'delete from api_key_owner; insert into api_key_owner select * from kept',
  )
  assert.match(problem ?? '', /^problem {2}every API key can be looked up.*: key_\w+ and its look-up row differ/)
  assert.deepEqual([rest, await examine()], [[], []])
})

test('a partner merged into one that was merged is named', async () => {
  const make = async (name: string) => (await vendor.admin.post('/api/v1/partners', { name })).body.data.id
  const [first, second, third] = [await make('First'), await make('Second'), await make('Third')]
  const lead = (id: string, to: string) => `update partner set merged_into_id = ${to} where id = '${id}'`
  const problems = await seeded(
    `${lead(first, `'${second}'`)}; ${lead(second, `'${third}'`)}`,
    `${lead(first, 'null')}; ${lead(second, 'null')}`,
  )
  assert.equal(problems.length, 1)
  assert.ok(problems[0]?.includes(`${first} leads to ${second}, which was merged`), problems[0])
})

test('events that could be changed are a problem, and the remedy is said', async () => {
  const enable = 'alter table event enable trigger event_is_append_only'
  const problems = await seeded('alter table event disable trigger event_is_append_only', enable)
  assert.equal(problems.length, 1)
  assert.ok(problems[0]?.endsWith(`Run: ${enable}`), problems[0])
})

test('events of an organisation that is not there are named, whatever others there are', async () => {
  const gone = 'org_01000000000000000000000000'
  const event = (organisationId: string) => `
    insert into event (organisation_id, id, type, actor_kind, actor_id, actor_name, request_id, subject_id, created_at)
    values ('${organisationId}', 'evt_1', 'partners.update', 'operator', 'operator', 'Nobody', 'req_1', 'ptn_1', now())`
  const problems = await seeded(
    `${event(gone)}; ${event('org_zz')}`,
    `delete from event where organisation_id in ('${gone}', 'org_zz')`,
  )
  assert.deepEqual(
    problems.map((line) => /: there are events of (\S+), which is not there/.exec(line)?.[1]),
    [gone, 'org_zz'],
  )
})

test('keys that do not begin with the organisation, and tables without a key, are named', async () => {
  const problems = await seeded(
    `create table loose (id text, organisation_id text, name text); create unique index loose_name_key on loose (name);
    create unique index partner_name_key on partner (lower(name), organisation_id)`,
    'drop table loose; drop index partner_name_key',
  )
  assert.deepEqual(
    problems.map((line) => /: (.+?)\. Only organisation, instance, api_key_owner/.exec(line)?.[1]),
    ['table loose without primary key', 'unique index loose_name_key', 'unique index partner_name_key'],
  )
})

test('what PostgreSQL itself does not vouch for is named with its remedy', async () => {
  const problems = await seeded(
    `alter table visitor add constraint "visitor Name" check (name <> 'x') not valid;
    update pg_index set indisvalid = false where indexrelid = 'visitor_partner_idx'::regclass`,
    `alter table visitor drop constraint "visitor Name";
    update pg_index set indisvalid = true where indexrelid = 'visitor_partner_idx'::regclass`,
  )
  assert.deepEqual(
    problems.map((line) => line.split('Run: ')[1]),
    ['alter table visitor validate constraint "visitor Name"', 'reindex index visitor_partner_idx'],
  )
})

test('clocks that differ by five seconds are a problem', async () => {
  const ctx = await operatorIn(server, vendor.organisation.id)
  const clocks = databaseChecks.find(({ name }) => name.startsWith('the clocks'))
  const shifted = (byMs: number) => ({ db: ctx.db, now: () => new Date(Date.now() + byMs) })
  const found = await Promise.all([0, 60_000, -60_000].map((byMs) => clocks?.find(shifted(byMs))))
  const apart = ['they are 60 seconds apart. Let both follow a time server (NTP).']
  assert.deepEqual(found, [[], apart, apart])
})

test('a database that is behind or ahead is said to be so, and is not migrated', async () => {
  await using empty = await testDatabase({ isEmpty: true })
  for (const _again of [1, 2]) {
    const said = await runCommand(doctorCommand, empty.url)
    assert.equal(said.code, 1)
    assert.match(
      problemsOf(said).join(),
      /^problem {2}the database is at this version: .*0001-organisations.*Run symbolon migrate/,
    )
  }
  await client.query(`insert into migration values ('9999-tomorrow', '2031-01-01')`)
  assert.match((await examine()).join(), /a newer version of Symbolon ran 9999-tomorrow/)
  await client.query(`delete from migration where name = '9999-tomorrow'`)
})

test('a database that does not answer is a problem, not a fault', async () => {
  const said = await runCommand(doctorCommand, 'postgres://nobody@127.0.0.1:1/none')
  assert.equal(said.code, 1)
  assert.match(
    problemsOf(said).join(),
    /^problem {2}the database answers: The database at DATABASE_URL cannot be reached/,
  )
})
