import { randomBytes } from 'node:crypto'
import { env } from 'node:process'
import pg from 'pg'
import { migrate } from '#/platform/database/migrate.ts'

/** A migrated, empty database that each test file clones. */
export async function createTemplate(serverUrl: string): Promise<string> {
  const name = `symbolon_template_${randomBytes(4).toString('hex')}`
  await onServer(serverUrl, `create database ${name}`)
  await migrate(urlOf(serverUrl, name))
  return name
}

export type TestDatabase = AsyncDisposable & { url: string; name: string }

/** A database of its own for one test file: a clone of the template, or an empty one. */
export async function testDatabase(options: { isEmpty?: boolean } = {}): Promise<TestDatabase> {
  const serverUrl = env['TEST_SERVER_URL']
  const template = env['TEST_TEMPLATE']
  if (!serverUrl || !template) throw new Error('Run the tests by `npm test`, which starts their database.')
  const name = `symbolon_test_${randomBytes(6).toString('hex')}`
  await onServer(serverUrl, `create database ${name} ${options.isEmpty ? '' : `template ${template}`}`)
  const drop = () => onServer(serverUrl, `drop database if exists ${name} with (force)`)
  return { url: urlOf(serverUrl, name), name, [Symbol.asyncDispose]: drop }
}

function urlOf(serverUrl: string, name: string): string {
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  return url.href
}

async function onServer(serverUrl: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl })
  client.on('error', () => {})
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
