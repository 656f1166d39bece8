import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type pg from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import { ZipFile } from 'yazl'
import { isUnavailable, sqlError } from '#/platform/database/failure.ts'
import { StartRefused } from '#/platform/start-refused.ts'
import { type ArchivedTable, archiveFormat, entryOf, type Manifest, manifestEntry, type Table } from './manifest.ts'
import { measuringStream, type Told } from './measure.ts'
import { copyOut, describeTables, quotedList, tryReadMigrations, withSession } from './session.ts'
import { writeWholeFile } from './whole-file.ts'

export type Backup = {
  url: string
  file: string
  /** The version of the product. */
  version: string
  told(table: string, ...news: Parameters<Told>): void
  /** Ends the backup; its reason is thrown. */
  signal: AbortSignal
}

/** Writes every table, as all of them stood at one moment, into one file. Readers and writers are not held up. */
export async function backup(order: Backup): Promise<{ manifest: Manifest; bytes: number }> {
  const zip = new ZipFile()
  const content = zip.outputStream as Readable
  const failed = new AbortController()
  const signal = AbortSignal.any([order.signal, failed.signal])
  const writing = writeWholeFile(order.file, content)
  writing.catch((error) => failed.abort(error))
  try {
    const manifest = await withSession(order.url, (client) => archive(client, zip, { ...order, signal }))
    return { manifest, bytes: await writing }
  } catch (error) {
    const reason = signal.aborted ? signal.reason : explained(error)
    content.destroy()
    await writing.catch(() => {})
    throw reason
  }
}

async function archive(client: pg.Client, zip: ZipFile, order: Backup): Promise<Manifest> {
  const snapshot = await openSnapshot(client)
  const tables: ArchivedTable[] = []
  for (const table of snapshot.tables) tables.push(await archiveTable(client, zip, { table, order }))
  const { createdAt, migrations } = snapshot
  const manifest = { format: archiveFormat, version: order.version, createdAt, migrations, tables } as const
  zip.addBuffer(Buffer.from(JSON.stringify(manifest, null, 2)), manifestEntry)
  zip.end()
  return manifest
}

type Step = { table: Table; order: Backup }

async function archiveTable(client: pg.Client, zip: ZipFile, { table, order }: Step): Promise<ArchivedTable> {
  const { stream, finish } = measuringStream((...news) => order.told(table.name, ...news))
  zip.addReadStream(stream, entryOf(table.name))
  await pipeline(client.query(copyTo(copyOut(table))), stream, { signal: order.signal })
  return { ...table, ...finish() }
}

/**
 * Opens a transaction that sees one moment.
 *
 * The tables are locked against migrations before the moment is chosen: rows of a table that is
 * altered after it could not be read. Reading and writing go on.
 */
async function openSnapshot(client: pg.Client) {
  for (;;) {
    const known = (await describeTables(client)).map(({ name }) => name)
    await client.query('begin isolation level repeatable read, read only')
    if (known.length) await client.query(`lock table ${quotedList(known)} in access share mode`)
    const tables = await describeTables(client)
    const migrations = await tryReadMigrations(client)
    if (!migrations?.length) throw new StartRefused('The database is empty: there is nothing to back up.')
    const { rows } = await client.query<{ now: Date }>('select statement_timestamp() as now')
    const createdAt = rows[0]?.now.toISOString() ?? ''
    if (tables.every(({ name }) => known.includes(name))) return { tables, migrations, createdAt }
    await client.query('rollback')
  }
}

function explained(error: unknown): unknown {
  if (!sqlError(error) && !isUnavailable(error)) return error
  return new StartRefused(
    `The database ended the backup: ${(error as Error).message}. Nothing was written; try again.`,
    {
      cause: error,
    },
  )
}
