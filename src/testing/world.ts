import { randomBytes } from 'node:crypto'
import assert from 'node:assert/strict'
import { after } from 'node:test'
import pino from 'pino'
import { type Application, openApplication } from '../application.ts'
import { openWorkbench, operator } from '../workbench.ts'
import { type Config, readConfig } from '../config.ts'
import { type TestDatabase, testDatabase } from './database.ts'

export const rootKey = 'root-key-of-the-tests'

export type Server = AsyncDisposable & {
  application: Application
  database: TestDatabase
  url: string
  config: Config
  logged: string[]
}

type ServerOptions = { settings?: Record<string, string>; now?: () => Date; database?: TestDatabase }

/** A server on a database of its own, listening on a free port; it is stopped when the test file ends. */
export async function startServer({ settings = {}, now, database }: ServerOptions = {}): Promise<Server> {
  const own = database ?? (await testDatabase())
  const config = readConfig({
    SYMBOLON_ROOT_KEY: rootKey,
    CHECK_ANSWERS: 'true',
    RATE_LIMIT_PER_MINUTE: '0',
    // A machine that does much besides still commits every click before it is answered.
    CLICK_PATIENCE_MS: '5000',
    ...settings,
  })
  const logged: string[] = []
  const log = pino({ level: 'info' }, { write: (line: string) => void logged.push(line) })
  const application = await openApplication({ config, databaseUrl: own.url, log, now })
  const url = await application.server.listen({ host: '127.0.0.1', port: 0 })
  const stop = async () => {
    await application[Symbol.asyncDispose]()
    if (!database) await own[Symbol.asyncDispose]()
  }
  return { application, database: own, url, config, logged, [Symbol.asyncDispose]: stop }
}

/** The server of a test file. */
export async function serverOfThisFile(options: ServerOptions = {}): Promise<Server> {
  const server = await startServer(options)
  after(() => server[Symbol.asyncDispose]())
  return server
}

// oxlint-disable-next-line typescript/no-explicit-any -- a test asserts on whatever came back
export type Answer = { status: number; headers: Headers; body: any; text: string }
type Call = { headers?: Record<string, string>; body?: unknown; raw?: string | Uint8Array<ArrayBuffer> | FormData }

/** A caller with one key, speaking HTTP as an outside client does. */
export type Caller = {
  key: string
  get(path: string, call?: Call): Promise<Answer>
  post(path: string, body?: unknown, call?: Call): Promise<Answer>
  put(path: string, body?: unknown, call?: Call): Promise<Answer>
  patch(path: string, body?: unknown, call?: Call): Promise<Answer>
  delete(path: string, call?: Call): Promise<Answer>
  send(method: string, path: string, call?: Call): Promise<Answer>
}

/** A caller that shows its key in `Authorization: Bearer`. */
export const bearerOf = (url: string, key: string): Caller => callerOf(url, key, { authorization: `Bearer ${key}` })

export function callerOf(
  url: string,
  key: string,
  credential: Record<string, string> = key ? { 'x-api-key': key } : {},
): Caller {
  const send = async (method: string, path: string, call: Call = {}): Promise<Answer> => {
    const body = call.raw ?? (call.body === undefined ? undefined : JSON.stringify(call.body))
    const type: Record<string, string> = call.body === undefined ? {} : { 'content-type': 'application/json' }
    const response = await fetch(`${url}${path}`, {
      method,
      headers: { ...credential, ...type, ...call.headers },
      body,
    })
    const text = await response.text()
    const isJson = response.headers.get('content-type')?.startsWith('application/json')
    return {
      status: response.status,
      headers: response.headers,
      text,
      body: isJson && text ? JSON.parse(text) : undefined,
    }
  }
  return {
    key,
    send,
    get: (path, call) => send('GET', path, call),
    delete: (path, call) => send('DELETE', path, call),
    post: (path, body, call) => send('POST', path, { ...call, body }),
    put: (path, body, call) => send('PUT', path, { ...call, body }),
    patch: (path, body, call) => send('PATCH', path, { ...call, body }),
  }
}

export type World = {
  organisation: { id: string; name: string }
  /** The organisation's first key, with every scope. */
  admin: Caller
  /** A caller with a further key of the organisation. */
  callerWith(...scopes: string[]): Promise<Caller>
  callerBoundTo(partnerId: string): Promise<Caller>
}

/** A fresh organisation on a server, and its actors: tests share a database and never an organisation. */
export async function world(server: Server): Promise<World> {
  const root = callerOf(server.url, rootKey)
  const made = await root.post('/api/v1/organisations', { name: `Vendor ${randomBytes(4).toString('hex')}` })
  assert.equal(made.status, 201, made.text)
  const { id, name, key } = made.body.data
  const admin = callerOf(server.url, key)
  const callerOfNewKey = async (body: object) => {
    const key = await admin.post('/api/v1/api-keys', { name: 'A further key', ...body })
    assert.equal(key.status, 201, key.text)
    return callerOf(server.url, key.body.data.key)
  }
  return {
    organisation: { id, name },
    admin,
    callerWith: (...scopes) => callerOfNewKey({ scopes }),
    callerBoundTo: (partnerId) => callerOfNewKey({ scopes: ['admin'], partnerId }),
  }
}

/** The context of the operator in an organisation, for what is not reached over HTTP. */
export async function operatorIn(server: Server, organisationId: string) {
  const bench = await openWorkbench({
    config: server.config,
    databaseUrl: server.database.url,
    log: pino({ level: 'silent' }),
  })
  after(() => bench[Symbol.asyncDispose]())
  return bench.context(organisationId, operator)
}
