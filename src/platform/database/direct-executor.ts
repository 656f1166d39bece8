import {
  type CompiledQuery,
  type ConnectionProvider,
  type DatabaseConnection,
  DefaultQueryExecutor,
  type Dialect,
  type Driver,
  type QueryResult,
} from 'kysely'
import type pg from 'pg'

/** Lends a connection for as long as its use takes; a transaction is one use. */
class Lender implements ConnectionProvider {
  readonly #driver: Driver
  readonly #isReady: Promise<void>

  constructor(driver: Driver) {
    this.#driver = driver
    this.#isReady = driver.init()
  }

  async provideConnection<T>(use: (connection: DatabaseConnection) => Promise<T>): Promise<T> {
    await this.#isReady
    const connection = await this.#driver.acquireConnection()
    try {
      return await use(connection)
    } finally {
      await this.#driver.releaseConnection(connection)
    }
  }
}

const changing = new Set(['INSERT', 'UPDATE', 'DELETE', 'MERGE'])

/**
 * Sends a statement outside a transaction straight to the pool, without the layers that Kysely has for what this
 * product does not use: plugins, aborting, streams (decision 0010).
 */
export class DirectExecutor extends DefaultQueryExecutor {
  readonly #pool: pg.Pool

  constructor(pool: pg.Pool, dialect: Dialect, driver: Driver) {
    super(dialect.createQueryCompiler(), dialect.createAdapter(), new Lender(driver))
    this.#pool = pool
  }

  override async executeQuery<Row>({ sql, parameters }: CompiledQuery): Promise<QueryResult<Row>> {
    const client = await this.#pool.connect()
    try {
      const { rows, command, rowCount } = await client.query(sql, parameters as unknown[])
      return { rows: rows as Row[], numAffectedRows: changing.has(command) ? BigInt(rowCount ?? 0) : undefined }
    } finally {
      // `pool.query` would end a connection whose statement was refused.
      client.release()
    }
  }
}
