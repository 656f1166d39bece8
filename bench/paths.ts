import type pg from 'pg'
import { signer } from '#/domains/organisations/index.ts'
import type { Context } from '#/kernel/context.ts'
import { toCursor } from '#/kernel/page.ts'
import { type Load, type Loader, pgbench, wrk } from './load.ts'
import { inTurns, ratioOf, ratios, type Verdict } from './ratios.ts'
import { partnerId, type Tenant } from './seed.ts'
import { forPgbench, type Script, statementOf } from './statements.ts'

/** An organisation with a key of its own, so that each request is authenticated, counted and recorded. */
export type Caller = Tenant & { key: string }

export type Bench = {
  loader: Loader
  rounds: number
  /** How long the server is loaded before it is measured, so that its code is compiled. */
  warmUpSeconds: number
  pool: pg.Pool
  databaseUrl: string
  serverUrl: string
  /** What the server signs cursors with. */
  secret: string
}

/** What a path came to: its bars, and the loads behind them. */
export type Measured = { verdicts: Verdict[]; loads: Record<string, Load[]> }

const list = '/api/v1/partners?limit=25'
const idOf = (number: string) => `'ptn_' || lpad((${number})::text, 26, '0')`

/** Cursors of an organisation's list, newest first, each at the partner of that number. */
function cursorAt(bench: Bench, organisationId: string, n: number): string {
  const ctx = { organisationId, sign: signer(bench.secret) } as Pick<Context, 'organisationId' | 'sign'> as Context
  return encodeURIComponent(toCursor(ctx, 'partners -createdAt', [partnerId(n)]))
}

const deepest = 100

/** Page 1 of a list, and pages at random depth, against the same rows by pgbench. */
export async function measureList(bench: Bench, caller: Caller): Promise<Measured> {
  const { loader, pool, databaseUrl, serverUrl } = bench
  const depths = Array.from({ length: 500 }, () => deepest + Math.floor(Math.random() * (caller.partners - deepest)))
  const cursors = depths.map((n) => cursorAt(bench, caller.id, n))
  const own = await statementOf(pool, caller.id, 'GET /api/v1/partners', { limit: '25' })
  const ownSql = forPgbench(own, () => undefined)
  await wrk({ ...loader, seconds: bench.warmUpSeconds }, 'list-warm-up', serverUrl + list, get(caller, `'${list}'`))
  const loads = await inTurns(bench.rounds, {
    'list, page 1': () => wrk(loader, 'list', serverUrl + list, get(caller, `'${list}'`)),
    'list, page 1: floor': () => pgbench(loader, 'list-floor', databaseUrl, listFloor(caller, '')),
    'list, page 1: own SQL': () => pgbench(loader, 'list-own', databaseUrl, ownSql),
    'list, any page': () =>
      wrk(
        loader,
        'deep',
        serverUrl + list,
        get(caller, `'${list}&cursor=' .. cursors[math.random(#cursors)]`, cursors),
      ),
    'list, any page: floor': () =>
      pgbench(loader, 'deep-floor', databaseUrl, listFloor(caller, `and id < ${idOf(':n')}`)),
  })
  const bar = { atLeast: 0.38, aim: 0.43 }
  const against = (what: string, floor: string, bar?: Verdict['bar']) => ratioOf(loads, what, `${what}: ${floor}`, bar)
  return {
    loads,
    verdicts: [
      against('list, page 1', 'floor', bar),
      against('list, page 1', 'own SQL'),
      against('list, any page', 'floor', bar),
    ],
  }
}

const get = (caller: Caller, path: string, cursors: string[] = []) => `
local cursors = {${cursors.map((cursor) => `'${cursor}'`).join(',')}}
math.randomseed(os.time())
wrk.headers['x-api-key'] = '${caller.key}'
request = function() return wrk.format('GET', ${path}) end`

