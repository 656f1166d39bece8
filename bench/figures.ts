import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { keepConversions, rollUpClicks } from '#/domains/affiliate/index.ts'
import { addUpCommissions } from '#/domains/reports/index.ts'
import { connectionTo, openDatabase } from '#/platform/database/pool.ts'
import type { Job, JobContext } from '#/platform/jobs/job.ts'
import type { Bench, Measured } from './paths.ts'
import { median, percentile } from './ratios.ts'
import { seedProgramme } from './reports.ts'
import { withoutIndexes } from './seed.ts'
import { post } from './server.ts'

const links = 1_000
const tail = 50_000

/** Reports of a year in an organisation that has so many clicks, a hundredth of them converted, a tenth as many lines, and a minute's clicks not added up yet. */
export async function measureFigures(bench: Bench, rootKey: string, clicks: number): Promise<Measured> {
  const { serverUrl, databaseUrl, pool } = bench
  const { id, key } = await post(`${serverUrl}/api/v1/organisations`, rootKey, { name: 'Bench of figures' })
  const reader = await post(`${serverUrl}/api/v1/api-keys`, key, {
    name: 'Bench',
    scopes: ['affiliate:read', 'commissions:read', 'partners:read'],
    rateLimitPerMinute: 1_000_000,
  })
  const client = new pg.Client(connectionTo(databaseUrl))
  await client.connect()
  try {
    await seed(client, id, clicks)
    await seedProgramme(client, id, clicks / 10)
    const rolled = await timed(() => untilAddedUp(client, databaseUrl))
    // The server's own job may have begun before the lines were there, and they were written past the triggers.
    await client.query('delete from commission_figures_zone where organisation_id = $1', [id])
    const summed = await timed(() => runJob(databaseUrl, addUpCommissions))
    await client.query(marks, [id])
    const kept = await timed(() => runJob(databaseUrl, keepConversions))
    await client.query('vacuum analyze')
    await client.query(clicksOf, [id, clicks, clicks + 1, clicks + tail])
    const times = await measureReports(serverUrl, reader.key, () => isTail(client))
    const slowest = Object.entries(times).toSorted(([, a], [, b]) => median(b) - median(a))
    const of = `${clicks / 1e6} M clicks and ${clicks / 1e7} M lines`
    return {
      loads: {},
      verdicts: [
        { what: `adding up ${clicks / 1e6} M clicks, s`, values: [rolled / 1000] },
        { what: `adding up ${clicks / 1e7} M lines, s`, values: [summed / 1000] },
        { what: `keeping figures of ${clicks / 1e8} M conversions, s`, values: [kept / 1000] },
        {
          what: `report over ${of}, the slowest (${slowest[0]?.[0]}), ms`,
          values: slowest[0]?.[1] ?? [],
          bar: { atMost: 300 },
        },
        ...slowest.slice(1).map(([what, values]) => ({ what: `report over ${of}, ${what}, ms`, values })),
        { what: `report over ${of}, p95 of all, ms`, values: [percentile(Object.values(times).flat(), 0.95)] },
      ],
    }
  } finally {
    await client.end()
    await pool.query('checkpoint')
  }
}

const dayAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10)
const year = { from: dayAgo(364), to: dayAgo(0) }
const [affiliate, commissions] = ['affiliate', 'commissions']
const partnerId = `ptn_${'1'.padStart(26, '0')}`
/** Each with the report that it is asked of. */
const queries: Record<string, [report: string, query: Record<string, string>]> = {
  'clicks by day': [affiliate, { groupBy: 'DAY' }],
  'clicks by month': [affiliate, { groupBy: 'MONTH' }],
  'clicks by link': [affiliate, { groupBy: 'LINK' }],
  'clicks by partner': [affiliate, { groupBy: 'PARTNER' }],
  'clicks by campaign': [affiliate, { groupBy: 'CAMPAIGN' }],
  'clicks by sub-id': [affiliate, { groupBy: 'SUB1' }],
  'clicks of a month': [affiliate, { from: dayAgo(60), to: dayAgo(30) }],
  'clicks of a partner': [affiliate, { partnerId }],
  'commissions by day': [commissions, { groupBy: 'DAY' }],
  'commissions by partner': [commissions, { groupBy: 'PARTNER' }],
  'commissions by plan': [commissions, { groupBy: 'PLAN' }],
  'commissions of a partner': [commissions, { partnerId }],
  overview: ['overview', {}],
  payouts: ['payouts', {}],
  partners: ['partners', {}],
}
/** These are not of days. */
const whole = new Set(['overview', 'payouts'])

