import { createHash } from 'node:crypto'
import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import type { Database } from '#/kernel/context.ts'
import { DirectExecutor } from './direct-executor.ts'
import { NamedStatement } from './named-statement.ts'

// A day has no time zone; the driver would make it a moment in the server's.
pg.types.setTypeParser(pg.types.builtins.DATE, (day) => day)

const names = new Map<string, string>()
const mostNames = 2000

function nameOf(text: string): string | undefined {
  let name = names.get(text)
  if (name === undefined && names.size < mostNames) {
    name = createHash('sha256').update(text).digest('base64url').slice(0, 24)
    names.set(text, name)
  }
  return name
}

/**
 * A client that names each statement by its text, so that PostgreSQL parses and plans it once a connection.
 *
 * Behind a pooler in transaction mode names break: `DATABASE_NAMED_STATEMENTS=false` turns them off.
 */
class NamingClient extends pg.Client {
  // oxlint-disable-next-line typescript/no-explicit-any -- pg's `query` has eight overloads; only one shape is touched
  override query(...args: any[]): any {
    const [text, values] = args
    const isNamed = typeof text === 'string' && Array.isArray(values) && values.length > 0 && args.length === 2
    const name = isNamed && !text.startsWith(planEachTime) ? nameOf(text) : undefined
    return name === undefined
      ? Reflect.apply(super.query, this, args)
      : super.query(new NamedStatement(name, text, values)).answer()
  }
}

/** Begins a statement whose best plan depends on its values: it stays unnamed and is planned at each call. */
export const planEachTime = '/* plan each time */'

export type PoolOptions = {
  url: string
  size: number
  named: boolean
  statementTimeoutMs: number
  onError(error: Error): void
}

export type OpenDatabase = { db: Database; pool: pg.Pool; [Symbol.asyncDispose](): Promise<void> }

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
  const executor = new DirectExecutor(pool, dialect, driver)
  const db = new Kysely<object>({ config: { dialect }, dialect, driver, executor }) as unknown as Database
  const close = async () => void (pool.ending || (await pool.end()))
  return { db, pool, [Symbol.asyncDispose]: close }
}

/** How every connection of ours is opened: UTC, and no surprise from the server's own settings. */
export function connectionTo(url: string): pg.ClientConfig {
  return { connectionString: url, options: '-c timezone=UTC -c datestyle=ISO', keepAlive: true }
}
