import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import type { Database } from '#/kernel/context.ts'
import { DirectExecutor, PipelinedExecutor } from './direct-executor.ts'
import { NamedStatement } from './named-statement.ts'
import { leftToOthers, Pipeline } from './pipeline.ts'

// A day has no time zone; the driver would make it a moment in the server's.
pg.types.setTypeParser(pg.types.builtins.DATE, (day) => day)

/**
 * A client that names each statement by its text, so that PostgreSQL parses and plans it once a connection.
 *
 * Behind a pooler in transaction mode names break: `DATABASE_NAMED_STATEMENTS=false` turns them off.
 */
class NamingClient extends pg.Client {
  // oxlint-disable-next-line typescript/no-explicit-any -- pg's `query` has eight overloads; only one shape is touched
  override query(...args: any[]): any {
    const [text, values] = args
    const isText = typeof text === 'string' && Array.isArray(values) && args.length === 2
    const statement = isText ? NamedStatement.tryMake(text, values) : undefined
    return statement ? super.query(statement).answer() : Reflect.apply(super.query, this, args)
  }
}

export type PoolOptions = {
  url: string
  size: number
  named: boolean
  statementTimeoutMs: number
  onError(error: Error): void
}

export type OpenDatabase = {
  db: Database
  pool: pg.Pool
  /** How many wait for a connection: requests, and statements that share some. */
  waiting(): number
  [Symbol.asyncDispose](): Promise<void>
}

/** A pool of connections and a query builder over it. A lost connection is reported, never thrown out of band. */
export function openDatabase(options: PoolOptions): OpenDatabase {
  const pool = new pg.Pool({
    ...connectionTo(options.url),
    max: options.size,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 60_000,
    statement_timeout: options.statementTimeoutMs || undefined,
    idle_in_transaction_session_timeout: 60_000,
    application_name: 'symbolon',
    Client: options.named ? NamingClient : pg.Client,
  })
  pool.on('error', options.onError)
  pool.on('connect', (client) => client.on('error', options.onError))
  const dialect = new PostgresDialect({ pool })
  const driver = dialect.createDriver()
  const over = (executor: DirectExecutor) =>
    new Kysely<object>({ config: { dialect }, dialect, driver, executor }) as unknown as Database
  const db = over(new DirectExecutor(pool, dialect, driver))
  const pipeline = new Pipeline(pool)
  if (options.named && options.size > leftToOthers)
    pipelines.set(db, over(new PipelinedExecutor(pool, dialect, driver, pipeline)))
  const waiting = () => pool.waitingCount + pipeline.waiting
  const close = async () => void (pool.ending || (await pool.end()))
  return { db, pool, waiting, [Symbol.asyncDispose]: close }
}

const pipelines = new WeakMap<Database, Database>()

/** The same database for short statements that stand alone: many of them share a few of its connections. */
export const pipelined = (db: Database): Database => pipelines.get(db) ?? db

/** How every connection of ours is opened: UTC, and no surprise from the server's own settings. */
export function connectionTo(url: string): pg.ClientConfig {
  return { connectionString: url, options: '-c timezone=UTC -c datestyle=ISO', keepAlive: true }
}
