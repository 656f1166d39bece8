import { Kysely, PostgresDialect } from 'kysely'
import type pg from 'pg'
import { clientRoutes } from '#/domains/clients/index.ts'
import { internalContactRoutes } from '#/domains/contacts/index.ts'
import { partnerRoutes } from '#/domains/partners/index.ts'
import type { Context, Database } from '#/kernel/context.ts'
import { newId } from '#/kernel/id.ts'
import { settingsOf } from '#/kernel/setting.ts'
import { perform } from '#/platform/perform.ts'

export type Statement = { sql: string; parameters: readonly unknown[] }

const routes = [...partnerRoutes.routes, ...internalContactRoutes.routes, ...clientRoutes.routes]

/** The statement that the product sends for a route: the verb is run once, and its last statement is kept. */
export async function statementOf(
  pool: pg.Pool,
  organisationId: string,
  route: string,
  input: object,
): Promise<Statement> {
  const verb = routes.find(([method, path]) => `${method} ${path}` === route)?.[2]
  if (!verb) throw new Error(`There is no route ${route}.`)
  const sent: Statement[] = []
  const db = new Kysely<object>({
    dialect: new PostgresDialect({ pool }),
    log: ({ query }) => void sent.push({ sql: query.sql, parameters: query.parameters }),
  }) as unknown as Database
  await perform(verb, contextOf(db, organisationId), { input })
  const last = sent.at(-1)
  if (!last) throw new Error(`${route} sent no statement.`)
  return last
}

const contextOf = (db: Database, organisationId: string): Context => ({
  organisationId,
  actor: { kind: 'operator', id: 'operator', name: 'Bench' },
  requestId: 'req_bench',
  db,
  now: () => new Date(),
  newId: (prefix) => newId(prefix, new Date()),
  seal: (_purpose, text) => text,
  open: (_purpose, sealed) => sealed,
  publicUrl: '',
  portalUrl: '',
  settings: settingsOf(),
  sign: (purpose, text) => Buffer.from(`${purpose}${text}`).toString('base64url'),
  rotating: { sign: () => '', check: async () => false },
  announce: async () => {},
  hears: async () => {},
})

/** A script for pgbench, and the values that it is given by name. */
export type Script = { text: string; values?: Record<string, string> }

/**
 * A statement for pgbench. Each parameter stays one, so that PostgreSQL plans as it does for the product; where a value
 * is to differ from call to call, `varying` names the SQL expression that stands for it.
 *
 * pgbench takes `:MI` for a variable even inside a literal, so colons there are written as escapes.
 */
export function forPgbench({ sql, parameters }: Statement, varying: (value: unknown) => string | undefined): Script {
  const text = sql.replace(/'[^']*'/g, (literal) =>
    literal.includes(':') ? `E${literal.replaceAll(':', '\\x3a')}` : literal,
  )
  const values: Record<string, string> = {}
  const placed = text.replace(/\$(\d+)/g, (_, n: string) => {
    const value = parameters[Number(n) - 1]
    const expression = varying(value)
    if (expression === undefined) values[`p${n}`] = String(value)
    return expression ?? `:p${n}`
  })
  return { text: `${placed};\n`, values }
}
