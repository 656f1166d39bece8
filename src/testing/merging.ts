import assert from 'node:assert/strict'
import pg from 'pg'
import { runSql } from './sql.ts'
import type { Server } from './world.ts'

/** Merges past the verb, up to its commit: `during` begins while it holds its locks, and must come to wait for it. */
export async function whileMerging(
  server: Server,
  staying: string,
  going: string[],
  during: () => Promise<unknown>,
): Promise<void> {
  const client = new pg.Client({ connectionString: server.database.url })
  await client.connect()
  try {
    await client.query('begin')
    await client.query('select from partner where id = any($1) order by id for update', [
      [staying, ...going.slice(0, 1)],
    ])
    await client.query(`update partner set merged_into_id = $1, status = 'inactive' where id = any($2)`, [
      staying,
      going,
    ])
    const waiting = during()
    await untilItWaits(server, waiting)
    await client.query('commit')
    await waiting
  } finally {
    await client.end()
  }
}

/** Asked from outside the transaction, which would see the same answer for ever. */
async function untilItWaits(server: Server, work: Promise<unknown>): Promise<void> {
  const state = { isDone: false }
  work.then(
    () => (state.isDone = true),
    () => (state.isDone = true),
  )
  const waiting = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
  while (!(await runSql(server, waiting)).length) assert.ok(!state.isDone, 'it did not wait')
}