const listFloor = (caller: Caller, after: string): Script => ({
  values: { organisation: caller.id },
  text: `
\\set n random(${deepest}, ${caller.partners})
select id, name, domain, external_company_id, external_id, external_id_type, categories, tier_id, phase_id, owner_id, manager_id,
  partner_object_crm_properties, company_crm_properties, status, created_at, updated_at
from partner where organisation_id = :organisation and merged_into_id is null ${after} order by id desc limit 26;
`,
})

/** A new name for a random partner, with its event, against the bare update. */
export async function measurePatch(bench: Bench, caller: Caller): Promise<Measured> {
  const { loader, databaseUrl, serverUrl } = bench
  await bench.pool.query('create sequence if not exists bench_event')
  const ownSql = await patchStatement(bench, caller)
  await wrk({ ...loader, seconds: bench.warmUpSeconds }, 'patch-warm-up', `${serverUrl}/`, patch(caller))
  const loads = await inTurns(bench.rounds, {
    patch: () => wrk(loader, 'patch', `${serverUrl}/`, patch(caller)),
    'patch: floor': () => pgbench(loader, 'patch-floor', databaseUrl, patchFloor(caller)),
    'patch: own SQL': () => pgbench(loader, 'patch-own', databaseUrl, ownSql),
  })
  await bench.pool.query('drop sequence bench_event')
  return {
    loads,
    verdicts: [
      ratioOf(loads, 'patch', 'patch: floor', { atLeast: 0.45, aim: 0.6 }),
      ratioOf(loads, 'patch', 'patch: own SQL'),
    ],
  }
}

async function patchStatement({ pool }: Bench, caller: Caller): Promise<Script> {
  const id = partnerId(1)
  const name = 'Bench Name'
  const own = await statementOf(pool, caller.id, 'PATCH /api/v1/partners/:id', { id, name })
  const { text, values } = forPgbench(own, (value) => {
    if (value === id) return idOf(':n')
    if (value === name) return `('Partner ' || :m)`
    if (value instanceof Date) return 'now()'
    return String(value).startsWith('evt_') ? `'evt_' || lpad(nextval('bench_event')::text, 26, '0')` : undefined
  })
  return { text: random(caller) + text, values }
}

const random = (caller: Caller) => `
\\set n random(1, ${caller.partners})
\\set m random(1, 1000000000)
`

const patchFloor = (caller: Caller): Script => ({
  values: { organisation: caller.id },
  text: `${random(caller)}
update partner set name = 'Partner ' || :m, updated_at = now() where organisation_id = :organisation and id = ${idOf(':n')} returning *;
`,
})

const patch = (caller: Caller) => `
math.randomseed(os.time())
wrk.headers['x-api-key'] = '${caller.key}'
wrk.headers['content-type'] = 'application/json'
request = function()
  local path = string.format('/api/v1/partners/ptn_%026d', math.random(${caller.partners}))
  return wrk.format('PATCH', path, nil, string.format('{"name":"Partner %d"}', math.random(1000000000)))
end`

/** Pages of a list of a million, first and last, against page 1 of a thousand. */
export async function measureGrowth(bench: Bench, small: Caller, huge: Caller): Promise<Measured> {
  const { loader, serverUrl } = bench
  const last = `${list}&cursor=${cursorAt(bench, huge.id, 26)}`
  const first = `list of ${small.partners}, page 1`
  const hugeFirst = `list of ${huge.partners}, page 1`
  const hugeLast = `list of ${huge.partners}, last page`
  const loads: Record<string, Load[]> = await inTurns(bench.rounds, {
    [first]: () => wrk(loader, 'small', serverUrl + list, get(small, `'${list}'`)),
    [hugeFirst]: () => wrk(loader, 'huge', serverUrl + list, get(huge, `'${list}'`)),
    [hugeLast]: () => wrk(loader, 'last', serverUrl + last, get(huge, `'${last}'`)),
  })
  const p50 = (name: string) => (loads[name] ?? []).map((load) => load.p50)
  const bar = { atMost: 1.3 }
  const verdicts = [hugeFirst, hugeLast].map((what) => ({
    what: `p50, ${what} / ${first}`,
    values: ratios(p50(what), p50(first)),
    bar,
  }))
  return { loads, verdicts }
}
