import type pg from 'pg'
import { isUnavailable, sqlError } from '#/platform/database/failure.ts'
import { migrate, migrationNames } from '#/platform/database/migrate.ts'
import { StartRefused } from '#/platform/start-refused.ts'
import type { Archive } from './archive.ts'
import { howToBeginAnew, load, type LoadTold, refuseFilled } from './load.ts'
import { tryReadMigrations, withSession } from './session.ts'

export type Restore = {
  url: string
  file: string
  archive: Archive
  /** Tables whose rows do not make a database a filled one: they are emptied first. */
  replaceable: string[]
  told: LoadTold
}

/**
 * Fills an empty database from an archive: brings it to the archive's migrations, loads every table
 * in one transaction, and then runs the migrations that came later. Returns the names of those.
 */
export async function restore(order: Restore): Promise<string[]> {
  const { url, archive, replaceable } = order
  const { migrations } = archive.manifest
  await refuseUnknownMigrations(order.file, migrations)
  await withSession(url, async (client) => {
    await refuseLaterDatabase(client, migrations)
    await refuseFilled(client, replaceable)
  })
  await migrate(url, { upTo: migrations.at(-1) })
  await withSession(url, (client) => load(client, order)).catch((error) => explain(order.file, error))
  return await migrate(url)
}

async function refuseUnknownMigrations(file: string, archived: string[]): Promise<void> {
  const known = await migrationNames()
  const unknown = archived.filter((name) => !known.includes(name))
  if (unknown.length)
    throw new StartRefused(
      `${file} was written by a newer version of Symbolon (it has ${unknown.join(', ')}). Restore it with that version or a later one.`,
    )
  const isWhole = archived.every((name, place) => name === known[place])
  if (!isWhole)
    throw new StartRefused(`${file} lacks a migration that this version has between others. It cannot be restored.`)
}

/** Migrations are never undone, so a database that is further on cannot take an older archive. */
async function refuseLaterDatabase(client: pg.Client, archived: string[]): Promise<void> {
  const later = (await tryReadMigrations(client))?.filter((name) => !archived.includes(name)) ?? []
  if (!later.length) return
  throw new StartRefused(`The database has later migrations than the archive (${later.join(', ')}). ${howToBeginAnew}`)
}

function explain(file: string, error: unknown): never {
  const { message } = error as Error
  if (isUnavailable(error))
    throw new StartRefused(
      `The database ended the restore (${message}). Run it again: it refuses if all had been restored.`,
      { cause: error },
    )
  if (!sqlError(error)) throw error
  throw new StartRefused(`${file} could not be loaded: ${message}. The database is as empty as it was.`, {
    cause: error,
  })
}
