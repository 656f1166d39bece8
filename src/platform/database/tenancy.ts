import { sql } from 'kysely'
import type { Database } from '#/kernel/context.ts'

/** The tables that are looked up before the organisation is known, or belong to the installation as a whole. */
export const globalTables = [
  'organisation',
  'instance',
  'api_key_owner',
  'one_time_link_owner',
  'account',
  'account_credential',
  'account_code',
  'account_session',
  'invitation_owner',
  'publishable_key_owner',
  'link_code_owner',
  'legacy_url_owner',
  'portal_token_owner',
  'portal_session_owner',
  'signing_key',
  'click_figures_mark',
  'visitor_key',
  'migration',
  'migration_lock',
]

/** What would let one organisation's row stand in another's way: a key or unique index that does not begin with it. */
export async function findTenancyOffenders(db: Database): Promise<string[]> {
  const { rows } = await sql<{ offender: string }>`
    with tenant_table as (
      select c.oid, c.relname
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = current_schema() and c.relkind in ('r', 'p') and c.relname <> all(${globalTables})
        and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
    )
    select 'unique index ' || i.indexrelid::regclass as offender
    from tenant_table t join pg_index i on i.indrelid = t.oid and i.indisunique
    left join pg_attribute a on a.attrelid = t.oid and a.attnum = i.indkey[0]
    where a.attname is distinct from 'organisation_id'
    union all
    select 'table ' || t.relname || ' without primary key'
    from tenant_table t
    where not exists (select from pg_index i where i.indrelid = t.oid and i.indisprimary)
    order by offender
  `.execute(db)
  return rows.map(({ offender }) => offender)
}