async function measureReports(url: string, key: string, hasTail: () => Promise<boolean>) {
  const times: Record<string, number[]> = {}
  for (let round = 0; round < 7; round += 1)
    for (const [what, [report, query]] of Object.entries(queries)) {
      const begun = performance.now()
      const asked = new URLSearchParams(whole.has(report) ? query : { ...year, ...query })
      const answer = await fetch(`${url}/api/v1/reports/${report}?${asked}`, { headers: { 'x-api-key': key } })
      const text = await answer.text()
      if (!answer.ok) throw new Error(text)
      if (round) (times[what] ??= []).push(performance.now() - begun)
    }
  if (!(await hasTail())) process.stderr.write('the tail was added up meanwhile\n')
  return times
}

async function timed(run: () => Promise<void>): Promise<number> {
  const begun = performance.now()
  await run()
  return performance.now() - begun
}

const isTail = async (client: pg.Client) =>
  (await client.query('select from click where written_in >= (select up_to from click_figures_mark) limit 1')).rows
    .length > 0

async function runJob(url: string, job: Job): Promise<void> {
  await using database = openDatabase({ url, size: 1, named: true, statementTimeoutMs: 0, onError: () => {} })
  await job.run({ db: database.db, signal: new AbortController().signal } as JobContext, null)
}

const marks =
  'insert into conversion_tail (organisation_id, subject_id) select organisation_id, id from conversion where organisation_id = $1'

async function untilAddedUp(client: pg.Client, url: string): Promise<void> {
  const onError = () => {}
  await using database = openDatabase({ url, size: 1, named: true, statementTimeoutMs: 0, onError })
  const added = 'select from click_figures_mark where up_to > (select max(written_in) from click)'
  while (!(await client.query(added)).rows.length) {
    await rollUpClicks.run({ db: database.db, signal: new AbortController().signal } as JobContext, null)
    await pause(500)
  }
}

async function seed(client: pg.Client, id: string, clicks: number): Promise<void> {
  const tables = ['click', 'conversion', 'commission_line']
  await withoutIndexes(client, tables, async () => {
    for (const statement of [form, campaigns]) await client.query(statement, [id])
    for (const statement of [partners, ofPartners]) await client.query(statement, [id, links])
    const step = 500_000
    for (let from = 1; from <= clicks; from += step)
      await client.query(clicksOf, [id, clicks, from, Math.min(clicks, from + step - 1)])
    for (const statement of [lines, conversions]) await client.query(statement, [id, Math.floor(clicks / 100), links])
  })
}

const idOf = (prefix: string, n: string) => `'${prefix}_' || lpad((${n})::text, 26, '0')`

const form = `
  insert into form (organisation_id, id, name, purpose, needs_acceptance, fields, created_at, updated_at)
  select $1, ${idOf('frm', '1')}, 'Conversions', 'CONVERSION', false, '[]', '2026-01-01', '2026-01-01'`

const campaigns = `
  insert into campaign (organisation_id, id, name, destination_url, allowed_paths, attribution_window_days, attribution_model, allowed_origins, commission,
    form_id, field_mapping, quality_rules, late_binding, acceptance, status, publishable_key, created_at, updated_at)
  select $1, ${idOf('cmp', 'n')}, 'Campaign ' || n, 'https://www.example.com/', '{}', 90, 'LAST_CLICK', '{}', '{}', ${idOf('frm', '1')}, '{}', '{}', '{}', '{}',
    'ACTIVE', 'pk_' || n, '2026-01-01', '2026-01-01' from generate_series(1, 10) n`

