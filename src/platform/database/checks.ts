import { sql } from 'kysely'
import type { Check } from '#/kernel/check.ts'
import type { Context } from '#/kernel/context.ts'
import { migrationNames } from './migrate.ts'
import { findTenancyOffenders, globalTables } from './tenancy.ts'

const widestClockGapMs = 5_000

/** Without it the other checks may ask for tables that are not there yet. */
export const migrationCheck: Check = {
  name: 'the database is at this version',
  async find({ db }) {
    const ran = await ranMigrations(db)
    const known = await migrationNames()
    const missing = known.filter((name) => !ran.includes(name))
    const unknown = ran.filter((name) => !known.includes(name))
    return [
      ...sentence(
        missing,
        (names) => `these migrations have not run: ${names}. Run symbolon migrate, then doctor again.`,
      ),
      ...sentence(unknown, (names) => `a newer version of Symbolon ran ${names}. Use that version or a later one.`),
    ]
  },
}

/** What must hold in every database, whatever is in it. */
export const databaseChecks: Check[] = [
  {
    name: 'every key and unique index begins with the organisation',
    async find({ db }) {
      const rule = `Only ${globalTables.join(', ')} may do without organisation_id at the front.`
      return (await findTenancyOffenders(db)).map((offender) => `${offender}. ${rule}`)
    },
  },
  {
    name: 'every foreign key and check is validated',
    find: ({ db }) =>
      found(
        db,
        `select format('%s on %s is not. Run: alter table %s validate constraint %I', conname, conrelid::regclass, conrelid::regclass, conname)
        from pg_constraint where connamespace = current_schema()::regnamespace and not convalidated`,
      ),
  },
  {
    name: 'every index is valid',
    find: ({ db }) =>
      found(
        db,
        `select format('%s is not. Run: reindex index %s', indexrelid::regclass, indexrelid::regclass)
        from pg_index join pg_class c on c.oid = indexrelid
        where c.relnamespace = current_schema()::regnamespace and not (indisvalid and indisready)`,
      ),
  },
  {
    name: 'what is committed is on the disk',
    find: ({ db }) =>
      found(
        db,
        `select format('%s is off: a loss of power loses or damages data. Set it to on in PostgreSQL.', name)
        from pg_settings where name in ('fsync', 'full_page_writes') and setting = 'off'`,
      ),
  },
  { name: 'the clocks of the database and of this machine agree', find: compareClocks },
]

/** The lines that one statement gives: a sentence each. */
async function found(db: Context['db'], statement: string): Promise<string[]> {
  const { rows } = await sql<Record<string, string>>`${sql.raw(statement)}`.execute(db)
  return rows.flatMap((row) => Object.values(row))
}

async function compareClocks({ db, now }: Pick<Context, 'db' | 'now'>): Promise<string[]> {
  const before = now().getTime()
  const { rows } = await sql<{ theirs: Date }>`select clock_timestamp() as theirs`.execute(db)
  const ours = (before + now().getTime()) / 2
  const gapMs = Math.abs((rows[0]?.theirs.getTime() ?? ours) - ours)
  if (gapMs < widestClockGapMs) return []
  return [`they are ${Math.round(gapMs / 1000)} seconds apart. Let both follow a time server (NTP).`]
}

async function ranMigrations(db: Context['db']): Promise<string[]> {
  const { rows: tables } = await sql<{ there: string | null }>`select to_regclass('migration') as there`.execute(db)
  if (!tables[0]?.there) return []
  const { rows } = await sql<{ name: string }>`select name from migration order by name`.execute(db)
  return rows.map(({ name }) => name)
}

const sentence = (names: string[], write: (names: string) => string) => (names.length ? [write(names.join(', '))] : [])
