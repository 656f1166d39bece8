import type { Logger } from 'pino'
import pg from 'pg'
import type { Config } from '../config.ts'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../platform/database/embedded.ts'
import { connectionTo } from '../platform/database/pool.ts'
import { StartRefused } from '../platform/start-refused.ts'
import { tryLockAsServer } from './server-lock.ts'

export type Source = AsyncDisposable & { url: string }

/** The database for a server: disposing of it stops the embedded PostgreSQL. A second server on one folder is refused. */
export async function openServerSource(config: Config, log: Logger): Promise<Source> {
  if (config.databaseUrl) return await external(config.databaseUrl)
  const embedded = await startEmbedded(config, log)
  const lock = await tryLockAsServer(embedded.url)
  if (!lock) {
    embedded.leave()
    throw new StartRefused(
      `Another server runs on ${config.dataDir}. Stop it, or set DATA_DIR to another folder. For several processes of one server set PROCESSES.`,
    )
  }
  const dispose = async () => {
    await lock[Symbol.asyncDispose]()
    await embedded.stop()
  }
  return { url: embedded.url, [Symbol.asyncDispose]: dispose }
}

/** The database for a command: beside a running server it joins that one's PostgreSQL, and leaves it running. */
export async function openCommandSource(config: Config, log: Logger): Promise<Source> {
  if (config.databaseUrl) return await external(config.databaseUrl)
  const embedded = await startEmbedded(config, log)
  return { url: embedded.url, [Symbol.asyncDispose]: () => release(embedded) }
}

const startEmbedded = ({ dataDir }: Config, log: Logger) =>
  startEmbeddedPostgres({ dataDir, log: (line) => log.info(line) })

/** Stops what this command started, unless a server has begun to use it meanwhile. */
async function release(embedded: EmbeddedPostgres): Promise<void> {
  const lock = embedded.startedByUs ? await tryLockAsServer(embedded.url) : undefined
  if (!lock) return embedded.leave()
  await lock[Symbol.asyncDispose]()
  await embedded.stop()
}

async function external(url: string): Promise<Source> {
  const client = new pg.Client({ ...connectionTo(url), connectionTimeoutMillis: 5_000 })
  client.on('error', () => {})
  try {
    await client.connect()
    const {
      rows: [row],
    } = await client.query<{ version: number }>(`select current_setting('server_version_num')::int as version`)
    if ((row?.version ?? 0) < 150_000)
      throw new StartRefused('DATABASE_URL names a PostgreSQL older than 15. Use 15 or later.')
  } catch (error) {
    if (error instanceof StartRefused) throw error
    const { message, code } = error as NodeJS.ErrnoException
    throw new StartRefused(`The database at DATABASE_URL cannot be reached: ${message || code}.`)
  } finally {
    await client.end().catch(() => {})
  }
  return { url, [Symbol.asyncDispose]: async () => {} }
}
