import pg from 'pg'
import { connectionTo } from '#/platform/database/pool.ts'
import type { Table } from './manifest.ts'

// Whatever the server's own settings are, values are written in one way, and no time limit ends a long table.
const settings = `
  set statement_timeout = 0; set lock_timeout = 0; set idle_in_transaction_session_timeout = 0;
  set intervalstyle = postgres; set bytea_output = hex; set extra_float_digits = 1; set row_security = off`

/** A connection of its own for as long as `use` takes. */
export async function withSession<T>(url: string, use: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ ...connectionTo(url), application_name: 'symbolon backup' })
  client.on('error', () => {})
  try {
    await client.connect()
    await client.query(settings)
    return await use(client)
  } finally {
    await client.end().catch(() => {})
  }
}

/** Who is signed in, and what signs in: a restore brings back no session that has ended since. */
const signedIn = [
  'account_session',
  'account_code',
  'portal_token',
  'portal_token_owner',
  'portal_session',
  'portal_session_owner',
  'portal_code',
]

/** The tables that belong in an archive: all of the schema but those of extensions, of sessions, the migrator's own, and unlogged ones. */
export async function describeTables(client: pg.Client): Promise<Table[]> {
  const { rows } = await client.query<Table>(tablesOfSchema, [['migration', 'migration_lock', ...signedIn]])
  return rows
}

/** The names of the migrations that ran, in their order; undefined for a database that was never migrated. */
export async function tryReadMigrations(client: pg.Client): Promise<string[] | undefined> {
  const { rows } = await client.query<{ there: string | null }>(`select to_regclass('migration') as there`)
  if (!rows[0]?.there) return undefined
  const ran = await client.query<{ name: string }>('select name from migration order by name')
  return ran.rows.map(({ name }) => name)
}

export const quoted = (name: string) => pg.escapeIdentifier(name)
export const quotedList = (names: string[]) => names.map(quoted).join(', ')

/** The statement that reads a table's rows in the order of its columns here. */
export const copyOut = ({ name, columns }: Pick<Table, 'name' | 'columns'>) =>
  `copy (select ${quotedList(columns)} from ${quoted(name)}) to stdout`
export const copyIn = ({ name, columns }: Pick<Table, 'name' | 'columns'>) =>
  `copy ${quoted(name)} (${quotedList(columns)}) from stdin`

const tablesOfSchema = `
  select c.relname as name,
    (select coalesce(json_agg(a.attname order by a.attnum), '[]') from pg_attribute a
      where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as columns,
    (select coalesce(json_agg(json_build_object('name', p.relname, 'bound', pg_get_expr(p.relpartbound, p.oid)) order by p.relname), '[]')
      from pg_inherits i join pg_class p on p.oid = i.inhrelid where i.inhparent = c.oid) as partitions
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname = current_schema() and c.relkind in ('r', 'p') and not c.relispartition and c.relpersistence = 'p' and c.relname <> all($1)
    and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
  order by c.relname`