const partners = `
  insert into partner (organisation_id, id, name, categories, status, created_at, updated_at)
  select $1, ${idOf('ptn', 'n')}, 'Partner ' || n, '{}', 'active', '2026-01-01', '2026-01-01' from generate_series(1, $2::int) n`

const ofPartners = `
  insert into affiliate_link (organisation_id, id, campaign_id, partner_id, code, created_at, updated_at)
  select $1, ${idOf('lnk', 'n')}, ${idOf('cmp', '1 + n % 10')}, ${idOf('ptn', 'n')}, 'bench-figures-' || n, '2026-01-01', '2026-01-01'
  from generate_series(1, $2::int) n`

const letter = (bits: number) => `substr('0123456789ABCDEFGHJKMNPQRSTVWXYZ', 1 + (ms >> ${bits} & 31)::int, 1)`
const timeOf = (prefix: string, ms: string) =>
  `(select '${prefix}_' || ${Array.from({ length: 10 }, (_, n) => letter(45 - 5 * n)).join(' || ')} from (select ${ms} as ms) t)`

/** The last 360 days, evenly; a few links have most. */
const spanMs = 360 * 86_400_000
const msOf = (n: string, all: string) => `${Date.now() - spanMs} + (${n})::bigint * ${spanMs} / ${all}`
const linkOf = (n: string, many: string) =>
  idOf('lnk', `1 + floor(${many} * pow(((hashint8(${n}) & 1048575) / 1048576.0), 3))`)

/** A hundred of a moment, so that few ids are reckoned. */
const clicksOf = `
  insert into click (organisation_id, id, link_id, visitor, is_repeat, is_late, device, country, referrer_host, sub1, sub2)
  select $1, at.id || lpad(n::text, 16, '0'), ${linkOf('n', String(links))}, hashint8extended(n, 0), n % 8 = 0, false, 'MOBILE', 'NO', 'blog.example.com',
    case when n % 2 = 0 then 'placement-' || n % 20 end, case when n % 4 = 0 then 'creative-' || n % 7 end
  from (
    select g, left(click_id_at(to_timestamp((${msOf('least(g * 100, $2::bigint - 1)', '$2::bigint')}) / 1000.0)), 14) as id
    from generate_series(($3::bigint - 1) / 100, $4::bigint / 100 - 1) g offset 0
  ) at, generate_series(at.g * 100 + 1, at.g * 100 + 100) n`

const lines = `
  insert into commission_line (organisation_id, id, partner_id, description, amount, source_amount, currency, status, idempotency_key, created_at, updated_at)
  select $1, ${timeOf('cln', msOf('n', '($2::bigint + 1)'))} || lpad(n::text, 16, '0'), ${linkOf('n', '$3::int').replace("'lnk_'", "'ptn_'")}, 'Conversion', 1000 + n % 9973, 10000,
    case when n % 5 = 0 then 'EUR' else 'USD' end, (array['HELD', 'PENDING', 'PENDING', 'POSTPONED'])[1 + n % 4], 'bench-' || n, '2026-01-01', '2026-01-01'
  from generate_series(1, $2::int) n`

const conversions = `
  insert into conversion (organisation_id, id, campaign_id, partner_id, link_id, click_id, attributed_by, form_submission_id, commission_line_id, status,
    explanation, sub1, created_at, updated_at)
  select $1, ${timeOf('cnv', msOf('n', '($2::bigint + 1)'))} || lpad(n::text, 16, '0'), l.campaign_id, l.partner_id, l.id, 'clk_' || n, 'CLICK', 'fsub_' || n,
    ${timeOf('cln', msOf('n', '($2::bigint + 1)'))} || lpad(n::text, 16, '0'),
    (array['pending', 'accepted', 'accepted', 'declined'])[1 + n % 4], '{}', case when n % 2 = 0 then 'placement-' || n % 20 end,
    to_timestamp((${msOf('n', '($2::bigint + 1)')}) / 1000.0), now()
  from generate_series(1, $2::int) n
  join affiliate_link l on l.organisation_id = $1 and l.id = ${linkOf('n', '$3::int')}`
