import type pg from 'pg'
import { type Load, pgbench, wrk } from './load.ts'
import type { Bench, Measured } from './paths.ts'
import { inTurns, percentile, ratioOf, ratios, type Verdict } from './ratios.ts'
import { withoutIndexes, words } from './seed.ts'
import { post, type Server } from './server.ts'
import { forPgbench, type Script, statementOf } from './statements.ts'

/** An organisation whose clients stand in ten portfolios of one size, with its own key and that of the first partner. */
export type Portfolios = { id: string; key: string; partnerId: string; partnerKey: string; each: number }

const portfolios = 10
const list = '/v2/partner/organizations/list'
const idOf = (n: string) => `'orgn_' || lpad((${n})::text, 26, '0')`

export async function prepareClients(
  { url }: Server,
  rootKey: string,
  client: pg.Client,
  each: number,
): Promise<Portfolios> {
  const { id, key } = await post(`${url}/api/v1/organisations`, rootKey, { name: 'Bench of clients' })
  const partnerIds: string[] = []
  for (let n = 0; n < portfolios; n += 1) {
    partnerIds.push((await post(`${url}/api/v1/partners`, key, { name: `Partner ${n}` })).id)
  }
  const [partnerId = ''] = partnerIds
  const wanted = { name: 'Bench', scopes: ['clients:read', 'clients:write'], rateLimitPerMinute: 1_000_000 }
  const { key: partnerKey } = await post(`${url}/api/v1/api-keys`, key, { ...wanted, partnerId })
  const { key: ownKey } = await post(`${url}/api/v1/api-keys`, key, wanted)
  await withoutIndexes(client, ['client'], async () => {
    await client.query(clients, [id, partnerIds, each])
    await client.query(counts, [id])
    await client.query(ends, [id])
  })
  return { id, key: ownKey, partnerId, partnerKey, each }
}

/** The clients of the ten come by turns, so that no portfolio lies together in the table. */
const clients = `
  insert into client (organisation_id, id, partner_id, position, external_id, name, source, status, archival_at, street1, city,
    country, naics, industry, contact_email, created_at, updated_at)
  select $1, ${idOf('n')}, ($2::text[])[1 + n % ${portfolios}], (n + ${portfolios - 1}) / ${portfolios}, gen_random_uuid(),
    (array['Amber','Birch','Cobalt','Dune','Ember','Fjord','Granite','Harbour','Indigo','Juniper','Kestrel','Larkspur','Meadow','Nimbus','Orchid','Pebble'])[1 + (hashint4(n + 1) & 65535) % 16]
      || ' ' || case when n % 10000 = 70 then 'Quokka'
        else (array['Foods','Systems','Dental','Works','Labs','Supply','Group','Studio'])[1 + (hashint4(n + 2) & 65535) % 8] end || ' ' || n,
    'PARTNER', s, case s when 'ARCHIVED' then timestamptz '2026-03-01' end, n || ' Mill Lane', 'Springfield', 'US', '311', 'Manufacturing',
    'office' || n || '@client.example.com', timestamptz '2026-01-01' + n * interval '7 seconds', '2026-06-01'
  from generate_series(1, $3::int * ${portfolios}) n,
    lateral (select case when n % 20 = 7 then 'ARCHIVED' else 'ACTIVE' end as s) as its`

const counts = `
  insert into client_tally (organisation_id, partner_id, stretch, active, archived)
  select organisation_id, partner_id, client_stretch(position), count(*) filter (where status = 'ACTIVE'),
    count(*) filter (where status = 'ARCHIVED')
  from client where organisation_id = $1 group by 1, 2, 3`

const ends = `
  insert into portfolio (organisation_id, partner_id, last_position)
  select organisation_id, partner_id, max(position) from client where organisation_id = $1 group by 1, 2`

/** A new name for a random client of the first portfolio, with its event, against the bare update. */
export async function measurePut(bench: Bench, own: Portfolios): Promise<Measured> {
  const { loader, databaseUrl, serverUrl, pool, rounds } = bench
  await pool.query('create sequence if not exists bench_event')
  const ownSql = await putStatement(bench, own)
  await wrk({ ...loader, seconds: bench.warmUpSeconds }, 'put-warm-up', `${serverUrl}/`, put(own))
  const loads = await inTurns(rounds, {
    'PUT organization': () => wrk(loader, 'put', `${serverUrl}/`, put(own)),
    'PUT organization: floor': () => pgbench(loader, 'put-floor', databaseUrl, putFloor(own)),
    'PUT organization: own SQL': () => pgbench(loader, 'put-own', databaseUrl, ownSql),
  })
  await pool.query('drop sequence bench_event')
  return {
    loads,
    verdicts: [
      ratioOf(loads, 'PUT organization', 'PUT organization: floor', { atLeast: 0.45, aim: 0.6 }),
      ratioOf(loads, 'PUT organization', 'PUT organization: own SQL'),
    ],
  }
}

