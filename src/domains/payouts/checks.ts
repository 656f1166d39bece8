import { amountIn } from '#/domains/commissions/index.ts'
import type { Check } from '#/kernel/check.ts'
import { findDifferences } from '#/platform/database/differences.ts'

/** What the books of payouts add up to, recomputed from lines and ledger entries alone. */
export const payoutLedgerChecks: Check[] = [
  {
    name: 'every payout is the sum of its lines',
    find: findDifferences({
      differing: `select organisation_id, y.id, y.currency, y.amount as kept, y.line_count as kept_lines, coalesce(l.amount, 0) as amount,
          coalesce(l.lines, 0) as lines
        from payout y left join (
          select organisation_id, payout_id as id, sum(amount) as amount, count(*) as lines from commission_line
          where payout_id is not null group by 1, 2
        ) l using (organisation_id, id)
        where (y.amount, y.line_count) <> (coalesce(l.amount, 0), coalesce(l.lines, 0))`,
      sentence: `format('%s is kept as %s of %s, and its lines come to %s of %s', d.id, ${amountIn('d.kept', 'd.currency')},
        d.kept_lines || case d.kept_lines when 1 then ' line' else ' lines' end, ${amountIn('d.amount', 'd.currency')}, d.lines)`,
    }),
  },
  {
    name: 'every payout is what the journal has for it, on the account of its stage',
    find: findDifferences({
      differing: `
        select organisation_id, id from (
          select organisation_id, payout_id as id, account, currency, sum(amount) as amount from ledger_entry
          where payout_id is not null group by 1, 2, 3, 4 having sum(amount) <> 0
        ) e full join (
          select organisation_id, id, case stage when 'PAID' then 'PAID' else 'IN_PAYOUT' end as account, currency, amount
          from payout where amount <> 0
        ) y using (organisation_id, id, account, currency)
        where e.amount is distinct from y.amount group by organisation_id, id`,
      sentence: `format('%s is %s, and the journal has %s', d.id, coalesce(${amountIn('y.amount', 'y.currency')} || ' and ' || y.stage, 'no payout'),
        coalesce(e.places, 'nothing for it'))`,
      with: `left join payout y on y.organisation_id = d.organisation_id and y.id = d.id
        cross join lateral (
          select string_agg(format('%s on %s', ${amountIn('amount', 'currency')}, account), ' and ' order by account, currency) as places
          from (
            select account, currency, sum(amount) as amount from ledger_entry
            where organisation_id = d.organisation_id and payout_id = d.id group by 1, 2 having sum(amount) <> 0
          ) held
        ) e`,
    }),
  },
  {
    name: 'the lines of a paid payout are paid, and no others',
    find: findDifferences({
      differing: `select l.organisation_id, l.id, l.status, l.payout_id, y.stage
        from commission_line l join payout y on y.organisation_id = l.organisation_id and y.id = l.payout_id
        where (l.status = 'PAID') <> (y.stage = 'PAID')`,
      sentence: `format('%s is %s on %s, which is %s', d.id, d.status, d.payout_id, d.stage)`,
    }),
  },
  {
    name: 'no commission line is on two payouts',
    find: findDifferences({
      differing: `select organisation_id, id, string_agg(payout_id, ' and ' order by payout_id) as payouts from (
          select organisation_id, commission_line_id as id, payout_id from ledger_entry
          where payout_id is not null group by 1, 2, 3 having sum(amount) <> 0
        ) held group by organisation_id, id having count(*) > 1`,
      sentence: `format('%s is on %s', d.id, d.payouts)`,
    }),
  },
  {
    name: 'the lines of a payout are of its partner and in its currency',
    find: findDifferences({
      differing: `select l.organisation_id, l.id, l.partner_id, l.currency, l.payout_id, y.partner_id as of_partner, y.currency as in_currency
        from commission_line l join payout y on y.organisation_id = l.organisation_id and y.id = l.payout_id
        where l.currency <> y.currency or l.partner_id <> y.partner_id and (
          select count(distinct coalesce(p.merged_into_id, p.id)) from partner p
          where p.organisation_id = y.organisation_id and p.id in (y.partner_id, l.partner_id)) <> 1`,
      sentence: `format('%s of %s in %s is on %s of %s in %s', d.id, d.partner_id, d.currency, d.payout_id, d.of_partner, d.in_currency)`,
    }),
  },
  {
    name: 'the history of every payout ends with its stage',
    find: findDifferences({
      differing: `select y.organisation_id, y.id, y.stage, h.to_stage
        from payout y left join lateral (
          select to_stage from payout_stage_change c where c.organisation_id = y.organisation_id and c.payout_id = y.id order by number desc limit 1
        ) h on true
        where h.to_stage is distinct from y.stage`,
      sentence: `format('%s is %s, and its history ends with %s', d.id, d.stage, coalesce(d.to_stage, 'nothing'))`,
    }),
  },
]
