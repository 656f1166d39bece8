import pg from 'pg'
import { until } from './process.ts'
import { runSql } from './sql.ts'
import type { Server } from './world.ts'

const waiting = `select count(*)::integer as many from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`

/** Stops requests in their midst by a lock on the database, until it is let go. */
export async function standInTheWay(server: Server, statement: string) {
  const client = new pg.Client({ connectionString: server.database.url })
  await client.connect()
  await client.query(`begin; ${statement}`)
  return {
    [Symbol.asyncDispose]: () => client.end(),
    letGo: () => client.query('rollback'),
    /** Asked from outside the transaction, which would see the same answer for ever. */
    areWaiting: (many: number) => until(async () => (await runSql(server, waiting))[0].many === many),
  }
}

/** Lets requests come to one lock in their order: the next begins when those before it wait. */
export async function inOrder<Result>(
  server: Server,
  statement: string,
  acts: (() => Promise<Result>)[],
): Promise<Result[]> {
  await using lock = await standInTheWay(server, statement)
  const answers: Promise<Result>[] = []
  for (const act of acts) {
    answers.push(act())
    await lock.areWaiting(answers.length)
  }
  await lock.letGo()
  return Promise.all(answers)
}
