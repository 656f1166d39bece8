import { Kysely, PostgresDialect } from 'kysely'
import type pg from 'pg'
import { partnerRoutes } from '#/domains/partners/index.ts'
import type { Context, Database } from '#/kernel/context.ts'
import { newId } from '#/kernel/id.ts'
import { perform } from '#/platform/perform.ts'

export type Statement = { sql: string; parameters: readonly unknown[] }

/** The statement that the product sends for a route of partners: the verb is run once, and its last statement is kept. */
export async function statementOf(
  pool: pg.Pool,
  organisationId: string,
  route: string,
  input: object,
): Promise<Statement> {
  const verb = partnerRoutes.routes.find(([method, path]) => `${method} ${path}` === route)?.[2]
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
  sign: (purpose, text) => Buffer.from(`${purpose}${text}`).toString('base64url'),
  announce: async () => {},
  hears: async () => {},
})

/**
 * A statement for pgbench: each parameter becomes the SQL expression that stands for its value.
 *
 * pgbench takes `:MI` for a variable even inside a literal, so colons there are written as escapes.
 */
export function forPgbench({ sql, parameters }: Statement, expressionOf: (value: unknown) => string): string {
  const text = sql.replace(/'[^']*'/g, (literal) =>
    literal.includes(':') ? `E${literal.replaceAll(':', '\\x3a')}` : literal,
  )
  return `${text.replace(/\$(\d+)/g, (_, n: string) => expressionOf(parameters[Number(n) - 1]))};\n`
}
