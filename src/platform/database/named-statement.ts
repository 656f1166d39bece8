import { createHash } from 'node:crypto'
import pg from 'pg'
import { prepareValue } from 'pg/lib/utils.js'
import { planEachTime } from './sql.ts'

/** What the driver's connection offers to the statements that it is handed, as `pg-cursor` uses it. */
type Connection = {
  stream: { cork(): void; uncork(): void }
  /** By name: what PostgreSQL has parsed already. */
  parsedStatements: Record<string, string | undefined>
  /** By name: what it has been sent to parse. */
  submittedNamedStatements: Record<string, string | undefined>
  parse(statement: { name: string; text: string }): void
  bind(portal: { statement: string; values: unknown[]; valueMapper: typeof prepareValue }): void
  describe(portal: { type: 'P'; name: string }): void
  execute(): void
  sync(): void
}

/** The connection beneath a client of the driver. */
export const connectionOf = (client: pg.ClientBase): Connection =>
  (client as unknown as { connection: Connection }).connection

type Field = { name: string; dataTypeID: number }
type Shape = { fields: Field[]; parsers: ((text: string) => unknown)[] }

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

const shapes = new WeakMap<Connection, Map<string, Shape>>()
const nothing: Shape = { fields: [], parsers: [] }

/** By name, those that a connection's statements have shown. */
function shapesOf(connection: Connection): Map<string, Shape> {
  let known = shapes.get(connection)
  if (!known) shapes.set(connection, (known = new Map<string, Shape>()))
  return known
}

/**
 * A statement under a name, in the driver's manner. The driver's own asks PostgreSQL each time what the rows will look
 * like, and works that out anew; a parsed statement keeps its shape, so here it is asked once a connection (decision 0010).
 */
export class NamedStatement implements pg.Submittable {
  readonly name: string
  readonly text: string
  readonly #values: unknown[]
  readonly #answer = Promise.withResolvers<pg.QueryResult>()
  #known: Map<string, Shape> | undefined
  #shape: Shape | undefined
  #rows: Record<string, unknown>[] = []
  #tag = ''
  #fault: unknown
  #isSent = false
  /** Called once, when PostgreSQL has answered it, or the connection is lost. */
  onEnd: ((error?: unknown) => void) | undefined

  constructor(name: string, text: string, values: unknown[]) {
    this.name = name
    this.text = text
    this.#values = values
  }

  /** Undefined for what is better planned each time, and for more texts than a connection is to remember. */
  static tryMake(text: string, values: unknown[]): NamedStatement | undefined {
    const name = values.length && !text.startsWith(planEachTime) ? nameOf(text) : undefined
    return name === undefined ? undefined : new NamedStatement(name, text, values)
  }

  /** Refused with a stack that leads to whoever asked. */
  async answer(): Promise<pg.QueryResult> {
    try {
      return await this.#answer.promise
    } catch (error) {
      if (error instanceof Error) Error.captureStackTrace(error)
      throw error
    }
  }

  /** Sends it ahead of its turn, behind what the client does now; `query` is to be given it when that has ended. */
  sendOn(client: pg.ClientBase): void {
    this.#send(connectionOf(client))
  }

  submit(connection: pg.Connection): void {
    this.#send(connection as unknown as Connection)
  }

  #send(connection: Connection): void {
    if (this.#isSent) return
    this.#isSent = true
    const { name, text } = this
    this.#known = shapesOf(connection)
    this.#shape = this.#known.get(name)
    connection.stream.cork()
    try {
      if (!(name in connection.parsedStatements) && !(name in connection.submittedNamedStatements)) {
        connection.parse({ name, text })
        connection.submittedNamedStatements[name] = text
      }
      connection.bind({ statement: name, values: this.#values, valueMapper: prepareValue })
      if (!this.#shape) connection.describe({ type: 'P', name: '' })
      connection.execute()
    } catch (error) {
      this.#fault ??= error
    } finally {
      connection.sync()
      connection.stream.uncork()
    }
  }

  handleRowDescription({ fields }: { fields: Field[] }): void {
    this.#shape = { fields, parsers: fields.map(({ dataTypeID }) => pg.types.getTypeParser(dataTypeID, 'text')) }
  }

  handleDataRow({ fields: values }: { fields: (string | null)[] }): void {
    const { fields, parsers } = this.#shape ?? nothing
    const row: Record<string, unknown> = {}
    try {
      for (let index = 0; index < values.length; index += 1) {
        const [text, field] = [values[index], fields[index]]
        if (field) row[field.name] = text == null ? null : parsers[index]?.(text)
      }
      this.#rows.push(row)
    } catch (error) {
      this.#fault ??= error
    }
  }

  handleCommandComplete({ text }: { text: string }): void {
    this.#tag = text
    this.#shape ??= nothing
    this.#known?.set(this.name, this.#shape)
  }

  handleReadyForQuery(): void {
    if (this.#fault === undefined) this.#resolve()
    else this.#answer.reject(this.#fault)
    this.onEnd?.()
  }

  #resolve(): void {
    const [command = '', ...numbers] = this.#tag.split(' ')
    const rowCount = numbers.length ? Number(numbers.at(-1)) : null
    const { fields } = this.#shape ?? nothing
    this.#answer.resolve({ command, rowCount, oid: 0, fields: fields as pg.FieldDef[], rows: this.#rows })
  }

  handleError(error: unknown): void {
    this.#answer.reject(this.#fault ?? error)
    this.onEnd?.(error)
  }

  handleEmptyQuery(): void {}
  handlePortalSuspended(): void {}
  handleCopyInResponse(connection: { sendCopyFail(reason: string): void }): void {
    connection.sendCopyFail('No source stream defined')
  }
  handleCopyData(): void {}
}
