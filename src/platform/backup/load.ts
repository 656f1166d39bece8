import { pipeline } from 'node:stream/promises'
import type pg from 'pg'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'
import { StartRefused } from '#/platform/start-refused.ts'
import type { Archive } from './archive.ts'
import type { ArchivedTable, Table } from './manifest.ts'
import { measure, measuringStream, type Told } from './measure.ts'
import { copyIn, copyOut, describeTables, quoted, quotedList } from './session.ts'

export type LoadTold = (doing: 'loading' | 'comparing', table: string, ...news: Parameters<Told>) => void
type Load = { file: string; archive: Archive; replaceable: string[]; told: LoadTold }

/** Loads every table in one transaction, which ends only when each has come out of the database as it went in. */
export async function load(client: pg.Client, order: Load): Promise<void> {
  const { tables } = order.archive.manifest
  await client.query('begin')
  await client.query(`set local symbolon.restoring = 'on'`)
  const there = await describeTables(client)
  // Whoever starts a server meanwhile waits here, and then finds the organisations of the archive.
  await client.query(`lock table ${quotedList(there.map(({ name }) => name))} in access exclusive mode`)
  await refuseFilled(client, order.replaceable)
  for (const { name } of there) if (order.replaceable.includes(name)) await client.query(`delete from ${quoted(name)}`)
  for (const table of tables) await prepare(client, table, there)
  await client.query('set constraints all deferred')
  for (const table of tables) await fill(client, table, order)
  for (const table of tables) await compare(client, table, order)
  await client.query('set constraints all immediate')
  await client.query(`analyze ${quotedList(tables.map(({ name }) => name))}`)
  await client.query('commit')
}

export const howToBeginAnew =
  'Restore into a new database: set DATA_DIR to a new folder or DATABASE_URL to an empty database.'

/** Refuses a database that holds rows, but for those of the replaceable tables. */
export async function refuseFilled(client: pg.Client, replaceable: string[]): Promise<void> {
  const filled: string[] = []
  for (const { name } of await describeTables(client)) {
    const { rows } = await client.query<{ is_filled: boolean }>(
      `select exists (select from ${quoted(name)}) as is_filled`,
    )
    if (rows[0]?.is_filled && !replaceable.includes(name)) filled.push(name)
  }
  if (!filled.length) return
  throw new StartRefused(`The database is not empty: there are rows in ${filled.join(', ')}. ${howToBeginAnew}`)
}

/** Sees that the table is there with the archive's columns and with every partition that the archive's rows need. */
async function prepare(client: pg.Client, archived: ArchivedTable, there: Table[]): Promise<void> {
  const table = there.find(({ name }) => name === archived.name)
  if (!table)
    throw new StartRefused(
      `The archive holds a table ${archived.name}, which no migration makes. Make it in the database first, then restore.`,
    )
  if (table.columns.toSorted().join() !== archived.columns.toSorted().join())
    throw new StartRefused(`The table ${table.name} has other columns in the archive than in the database.`)
  for (const { name, bound } of archived.partitions)
    if (!table.partitions.some((partition) => partition.name === name))
      await client.query(`create table ${quoted(name)} partition of ${quoted(table.name)} ${bound}`)
}

async function fill(client: pg.Client, table: ArchivedTable, { archive, told }: Load): Promise<void> {
  const { stream, finish } = measuringStream((...news) => told('loading', table.name, ...news))
  await pipeline(await archive.read(table), stream, client.query(copyFrom(copyIn(table))))
  finish()
}

async function compare(client: pg.Client, table: ArchivedTable, { file, told }: Load): Promise<void> {
  const out = client.query(copyTo(copyOut(table)))
  const { rows, rowSum } = await measure(out, (...news) => told('comparing', table.name, ...news))
  if (rows === table.rows && rowSum === table.rowSum) return
  throw new StartRefused(
    `${file} was not restored: the table ${table.name} came out of the database other than it went in. The database is as empty as it was.`,
  )
}
