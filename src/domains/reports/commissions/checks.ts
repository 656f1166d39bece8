import { amountIn } from '#/domains/commissions/index.ts'
import type { Check } from '#/kernel/check.ts'
import { findDifferences } from '#/platform/database/differences.ts'

const sums = (column: string) => `sum(case when ${column} then abs(amount) else 0 end)`

/** Everything that the journal says was granted, taken back and paid, by partner; and what the figures say with the tail. */
const journal = `
  select organisation_id, partner_id as id, currency, ${sums(`account = 'COMMISSIONS' and amount < 0`)} as earned,
    ${sums(`account = 'COMMISSIONS' and amount > 0`)} as reversed, sum(case when account = 'PAID' then amount else 0 end) as paid
  from ledger_entry where account in ('COMMISSIONS', 'PAID') group by 1, 2, 3`
const tail = journal.replace('from ledger_entry', 'from commission_tail')

const addedUp = (name: string, table: string): Check => ({
  name,
  find: findDifferences({
    differing: `
      select organisation_id, id, currency, coalesce(j.earned, 0) as earned, coalesce(f.earned, 0) as added
      from (${journal}) j full join (
        select organisation_id, id, currency, sum(earned) as earned, sum(reversed) as reversed, sum(paid) as paid from (
          select organisation_id, partner_id as id, currency, earned, reversed, paid from ${table} union all ${tail}
        ) f group by 1, 2, 3
      ) f using (organisation_id, id, currency)
      where (coalesce(j.earned, 0), coalesce(j.reversed, 0), coalesce(j.paid, 0))
        is distinct from (coalesce(f.earned, 0), coalesce(f.reversed, 0), coalesce(f.paid, 0))`,
    sentence: `format('%s has earned %s by the journal, and %s is added up, or what was taken back or paid differs', d.id,
      ${amountIn('d.earned', 'd.currency')}, ${amountIn('d.added', 'd.currency')})`,
  }),
})

/** What the figures of commissions add up to, counted again. */
export const commissionFigureChecks: Check[] = [
  addedUp('what partners earned by day is what the journal says', 'commission_day'),
  addedUp('what partners earned by month is what the journal says', 'commission_partner_month'),
  {
    name: 'the days of all partners together are what each has',
    find: findDifferences({
      differing: `
        select organisation_id, day::text as id, currency, a.earned as all_earned, e.earned
        from commission_programme_day a full join (
          select organisation_id, day, plan_id, campaign_id, currency, sum(earned) as earned, sum(reversed) as reversed, sum(paid) as paid
          from commission_day group by 1, 2, 3, 4, 5
        ) e using (organisation_id, day, plan_id, campaign_id, currency)
        where (a.earned, a.reversed, a.paid) is distinct from (e.earned, e.reversed, e.paid)`,
      sentence: `format('%s: all have %s, and each together %s', d.id, coalesce(${amountIn('d.all_earned', 'd.currency')}, 'nothing'),
        coalesce(${amountIn('d.earned', 'd.currency')}, 'nothing'))`,
    }),
  },
]
