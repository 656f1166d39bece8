import type pg from 'pg'
import { withoutIndexes } from './seed.ts'

const idOf = (prefix: string, n: string) => `'${prefix}_' || lpad((${n})::text, 26, '0')`
const partnersOfReports = 10_000

/** Lines of a year over many partners with their ledger entries, most of them on payouts that are paid. */
export async function seedProgramme(client: pg.Client, id: string, lines: number): Promise<void> {
  await withoutIndexes(client, ['commission_line', 'ledger_entry', 'payout'], async () => {
    for (const statement of [plans, batches]) await client.query(statement, [id])
    for (const statement of [partners, payouts]) await client.query(statement, [id, partnersOfReports])
    await client.query(commissionLines, [id, lines, partnersOfReports])
    await client.query(entries, [id])
  })
}

const plans = `
  insert into commission_plan (organisation_id, id, name, version, created_at, updated_at)
  select $1, ${idOf('cpl', 'n')}, 'Plan ' || n, 1, now(), now() from generate_series(1, 5) n`

const partners = `
  insert into partner (organisation_id, id, name, categories, status, created_at, updated_at)
  select $1, ${idOf('ptn', 'n')}, 'Partner ' || n, '{}', 'active', now() - n * interval '50 minutes', now()
  from generate_series(1, $2::int) n on conflict do nothing`

/** A batch for each of eleven months; the last two are not paid yet. */
const batches = `
  insert into payout_batch (organisation_id, id, period_start, period_end, currency, created_at, updated_at)
  select $1, ${idOf('pbt', 'n')}, now() - (n + 1) * interval '30 days', now() - n * interval '30 days', 'USD', now(), now() from generate_series(1, 11) n`

const payoutOf = (batch: string, partner: string) =>
  `'pay_' || lpad((${batch})::text, 3, '0') || lpad((${partner})::text, 23, '0')`
const currencyOf = (partner: string) => `case when ${partner} % 5 = 0 then 'EUR' else 'USD' end`

const payouts = `
  insert into payout (organisation_id, id, batch_id, partner_id, currency, amount, line_count, stage, created_at, updated_at)
  select $1, ${payoutOf('b', 'n')}, ${idOf('pbt', 'b')}, ${idOf('ptn', 'n')}, ${currencyOf('n')}, 100000 + n, 8,
    case when b > 2 then 'PAID' else (array['DRAFT', 'PENDING_REVIEW', 'APPROVED', 'SCHEDULED'])[1 + n % 4] end, now(), now()
  from generate_series(1, 11) b, generate_series(1, $2::int) n`

const commissionLines = `
  insert into commission_line (organisation_id, id, partner_id, payout_id, description, amount, source_amount, currency, status, plan_id, plan_name,
    idempotency_key, created_at, updated_at)
  select $1, 'cln_' || substr(left(click_id_at(at), 14), 5) || lpad(n::text, 16, '0'), ${idOf('ptn', 'p')}, case when b between 1 and 11 then ${payoutOf('b', 'p')} end,
    'Order ' || n, 1000 + n % 9973, 10000, ${currencyOf('p')}, case when b > 2 then 'PAID' when b > 0 then 'APPROVED' else 'PENDING' end,
    ${idOf('cpl', '1 + n % 5')}, 'Plan ' || (1 + n % 5), 'report-' || n, at, at
  from (
    select n, 1 + (hashint4(n) & 1048575) % $3::int as p, at, least(11, floor(extract(epoch from now() - at) / 86400 / 30)::int) as b
    from (select n, now() - interval '359 days' + n * interval '359 days' / $2::int as at from generate_series(1, $2::int) n) t
  ) t`

/** Granted when the line was made, put on its payout and paid some days later. */
const entries = `
  insert into ledger_entry (organisation_id, transaction_id, number, account, partner_id, commission_line_id, payout_id, currency, amount, created_at)
  select organisation_id, 'ltx' || substr(id, 4) || step, leg, account, partner_id, id, case when account in ('IN_PAYOUT', 'PAID') then payout_id end,
    currency, case when leg = 1 then -amount else amount end, created_at + (step - 1) * interval '10 days'
  from commission_line cross join lateral (values
    (1, 1, 'COMMISSIONS', true), (1, 2, case when status in ('HELD', 'POSTPONED') then 'EARNED' else 'PAYABLE' end, true),
    (2, 1, 'PAYABLE', payout_id is not null), (2, 2, 'IN_PAYOUT', payout_id is not null),
    (3, 1, 'IN_PAYOUT', status = 'PAID'), (3, 2, 'PAID', status = 'PAID')
  ) s(step, leg, account, is_there) where is_there and organisation_id = $1 and status <> 'VOIDED'`
