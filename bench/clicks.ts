import { join } from 'node:path'
import { type Load, type Loader, wrk } from './load.ts'
import type { Bench, Measured } from './paths.ts'
import { inTurns, median, ratioOf, type Verdict } from './ratios.ts'
import { post, startServer, watchMemory } from './server.ts'

type Clicks = { rootKey: string; secret: string; /** So many while memory is watched. */ steady: number }
type Campaign = { key: string; codes: string[] }

const links = 50
const userAgents = 5_000

/** `GET /r/{code}` by ever new visitors, its click committed, against a bare server that answers the same. */
export async function measureClicks(bench: Bench, { rootKey, secret, steady }: Clicks): Promise<Measured> {
  const { loader, databaseUrl } = bench
  await using server = await startServer({
    settings: {
      DATABASE_URL: databaseUrl,
      SYMBOLON_ROOT_KEY: rootKey,
      SYMBOLON_SECRET: secret,
      TRUST_PROXY: 'loopback',
    },
    logFile: join(loader.folder, 'clicks.log'),
  })
  const { codes } = await prepare(server.url, rootKey)
  const script = load(codes)
  const click = (loader: Loader, name: string, pauseMs = 0) =>
    wrk(loader, name, server.url, script + (pauseMs ? pausing(pauseMs) : ''))
  const sample = await fetch(`${server.url}/r/${codes[0]}`, { redirect: 'manual', headers: { 'user-agent': agent } })
  await using bare = await startServer({
    command: ['node', 'bench/bare-redirect.ts', sample.headers.get('location') ?? ''],
    settings: {},
    logFile: join(loader.folder, 'bare.log'),
  })
  await click({ ...loader, seconds: bench.warmUpSeconds }, 'clicks-warm-up')
  const loads: Record<string, Load[]> = await inTurns(bench.rounds, {
    click: () => click(loader, 'clicks'),
    'click: bare node:http': () => wrk(loader, 'clicks-floor', bare.url, script),
  })
  const perSecond = median((loads['click'] ?? []).map((load) => load.perSecond))
  loads['click, at half of that rate'] = [await click(loader, 'clicks-half', (2 * 64 * 1_000) / perSecond)]
  loads['click, alone'] = [await click({ ...loader, connections: 1 }, 'clicks-alone')]
  using memory = watchMemory(server.pid)
  const before = memory.most()
  const seconds = Math.ceil(steady / perSecond)
  await click({ ...loader, seconds }, 'clicks-steady')
  return {
    loads,
    verdicts: [
      ratioOf(loads, 'click', 'click: bare node:http', { atLeast: 0.4, aim: 0.5 }),
      ...slowest(loads),
      ...held(memory.most(), before, steady),
    ],
  }
}

const slowest = (loads: Record<string, Load[]>): Verdict[] => [
  {
    what: 'p99 at half of that rate, ms',
    values: (loads['click, at half of that rate'] ?? []).map(({ p99 }) => p99),
    bar: { atMost: 25 },
  },
  { what: 'a lone click, p99 ms', values: (loads['click, alone'] ?? []).map(({ p99 }) => p99), bar: { atMost: 10 } },
]

const held = (most: number, before: number, many: number): Verdict[] => [
  { what: `memory after ${many} more clicks / before`, values: [most / before], bar: { atMost: 1.25 } },
  { what: 'memory of the server of clicks, MB', values: [most], bar: { atMost: 400 } },
]

async function prepare(url: string, rootKey: string): Promise<Campaign> {
  const { key } = await post(`${url}/api/v1/organisations`, rootKey, { name: 'Bench clicks' })
  const campaign = await post(`${url}/api/v1/campaigns`, key, {
    name: 'Bench',
    destinationUrl: 'https://www.example.com/pricing?plan=team#start',
  })
  const codes: string[] = []
  for (let n = 0; n < links; n += 1) {
    const partner = await post(`${url}/api/v1/partners`, key, { name: `Partner ${n}` })
    await post(`${url}/api/v1/campaigns/${campaign.id}/links`, key, { partnerId: partner.id, alias: `bench-${n}` })
    codes.push(`bench-${n}`)
  }
  return { key, codes }
}

const agent =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36'

/** Each request of another address, by one of many browsers, on one of several links, with a sub-id. */
const load = (codes: string[]) => `
local codes = {${codes.map((code) => `'${code}'`).join(',')}}
math.randomseed(os.time())
local heads, n = {}, 0
for i = 1, ${userAgents} do
  heads[i] = 'GET /r/' .. codes[math.random(#codes)] .. '?sub1=spring HTTP/1.1\\r\\nHost: www.example.com\\r\\n'
    .. 'Accept: text/html\\r\\nAccept-Language: en\\r\\nReferer: https://blog.example.org/post/' .. i .. '\\r\\n'
    .. 'User-Agent: ${agent.replace('131.0.0.0', "131.0.' .. i .. '.0")}\\r\\nX-Forwarded-For: 10.'
end
request = function()
  n = n % ${userAgents} + 1
  return heads[n] .. math.random(0, 255) .. '.' .. math.random(0, 255) .. '.' .. math.random(0, 255) .. '\\r\\n\\r\\n'
end`

const pausing = (milliseconds: number) => `
delay = function() return math.floor(${milliseconds.toFixed(2)} * 2 * math.random() + 0.5) end`
