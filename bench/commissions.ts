import { setTimeout as pause } from 'node:timers/promises'
import type pg from 'pg'
import { type Load, pgbench, wrk } from './load.ts'
import type { Bench, Measured } from './paths.ts'
import { inTurns, percentile, ratioOf, ratios, type Verdict } from './ratios.ts'
import { withoutIndexes } from './seed.ts'
import { post, type Server } from './server.ts'
import type { Script } from './statements.ts'

/** Two organisations of the same partners and pending lines: one for the product's run, one for the bare SQL. */
export type Programmes = { own: Programme; bare: Programme; partners: number; lines: number }
type Programme = { id: string; key: string }

const idOf = (prefix: string, n: string) => `'${prefix}_' || lpad((${n})::text, 26, '0')`

export async function prepareCommissions(
  server: Server,
  rootKey: string,
  client: pg.Client,
  size: { partners: number; lines: number },
): Promise<Programmes> {
  const [own, bare] = [await newProgramme(server, rootKey), await newProgramme(server, rootKey)]
  await withoutIndexes(client, ['commission_line', 'ledger_entry'], async () => {
    for (const { id } of [own, bare]) {
      await client.query(partners, [id, size.partners])
      await client.query(lines, [id, size.partners, size.lines])
      await client.query(entries, [id])
    }
  })
  return { own, bare, ...size }
}

async function newProgramme({ url }: Server, rootKey: string): Promise<Programme> {
  const { id, key } = await post(`${url}/api/v1/organisations`, rootKey, { name: 'Bench of commissions' })
  const wanted = { name: 'Bench', scopes: ['commissions:read', 'commissions:write'], rateLimitPerMinute: 1_000_000 }
  return { id, key: (await post(`${url}/api/v1/api-keys`, key, wanted)).key }
}

const partners = `
  insert into partner (organisation_id, id, name, categories, status, created_at, updated_at)
  select $1, ${idOf('ptn', 'n')}, 'Partner ' || n, '{}', 'active', '2026-01-01', '2026-01-01' from generate_series(1, $2::int) n`

const lines = `
  insert into commission_line (organisation_id, id, partner_id, description, amount, source_amount, currency, status, idempotency_key, created_at, updated_at)
  select $1, ${idOf('cln', 'n')}, ${idOf('ptn', '1 + (hashint4(n) & 1048575) % $2::int')}, 'Referral fee, order ' || n, 1000 + n % 9973, 10000 + n % 9973,
    'USD', 'PENDING', 'order-' || n, timestamptz '2026-01-01' + n * interval '5 seconds', timestamptz '2026-01-01' + n * interval '5 seconds'
  from generate_series(1, $3::int) n`

const entries = `
  insert into ledger_entry (organisation_id, transaction_id, number, account, partner_id, commission_line_id, currency, amount, created_at)
  select organisation_id, 'ltx' || substr(id, 4), leg.number, leg.account, partner_id, id, currency, leg.amount, created_at
  from commission_line, lateral (values (1, 'COMMISSIONS', -amount), (2, 'PAYABLE', amount)) leg(number, account, amount)
  where organisation_id = $1`

/** A new line for a random partner, with its entries and its event, against the same inserts. */
export async function measureLines(bench: Bench, { own, partners }: Programmes): Promise<Measured> {
  const { loader, databaseUrl, serverUrl, pool, rounds } = bench
  await pool.query('create sequence if not exists bench_line')
  const create = createLine(own, partners)
  await wrk({ ...loader, seconds: bench.warmUpSeconds }, 'line-warm-up', `${serverUrl}/`, create)
  const loads = await inTurns(rounds, {
    'create line': () => wrk(loader, 'line', `${serverUrl}/`, create),
    'create line: same inserts': () => pgbench(loader, 'line-floor', databaseUrl, sameInserts(own, partners)),
  })
  await pool.query('drop sequence bench_line')
  return { loads, verdicts: [ratioOf(loads, 'create line', 'create line: same inserts', { atLeast: 0.45, aim: 0.6 })] }
}

