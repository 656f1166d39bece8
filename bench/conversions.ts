import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type pg from 'pg'
import pino from 'pino'
import { openWorkbench } from '#/workbench.ts'
import { readConfig } from '#/config.ts'
import { mintToken } from '#/domains/affiliate/clicks/token.ts'
import { firstIdAt } from '#/kernel/id.ts'
import { type Load, pgbench, wrk } from './load.ts'
import type { Bench, Measured } from './paths.ts'
import { inTurns, ratioOf } from './ratios.ts'
import { post, type Server } from './server.ts'
import type { Script } from './statements.ts'

/** An organisation whose partners each have a link in one campaign, which pays a share. */
export type Affiliates = { id: string; key: string; campaignId: string; formId: string }

const partners = 1_000

export async function prepareAffiliates({ url }: Server, rootKey: string, client: pg.Client): Promise<Affiliates> {
  const { id, key: admin } = await post(`${url}/api/v1/organisations`, rootKey, { name: 'Bench of conversions' })
  const wanted = { name: 'Bench', scopes: ['affiliate:write'], rateLimitPerMinute: 1_000_000 }
  const { key } = await post(`${url}/api/v1/api-keys`, admin, wanted)
  const fast = (await post(`${url}/api/v1/api-keys`, admin, { ...wanted, scopes: ['admin'] })).key
  const commission = { type: 'PERCENT', percent: '20', property: 'amount', currency: 'USD' }
  const campaign = await post(`${url}/api/v1/campaigns`, fast, {
    name: 'Bench',
    destinationUrl: 'https://www.example.com/',
    commission,
  })
  await client.query(partnersOf, [id, partners])
  await client.query(linksOf, [id, campaign.id, partners])
  const formId = (campaign as typeof campaign & { formId: string }).formId
  return { id, key, campaignId: campaign.id, formId }
}

const paddedOf = (prefix: string, n: string) => `'${prefix}_' || lpad((${n})::text, 26, '0')`

const partnersOf = `
  insert into partner (organisation_id, id, name, categories, status, created_at, updated_at)
  select $1, ${paddedOf('ptn', 'n')}, 'Partner ' || n, '{}', 'active', '2026-01-01', '2026-01-01' from generate_series(1, $2::int) n`

const linksOf = `
  insert into affiliate_link (organisation_id, id, campaign_id, partner_id, code, created_at, updated_at)
  select $1, ${paddedOf('lnk', 'n')}, $2, ${paddedOf('ptn', 'n')}, 'bench-' || n, '2026-01-01', '2026-01-01' from generate_series(1, $3::int) n`

/** A report of a click that has not converted, against the same inserts. */
export async function measureConversions(bench: Bench, affiliates: Affiliates): Promise<Measured> {
  const { loader, databaseUrl, pool, rounds } = bench
  await pool.query('create sequence if not exists bench_conversion')
  await using mint = await openMint(bench, affiliates)
  await mint.load('conversion-warm-up', bench.warmUpSeconds)
  const floor = sameInserts(affiliates)
  const loads: Record<string, Load[]> = await inTurns(rounds, {
    conversion: () => mint.load('conversion', loader.seconds),
    'conversion: same inserts': () => pgbench(loader, 'conversion-floor', databaseUrl, floor),
  })
  await pool.query('drop sequence bench_conversion')
  return { loads, verdicts: [ratioOf(loads, 'conversion', 'conversion: same inserts', { atLeast: 0.45, aim: 0.6 })] }
}

/** More than a second can use: a click that is reported twice would cost less. */
const clicksPerSecond = 6_000

/** Makes clicks and their tokens ahead of each load, and reports each of them once. */
async function openMint(bench: Bench, { id, key }: Affiliates) {
  const config = readConfig({ SYMBOLON_SECRET: bench.secret })
  const workbench = await openWorkbench({ config, databaseUrl: bench.databaseUrl, log: pino({ level: 'silent' }) })
  const ctx = workbench.context(id)
  let minted = 0
  const newClicks = (many: number) =>
    Array.from({ length: many }, () => {
      minted += 1
      const clickId = firstIdAt('clk', new Date()).slice(0, -16) + String(minted).padStart(16, '0')
      return { clickId, linkId: `lnk_${String(1 + (minted % partners)).padStart(26, '0')}` }
    })
  const load = async (name: string, seconds: number): Promise<Load> => {
    const clicks = newClicks(clicksPerSecond * (seconds + 1))
    await bench.pool.query(
      `insert into click (organisation_id, id, link_id, visitor, is_repeat, is_late, device)
       select $1, c.id, c.link_id, hashtextextended(c.id, 0), false, false, 'DESKTOP' from unnest($2::text[], $3::text[]) as c(id, link_id)`,
      [id, clicks.map(({ clickId }) => clickId), clicks.map(({ linkId }) => linkId)],
    )
    const tokens = clicks.map((click) => mintToken(ctx, { ...click, organisationId: id, isRecorded: true }))
    const file = join(bench.loader.folder, `${name}.tokens`)
    await writeFile(file, tokens.join('\n'))
    return await wrk({ ...bench.loader, seconds }, name, `${bench.serverUrl}/`, report(key, file))
  }
  return { load, [Symbol.asyncDispose]: () => workbench[Symbol.asyncDispose]() }
}

