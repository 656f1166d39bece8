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
import { sqlError } from './failure.ts'
import { NamedStatement } from './named-statement.ts'
import type { Pipeline } from './pipeline.ts'

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

function resultOf<Row>({ rows, command, rowCount }: pg.QueryResult): QueryResult<Row> {
  return { rows: rows as Row[], numAffectedRows: changing.has(command) ? BigInt(rowCount ?? 0) : undefined }
}

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
      return resultOf(await client.query(sql, parameters as unknown[]))
    } finally {
      // `pool.query` would end a connection whose statement was refused.
      client.release()
    }
  }
}

/** The statement that it stood behind was to be parsed under the same name, and failed. */
const neverParsed = '26000'

/** Sends a statement that stands alone along with others on a connection that they share. */
export class PipelinedExecutor extends DirectExecutor {
  readonly #pipeline: Pipeline

  constructor(pool: pg.Pool, dialect: Dialect, driver: Driver, pipeline: Pipeline) {
    super(pool, dialect, driver)
    this.#pipeline = pipeline
  }

  override async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    const statement = NamedStatement.tryMake(query.sql, query.parameters as unknown[])
    if (!statement) return await super.executeQuery(query)
    try {
      return resultOf(await this.#pipeline.run(statement))
    } catch (error) {
      if (sqlError(error)?.code !== neverParsed) throw error
      return await super.executeQuery(query)
    }
  }
}
