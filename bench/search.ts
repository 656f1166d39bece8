import type { Bench, Caller } from './paths.ts'
import { digits, percentile, table } from './ratios.ts'
import { words } from './seed.ts'
import { type Statement, statementOf } from './statements.ts'

const queries: [what: string, query: Record<string, string>][] = [
  ['a frequent word', { q: words.frequent }],
  ['a rare word', { q: words.rare }],
  ['a word that nothing has', { q: words.none }],
  ['two letters', { q: 'ha' }],
  ['tier', { tierId: `tier_${'3'.padStart(26, '0')}` }],
  ['owner', { ownerId: `user_${'7'.padStart(26, '0')}` }],
  ['category', { category: 'Agency' }],
  ['a category that nothing has', { category: 'Nobody' }],
  [
    'tier, owner and category',
    { tierId: `tier_${'3'.padStart(26, '0')}`, ownerId: `user_${'7'.padStart(26, '0')}`, category: 'Agency' },
  ],
  ['updated since', { updatedAfter: '2026-09-15' }],
  ['updated since, by name', { updatedAfter: '2026-09-15', sort: 'name' }],
  ['by name', { sort: 'name' }],
  ['latest changes', { sort: '-updatedAt' }],
  ['owner, latest changes', { ownerId: `user_${'7'.padStart(26, '0')}`, sort: '-updatedAt' }],
  ['a frequent word, by name', { q: words.frequent, sort: 'name' }],
]

const mostRequests = 60
const slowMs = 50

/** Latencies of searches and filters over one connection, and PostgreSQL's account of those that are slow. */
export async function measureSearch(bench: Bench, caller: Caller): Promise<string> {
  const rows: string[][] = []
  const accounts: string[] = []
  for (const [what, query] of queries) {
    const { milliseconds, found } = await ask(bench, caller, query)
    const p50 = percentile(milliseconds, 0.5)
    rows.push([
      what,
      `?${new URLSearchParams(query)}`,
      String(found),
      digits(p50),
      digits(percentile(milliseconds, 0.95)),
    ])
    if (p50 > slowMs) accounts.push(`${what}:\n${await explain(bench, caller, query)}`)
  }
  const latencies = table(['search', 'query', 'rows', 'p50 ms', 'p95 ms'], rows)
  return accounts.length
    ? `${latencies}\n\n${accounts.map((account) => `\`\`\`\n${account}\n\`\`\``).join('\n\n')}`
    : latencies
}

async function ask(bench: Bench, caller: Caller, query: Record<string, string>) {
  const url = `${bench.serverUrl}/api/v1/partners?${new URLSearchParams(query)}`
  const milliseconds: number[] = []
  const end = performance.now() + bench.loader.seconds * 1000
  let found = 0
  while (milliseconds.length < 3 || (milliseconds.length < mostRequests && performance.now() < end)) {
    const begun = performance.now()
    const answer = await fetch(url, { headers: { 'x-api-key': caller.key }, signal: AbortSignal.timeout(60_000) })
    const body = (await answer.json()) as { data: unknown[] }
    milliseconds.push(performance.now() - begun)
    if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${JSON.stringify(body)}`)
    found = body.data.length
  }
  return { milliseconds, found }
}

async function explain(bench: Bench, caller: Caller, query: Record<string, string>): Promise<string> {
  const statement: Statement = await statementOf(bench.pool, caller.id, 'GET /api/v1/partners', query)
  const { rows } = await bench.pool.query<{ 'QUERY PLAN': string }>(`explain (analyze, buffers) ${statement.sql}`, [
    ...statement.parameters,
  ])
  const lines = rows.map((row) => row['QUERY PLAN'])
  return lines
    .filter((line) => /rows=|Time|Buffers|Rows Removed|Cond|Filter/.test(line))
    .map((line) => line.slice(0, 160))
    .join('\n')
}