const report = (key: string, file: string) => `
local tokens = io.lines('${file}')
wrk.headers['x-api-key'] = '${key}'
wrk.headers['content-type'] = 'application/json'
request = function()
  return wrk.format('POST', '/api/v1/affiliate/conversions', nil, string.format(
    '{"clickId":"%s","email":"buyer%d@customer.example.com","properties":{"amount":"125.00","plan":"team"}}', tokens(), math.random(1000000)))
end`

const idOf = (prefix: string) => `'${prefix}_b' || lpad((:n)::text, 25, '0')`

/** What one report writes, in one transaction: conversion, submission, line, two entries and two events. */
const sameInserts = ({ id, campaignId, formId }: Affiliates): Script => ({
  values: { organisation: id, campaign: campaignId, form: formId },
  text: `
\\set p random(1, ${partners})
begin;
select nextval('bench_conversion') as n \\gset
insert into form_submission (organisation_id, id, form_id, partner_id, email, fields, extra, partner_objects, status, is_of_conversion, created_at, updated_at)
values (:organisation, ${idOf('fsub')}, :form, ${paddedOf('ptn', ':p')}, 'buyer@customer.example.com', '{}', '{"amount":"125.00","plan":"team"}', '[]', 'PENDING', true, now(), now());
insert into commission_line (organisation_id, id, partner_id, description, amount, source_amount, currency, status, created_at, updated_at)
values (:organisation, ${idOf('cln')}, ${paddedOf('ptn', ':p')}, 'Bench', 2500, 12500, 'USD', 'HELD', now(), now());
insert into conversion (organisation_id, id, campaign_id, partner_id, link_id, click_id, attributed_click_id, attributed_by, email, email_key, amount, currency,
  form_submission_id, commission_line_id, status, explanation, created_at, updated_at)
values (:organisation, ${idOf('cnv')}, :campaign, ${paddedOf('ptn', ':p')}, ${paddedOf('lnk', ':p')}, ${idOf('clk')}, ${idOf('clk')}, 'CLICK', 'buyer@customer.example.com',
  sha256(${idOf('mail')}::bytea), 12500, 'USD', ${idOf('fsub')}, ${idOf('cln')}, 'pending', '${explanation}', now(), now());
insert into ledger_entry (organisation_id, transaction_id, number, account, partner_id, commission_line_id, currency, amount, created_at)
values (:organisation, ${idOf('ltx')}, 1, 'COMMISSIONS', ${paddedOf('ptn', ':p')}, ${idOf('cln')}, 'USD', -2500, now()),
  (:organisation, ${idOf('ltx')}, 2, 'EARNED', ${paddedOf('ptn', ':p')}, ${idOf('cln')}, 'USD', 2500, now());
insert into event (organisation_id, id, type, actor_kind, actor_id, actor_name, request_id, partner_id, subject_id, after, created_at)
values (:organisation, ${idOf('evt_1')}, 'conversions.record', 'key', 'key_bench', 'Bench', 'req_bench', ${paddedOf('ptn', ':p')}, ${idOf('cnv')}, '{"status":"pending"}', now());
insert into event (organisation_id, id, type, actor_kind, actor_id, actor_name, request_id, partner_id, subject_id, after, created_at)
values (:organisation, ${idOf('evt_2')}, 'commission-lines.create', 'key', 'key_bench', 'Bench', 'req_bench', ${paddedOf('ptn', ':p')}, ${idOf('cln')},
  '{"status":"HELD","amountMinor":"2500","currency":"USD"}', now());
commit;
`,
})

const explanation = JSON.stringify({
  version: 1,
  reasons: [],
  touches: 'as long as the explanation of one click and six rules, '.repeat(22),
})
