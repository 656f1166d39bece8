import pg from 'pg'
import type { Server } from './world.ts'

/** Runs one statement on a server's database, past the product: for what no request can bring about or show. */
// oxlint-disable-next-line typescript/no-explicit-any -- a test asserts on whatever came back
export async function runSql(server: Server, statement: string, values: unknown[] = []): Promise<any[]> {
  const client = new pg.Client({ connectionString: server.database.url })
  await client.connect()
  try {
    return (await client.query(statement, values)).rows
  } finally {
    await client.end()
  }
}
