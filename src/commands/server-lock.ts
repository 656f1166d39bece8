import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { connectionTo } from '../platform/database/pool.ts'

const lockNumber = 0x5359_4d42
const retryMs = 250

/**
 * Holds a database folder for one server as long as it lives; undefined when another server holds it.
 *
 * When PostgreSQL itself is started again the lock is taken again.
 */
export async function tryLockAsServer(url: string): Promise<AsyncDisposable | undefined> {
  const closed = new AbortController()
  let client = await tryLock(url)
  if (!client) return undefined
  const keep = async () => {
    while (!closed.signal.aborted && client) {
      await Promise.race([ended(client), aborted(closed.signal)])
      if (closed.signal.aborted) return
      await pause(retryMs)
      client = await tryLock(url).catch(() => client)
    }
  }
  void keep()
  return {
    async [Symbol.asyncDispose]() {
      closed.abort()
      await client?.end().catch(() => {})
    },
  }
}

const ended = (client: pg.Client) => new Promise((resolve) => client.once('end', resolve))
const aborted = (signal: AbortSignal) =>
  new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))

async function tryLock(url: string): Promise<pg.Client | undefined> {
  const client = new pg.Client({ ...connectionTo(url), application_name: 'symbolon server lock' })
  client.on('error', () => {})
  await client.connect()
  const {
    rows: [row],
  } = await client.query<{ locked: boolean }>('select pg_try_advisory_lock($1) as locked', [lockNumber])
  if (row?.locked) return client
  await client.end()
  return undefined
}
