import { readdir, readFile } from 'node:fs/promises'
import { Kysely, PostgresDialect, sql } from 'kysely'
import { type Migration, Migrator } from 'kysely/migration'
import pg from 'pg'
import { StartRefused } from '../start-refused.ts'
import { connectionTo } from './pool.ts'

export const migrationsFolder = new URL('../../../migrations/', import.meta.url)

/** Brings a database to the newest migration, or to a named one. Nodes that start at once wait for each other. */
export async function migrate(url: string, options: { upTo?: string } = {}): Promise<string[]> {
  const pool = new pg.Pool({ ...connectionTo(url), max: 2, application_name: 'symbolon migrate' })
  pool.on('error', () => {})
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) })
  try {
    await refuseNewer(db)
    const migrator = new Migrator({
      db,
      provider: { getMigrations },
      migrationTableName: 'migration',
      migrationLockTableName: 'migration_lock',
    })
    const { error, results } = options.upTo ? await migrator.migrateTo(options.upTo) : await migrator.migrateToLatest()
    if (error) throw error
    return (results ?? []).map((result) => result.migrationName)
  } finally {
    await db.destroy()
  }
}

/** The names of the migrations in the code, in their order. */
export async function migrationNames(): Promise<string[]> {
  const files = await readdir(migrationsFolder)
  return files
    .filter((file) => file.endsWith('.sql'))
    .map((file) => file.slice(0, -4))
    .sort()
}

async function getMigrations(): Promise<Record<string, Migration>> {
  const names = await migrationNames()
  return Object.fromEntries(names.map((name) => [name, { up: (db: Kysely<unknown>) => run(db, name) }]))
}

async function run(db: Kysely<unknown>, name: string): Promise<void> {
  await sql.raw(await readFile(new URL(`${name}.sql`, migrationsFolder), 'utf8')).execute(db)
}

async function refuseNewer(db: Kysely<unknown>): Promise<void> {
  const {
    rows: [table],
  } = await sql<{ there: string | null }>`select to_regclass('migration') as there`.execute(db)
  if (!table?.there) return
  const known = new Set(await migrationNames())
  const { rows } = await sql<{ name: string }>`select name from migration order by name`.execute(db)
  const newer = rows.filter((row) => !known.has(row.name)).map((row) => row.name)
  if (!newer.length) return
  throw new StartRefused(
    `The database is newer than this version of Symbolon (it has ${newer.join(', ')}). Start the version that migrated it, or a later one.`,
  )
}