/** The ids of the first portfolio are the multiples of ten; names never meet, so that none is refused. */
const random = ({ each }: Portfolios) => `
\\set n random(1, ${each})
\\set m random(1, 1000000000000000)
`
const name = `('Bench ' || :m)`
const anyId = idOf(`:n * ${portfolios}`)

const putFloor = (own: Portfolios): Script => ({
  values: { organisation: own.id },
  text: `${random(own)}
update client set name = ${name}, updated_at = now() where organisation_id = :organisation and id = ${anyId} returning *;
`,
})

async function putStatement({ pool }: Bench, own: Portfolios): Promise<Script> {
  const [id, newName] = [`orgn_${String(portfolios).padStart(26, '0')}`, 'Bench Name']
  const input = { organization_id: id, partnerId: own.partnerId, name: newName }
  const statement = await statementOf(pool, own.id, 'PUT /v2/partner/organizations/:organization_id', input)
  const { text, values } = forPgbench(statement, (value) => {
    if (value === id) return anyId
    if (value === newName) return name
    if (value instanceof Date) return 'now()'
    return String(value).startsWith('evt_') ? `'evt_c' || lpad(nextval('bench_event')::text, 25, '0')` : undefined
  })
  return { text: random(own) + text, values }
}

const put = ({ partnerKey, each }: Portfolios) => `
math.randomseed(os.time())
local begun, sent = os.time(), 0
wrk.headers['x-api-key'] = '${partnerKey}'
wrk.headers['content-type'] = 'application/json'
request = function()
  sent = sent + 1
  local path = string.format('/v2/partner/organizations/orgn_%026d', math.random(${each}) * ${portfolios})
  return wrk.format('PUT', path, nil, string.format('{"name":"Renamed %d %d"}', begun, sent))
end`

/** A page deep in a portfolio against its first page. */
export async function measurePages(bench: Bench, own: Portfolios): Promise<Measured> {
  const deep = Math.min(1_000, own.each / 100)
  const [first, later] = [`organizations of ${own.each}, page 1`, `organizations of ${own.each}, page ${deep}`]
  const page = (number: number) => {
    const url = `${bench.serverUrl}${list}?page=${number}`
    return wrk(bench.loader, `page-${number}`, url, `wrk.headers['x-api-key'] = '${own.partnerKey}'`)
  }
  await page(1)
  const loads: Record<string, Load[]> = await inTurns(bench.rounds, {
    [first]: () => page(1),
    [later]: () => page(deep),
  })
  const p50 = (what: string) => (loads[what] ?? []).map((load) => load.p50)
  const values = ratios(p50(later), p50(first))
  return { loads, verdicts: [{ what: `p50, ${later} / page 1`, values, bar: { atMost: 1.5 } }] }
}

const searches: [what: string, text: string][] = [
  ['a rare word', words.rare],
  ['a frequent word', words.frequent],
  ['no such word', words.none],
  ['two letters', 'ha'],
]

/** Searches over one connection: by a partner in its portfolio, and by the organisation among all. Milliseconds, p50. */
export async function measureClientSearch(bench: Bench, own: Portfolios): Promise<Measured> {
  const verdicts: Verdict[] = []
  for (const [what, text] of searches) {
    const asked: [string, string, string][] = [
      [`${own.each} of a partner`, `${list}?search=${text}`, own.partnerKey],
      [`all ${own.each * portfolios}`, `/api/v1/clients?q=${text}`, own.key],
    ]
    for (const [among, path, key] of asked) {
      const values = [await p50Of(bench, path, key)]
      verdicts.push({ what: `clients with ${what} among ${among}, p50`, values, unit: ' ms', bar: { atMost: 50 } })
    }
  }
  return { loads: {}, verdicts }
}

const mostRequests = 60

async function p50Of({ serverUrl, loader }: Bench, path: string, key: string): Promise<number> {
  const milliseconds: number[] = []
  const end = performance.now() + loader.seconds * 1000
  while (milliseconds.length < 3 || (milliseconds.length < mostRequests && performance.now() < end)) {
    const begun = performance.now()
    const answer = await fetch(serverUrl + path, { headers: { 'x-api-key': key } })
    await answer.arrayBuffer()
    milliseconds.push(performance.now() - begun)
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}`)
  }
  return percentile(milliseconds, 0.5)
}
