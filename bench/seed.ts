import type pg from 'pg'

/** One organisation of the bench: its id, and how many partners it has. */
export type Tenant = { id: string; partners: number }

/** The id of partner `n`, which Lua and pgbench make alike. */
export const partnerId = (n: number) => `ptn_${String(n).padStart(26, '0')}`

/** Words of the seeded names: how many of a million partners have them. */
export const words = { frequent: 'harbour', rare: 'quokka', none: 'zyzzyva' }

/** Fills organisations with partners of about 1 KB each as they leave, by set-based SQL. */
export async function seed(client: pg.Client, tenants: Tenant[], log: (line: string) => void): Promise<void> {
  await withoutIndexes(client, ['partner', 'visitor'], async () => {
    for (const tenant of tenants) {
      log(`seeding ${tenant.partners} partners`)
      for (const statement of [members, tiers, phases]) await client.query(statement, [tenant.id])
      for (const statement of [partners, visitors]) await client.query(statement, [tenant.id, tenant.partners])
    }
    log('building indexes')
  })
}

/**
 * Fills tables without their triggers and with their secondary indexes put aside meanwhile, and leaves the tables
 * vacuumed and analysed.
 */
export async function withoutIndexes(client: pg.Client, tables: string[], fill: () => Promise<void>): Promise<void> {
  await client.query(`set session_replication_role = replica; set maintenance_work_mem = '512MB'`)
  const { rows: indexes } = await client.query<{ name: string; definition: string }>(secondaryIndexes, [tables])
  for (const { name } of indexes) await client.query(`drop index ${name}`)
  await fill()
  // PostgreSQL tells of a partitioned index as one of the empty parent alone.
  for (const { definition } of indexes) await client.query(definition.replace(' ON ONLY ', ' ON '))
  await client.query('reset session_replication_role')
  await client.query('vacuum analyze')
  await client.query('checkpoint')
}

const secondaryIndexes = `
  select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as definition
  from pg_index i left join pg_constraint c on c.conindid = i.indexrelid
  where i.indrelid = any($1::regclass[]) and c.oid is null`

const members = `
  insert into member (organisation_id, id, email, name, role, created_at, updated_at)
  select $1, 'user_' || lpad(n::text, 26, '0'), 'owner' || n || '@vendor.example.com', 'Owner Number ' || n,
    'PARTNER_MANAGER', '2026-01-01', '2026-01-01' from generate_series(1, 20) n`

const catalogue = (table: string, many: number) => `
  insert into ${table} (organisation_id, id, name, rank, created_at, updated_at)
  select $1, '${table}_' || lpad(n::text, 26, '0'), '${table} ' || n, n, '2026-01-01', '2026-01-01'
  from generate_series(1, ${many}) n`
const tiers = catalogue('tier', 5)
const phases = catalogue('phase', 6)

const oneOf = (many: number, salt: number) => `(hashint4(n + ${salt}) & 65535) % ${many}`
const id = (prefix: string, n: string) => `'${prefix}_' || lpad((${n})::text, 26, '0')`

const partners = `
  insert into partner (organisation_id, id, name, domain, external_company_id, external_id, external_id_type, categories,
    tier_id, phase_id, owner_id, manager_id, partner_object_crm_properties, status, created_at, updated_at)
  select $1, ${id('ptn', 'n')},
    (array['Amber','Birch','Cobalt','Dune','Ember','Fjord','Granite','Harbour','Indigo','Juniper','Kestrel','Larkspur','Meadow','Nimbus','Orchid','Pebble'])[1 + ${oneOf(16, 1)}]
      || ' ' || case when n % 100000 = 77 then 'Quokka'
        else (array['Traders','Systems','Partners','Works','Labs','Supply','Group','Studio'])[1 + ${oneOf(8, 2)}] end || ' ' || n,
    'company' || n || '.example.com', (880000000 + n)::text, (770000000 + n)::text, 'PARTNER',
    array[(array['Reseller','Referral','Agency','Technology','Distributor','Consulting'])[1 + ${oneOf(6, 3)}], 'Region ' || ${oneOf(40, 4)}],
    ${id('tier', `1 + ${oneOf(5, 5)}`)}, ${id('phase', `1 + ${oneOf(6, 6)}`)}, ${id('user', `1 + ${oneOf(20, 7)}`)},
    case when n % 2 = 0 then ${id('vis', 'n')} end,
    -- compact, as a CRM's JSON is when it is written by a program
    (select row_to_json(r) from (select 770000000 + n as hs_object_id, 'Company ' || n as name, 'customer' as lifecyclestage,
      n % 9000 * 1000 as annualrevenue, 'Germany' as country, 'Example Town' as city) r),
    case when n % 20 = 0 then 'inactive' else 'active' end,
    timestamptz '2026-01-01' + n * interval '7 seconds',
    timestamptz '2026-06-01' + ${oneOf(65536, 8)} * interval '149.137 seconds'
  from generate_series(1, $2::int) n`

const visitors = `
  insert into visitor (organisation_id, id, partner_id, email, name, created_at, updated_at)
  select $1, ${id('vis', 'n')}, ${id('ptn', 'n')}, 'manager' || n || '@company' || n || '.example.com', 'Manager ' || n, '2026-01-01', '2026-01-01'
  from generate_series(2, $2::int, 2) n`