const createLine = ({ key }: Programme, partners: number) => `
math.randomseed(os.time())
local begun, sent = os.time(), 0
wrk.headers['x-api-key'] = '${key}'
wrk.headers['content-type'] = 'application/json'
request = function()
  sent = sent + 1
  return wrk.format('POST', '/api/v1/commission-lines', nil, string.format(
    '{"partnerId":"ptn_%026d","amount":"12.50","currency":"USD","sourceAmount":"125.00","description":"Referral fee","idempotencyKey":"%d-%d"}',
    math.random(${partners}), begun, sent))
end`

const sameInserts = ({ id }: Programme, partners: number): Script => ({
  values: { organisation: id },
  text: `
\\set n random(1, ${partners})
begin;
select nextval('bench_line') as line \\gset
insert into commission_line (organisation_id, id, partner_id, description, amount, source_amount, currency, status, idempotency_key, created_at, updated_at)
values (:organisation, ${idOf('cln_b', ':line')}, ${idOf('ptn', ':n')}, 'Referral fee', 1250, 12500, 'USD', 'PENDING', 'bench-' || :line, now(), now());
insert into ledger_entry (organisation_id, transaction_id, number, account, partner_id, commission_line_id, currency, amount, created_at)
values (:organisation, ${idOf('ltx_b', ':line')}, 1, 'COMMISSIONS', ${idOf('ptn', ':n')}, ${idOf('cln_b', ':line')}, 'USD', -1250, now()),
  (:organisation, ${idOf('ltx_b', ':line')}, 2, 'PAYABLE', ${idOf('ptn', ':n')}, ${idOf('cln_b', ':line')}, 'USD', 1250, now());
insert into event (organisation_id, id, type, actor_kind, actor_id, actor_name, request_id, partner_id, subject_id, after, created_at)
values (:organisation, ${idOf('evt_b', ':line')}, 'commission-lines.create', 'key', 'key_bench', 'Bench', 'req_bench', ${idOf('ptn', ':n')},
  ${idOf('cln_b', ':line')}, '{"status":"PENDING","amountMinor":"1250","currency":"USD"}', now());
commit;
`,
})

/** A run over all partners against the SQL that attaches the same lines and sums them. */
export async function measureRun(
  bench: Bench,
  programmes: Programmes,
  watch: Disposable & { most(): number },
): Promise<Measured> {
  using memory = watch
  const { pool } = bench
  await pool.query('vacuum analyze commission_line')
  await pool.query('checkpoint')
  const bareSeconds = await timed(() => attachBare(pool, programmes.bare.id))
  await pool.query('checkpoint')
  const seconds = await timed(() => runToEnd(bench, programmes.own))
  const what = `run of ${programmes.lines} lines, ${programmes.partners} partners`
  return {
    loads: {},
    verdicts: [
      { what: `${what} / bare SQL`, values: [seconds / bareSeconds], bar: { atMost: 3 } },
      { what: `${what}, s`, values: [seconds] },
      { what: `${what}: bare SQL, s`, values: [bareSeconds] },
      { what: 'memory of the server during the run, MB', values: [memory.most()], bar: { atMost: 300 } },
    ],
  }
}

async function timed(work: () => Promise<void>): Promise<number> {
  const begun = performance.now()
  await work()
  return (performance.now() - begun) / 1000
}

async function attachBare(pool: pg.Pool, id: string): Promise<void> {
  const client = await pool.connect()
  try {
    await client.query('begin')
    await client.query(
      `insert into payout_batch (organisation_id, id, period_start, period_end, currency, created_at, updated_at)
       values ($1, 'pbt_bare', '2026-01-01', '2026-12-31', 'USD', now(), now())`,
      [id],
    )
    await client.query(
      `insert into payout (organisation_id, id, batch_id, partner_id, currency, stage, created_at, updated_at)
       select distinct organisation_id, 'pay' || substr(partner_id, 4), 'pbt_bare', partner_id, 'USD', 'DRAFT', now(), now()
       from commission_line where organisation_id = $1 and status = 'PENDING'`,
      [id],
    )
    await client.query(
      `update commission_line set payout_id = 'pay' || substr(partner_id, 4), status = 'APPROVED', updated_at = now()
       where organisation_id = $1 and status = 'PENDING'`,
      [id],
    )
    await client.query(
      `update payout p set amount = s.amount, line_count = s.lines
       from (select payout_id, sum(amount) as amount, count(*) as lines from commission_line where organisation_id = $1 and payout_id is not null group by 1) s
       where p.organisation_id = $1 and p.id = s.payout_id`,
      [id],
    )
    await client.query('commit')
  } finally {
    client.release()
  }
}

