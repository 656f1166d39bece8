import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import pg from 'pg'
import { testDatabase } from '#/testing/database.ts'
import { until } from '#/testing/process.ts'
import { Listener } from './listener.ts'

const database = await testDatabase()
const client = new pg.Client({ connectionString: database.url })
await client.connect()
after(async () => {
  await client.end()
  await database[Symbol.asyncDispose]()
})

test('what is notified is heard, and a lost connection is made again by itself', async () => {
  const losses: string[] = []
  await using listener = new Listener({ url: database.url, log: (line) => void losses.push(line) })
  const heard: string[] = []
  let lives = 0
  listener.hear('news', (payload) => heard.push(payload))
  listener.onLive(() => (lives += 1))
  await listener.connect()
  assert.equal(listener.isLive, true)
  for (let round = 1; round <= 3; round += 1) {
    const echo = listener.hears('news', `round ${round}`)
    await client.query('select pg_notify($1, $2)', ['news', `round ${round}`])
    await echo
    assert.equal(heard.at(-1), `round ${round}`)
    await client.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'symbolon listener' and datname = current_database()`,
    )
    await until(() => !listener.isLive)
    await until(() => listener.isLive)
    assert.equal(lives, round + 1)
  }
  assert.equal(losses.length, 3)
})

test('a listener whose database is away keeps trying, and is not live', async () => {
  await using listener = new Listener({ url: 'postgres://nobody@127.0.0.1:1/none', log: () => {} })
  await listener.connect()
  assert.equal(listener.isLive, false)
})