async function runToEnd({ serverUrl }: Bench, { key }: Programme): Promise<void> {
  const asked = { periodStart: '2026-01-01', periodEnd: '2026-12-31', allPartners: true }
  const { id } = await post(`${serverUrl}/api/v1/payout-batches`, key, asked)
  for (;;) {
    const answer = await fetch(`${serverUrl}/api/v1/payout-batches/${id}`, { headers: { 'x-api-key': key } })
    const { data } = (await answer.json()) as { data: { run: { status: string } } }
    if (data.run.status === 'DONE') return
    await pause(100)
  }
}

const many = 50_000

/** Pages of the lines of a payout that has 50,000, and reading it against one of few lines. After the bare run. */
export async function measurePayout(bench: Bench, { bare }: Programmes): Promise<Measured> {
  const { pool, rounds, serverUrl, loader } = bench
  const small = `pay_${'1'.padStart(26, '0')}`
  const large = `pay_${'2'.padStart(26, '0')}`
  await pool.query(
    `update commission_line set payout_id = $2 where organisation_id = $1 and id in (select id from commission_line where organisation_id = $1 order by id limit $3)`,
    [bare.id, large, many],
  )
  await pool.query('vacuum analyze commission_line')
  const path = `/api/v1/commission-lines?payoutId=${large}&limit=100`
  const deep = `${path}&cursor=${await cursorAfter(serverUrl + path, bare.key, 400)}`
  const get = (name: string, url: string) =>
    wrk(loader, name, serverUrl + url, `wrk.headers['x-api-key'] = '${bare.key}'`)
  const loads: Record<string, Load[]> = await inTurns(rounds, {
    'lines of a payout, page 1': () => get('lines-first', path),
    'lines of a payout, page 401': () => get('lines-deep', deep),
    'payout of few lines': () => get('payout-small', `/api/v1/payouts/${small}`),
    [`payout of ${many} lines`]: () => get('payout-large', `/api/v1/payouts/${large}`),
  })
  const p50 = (what: string) => (loads[what] ?? []).map((load) => load.p50)
  const against = (what: string, base: string, atMost: number): Verdict => ({
    what: `p50, ${what} / ${base}`,
    values: ratios(p50(what), p50(base)),
    bar: { atMost },
  })
  return {
    loads,
    verdicts: [
      against('lines of a payout, page 401', 'lines of a payout, page 1', 1.5),
      against(`payout of ${many} lines`, 'payout of few lines', 1.3),
    ],
  }
}

async function cursorAfter(url: string, key: string, pages: number): Promise<string> {
  let cursor = ''
  for (let page = 0; page < pages; page += 1) {
    const answer = await fetch(cursor ? `${url}&cursor=${cursor}` : url, { headers: { 'x-api-key': key } })
    const { pagination } = (await answer.json()) as { pagination: { nextCursor: string | null } }
    if (!pagination.nextCursor) return cursor
    cursor = encodeURIComponent(pagination.nextCursor)
  }
  return cursor
}

/** How long accounts and entries take to read, one after another; milliseconds. */
export async function measureLedger(bench: Bench, { own }: Programmes): Promise<Measured> {
  const paths = [
    '/api/v1/ledger/accounts',
    '/api/v1/ledger/accounts?account=COMMISSIONS',
    '/api/v1/ledger/entries?limit=100',
  ]
  const verdicts: Verdict[] = []
  for (const path of paths) {
    const milliseconds: number[] = []
    for (let n = 0; n < 5; n += 1) {
      const seconds = await timed(async () => {
        const answer = await fetch(bench.serverUrl + path, { headers: { 'x-api-key': own.key } })
        await answer.arrayBuffer()
        if (!answer.ok) throw new Error(`${path} answered ${answer.status}`)
      })
      milliseconds.push(seconds * 1000)
    }
    verdicts.push({ what: `GET ${path}, p50`, values: [percentile(milliseconds, 0.5)], unit: ' ms' })
  }
  return { loads: {}, verdicts }
}
