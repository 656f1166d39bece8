import { sql } from 'kysely'
import type { Check } from '#/kernel/check.ts'
import { findDifferences } from '#/platform/database/differences.ts'
import { accountOfStatus } from './journal/account.ts'
import { amountIn } from './journal/decimal.ts'

const guards = [
  ['ledger_entry', 'ledger_entry_balances'],
  ['ledger_entry', 'ledger_entry_is_append_only'],
  ['ledger_balance', 'ledger_balance_follows_entries'],
  ['ledger_balance', 'ledger_balance_is_never_emptied'],
] as const

/** What holds of commissions in every healthy installation, and is seen at once. */
export const commissionChecks: Check[] = [
  {
    name: 'ledger entries can be neither changed nor deleted, and add up to zero',
    async find({ db }) {
      const { rows } = await sql<{ name: string }>`
        select tgname as name from pg_trigger
        where tgrelid in (to_regclass('ledger_entry'), to_regclass('ledger_balance')) and tgenabled = 'A'`.execute(db)
      const there = new Set(rows.map(({ name }) => name))
      return guards
        .filter(([, guard]) => !there.has(guard))
        .map(
          ([table, guard]) =>
            `the trigger ${guard} does not always run. Run: alter table ${table} enable always trigger ${guard}`,
        )
    },
  },
  {
    name: 'no open commission line is left with a partner that was merged',
    find: findDifferences({
      differing: `select l.organisation_id, l.id, l.partner_id from partner p
        join commission_line l on l.organisation_id = p.organisation_id and l.partner_id = p.id
        where p.merged_into_id is not null and l.payout_id is null`,
      sentence: `format('%s belongs to %s, which was merged', d.id, d.partner_id)`,
    }),
  },
]

const accountOfLine = `case status ${Object.entries(accountOfStatus)
  .map(([status, account]) => `when '${status}' then '${account}'`)
  .join(' ')} end`

/** Where the amount of a line stands: on one account of its partner in its currency, and with it its payout. */
const place = 'organisation_id, id, account, partner_id, payout_id, currency'

/** What the books add up to, recomputed from the entries alone. */
export const commissionLedgerChecks: Check[] = [
  {
    name: 'every ledger transaction adds up to zero in each currency',
    find: findDifferences({
      differing: `select organisation_id, transaction_id as id, currency, sum(amount) as amount from ledger_entry
        group by organisation_id, transaction_id, currency having sum(amount) <> 0`,
      sentence: `format('%s leaves %s over', d.id, ${amountIn('d.amount', 'd.currency')})`,
    }),
  },
  {
    name: 'every balance is what its ledger entries add up to',
    find: findDifferences({
      differing: `select organisation_id, partner_id as id, account, currency, coalesce(k.amount, 0) as kept, coalesce(e.amount, 0) as amount
        from (select organisation_id, partner_id, account, currency, sum(amount) as amount from ledger_balance group by 1, 2, 3, 4) k
        full join (select organisation_id, partner_id, account, currency, sum(amount) as amount from ledger_entry group by 1, 2, 3, 4) e
          using (organisation_id, partner_id, account, currency)
        where coalesce(k.amount, 0) <> coalesce(e.amount, 0)`,
      sentence: `format('%s of %s is kept as %s, and its entries come to %s', d.account, d.id, ${amountIn('d.kept', 'd.currency')},
        ${amountIn('d.amount', 'd.currency')})`,
    }),
  },
  {
    name: 'every ledger entry is about a commission line',
    find: findDifferences({
      differing: `select distinct e.organisation_id, e.commission_line_id as id from ledger_entry e
        where not exists (select from commission_line l where l.organisation_id = e.organisation_id and l.id = e.commission_line_id)`,
      sentence: `format('the journal names %s, and there is no such line', d.id)`,
    }),
  },
  {
    name: 'the amount of every commission line stands on the account of its status, and on no other',
    find: findDifferences({
      differing: `
        select organisation_id, id from (
          select organisation_id, commission_line_id as id, account, partner_id, coalesce(payout_id, '') as payout_id, currency, sum(amount) as amount
          from ledger_entry where account <> 'COMMISSIONS' group by 1, 2, 3, 4, 5, 6 having sum(amount) <> 0
        ) e full join (
          select organisation_id, id, ${accountOfLine} as account, partner_id, coalesce(payout_id, '') as payout_id, currency, amount
          from commission_line where status <> 'VOIDED'
        ) l using (${place})
        where e.amount is distinct from l.amount group by organisation_id, id`,
      sentence: `format('%s is %s, and the journal has %s', d.id,
        coalesce(format('%s, %s, of %s', ${amountIn('l.amount', 'l.currency')}, l.status, l.partner_id) || ' on ' || l.payout_id,
          format('%s, %s, of %s', ${amountIn('l.amount', 'l.currency')}, l.status, l.partner_id)),
        coalesce(e.places, 'nothing of it'))`,
      with: `left join commission_line l on l.organisation_id = d.organisation_id and l.id = d.id
        cross join lateral (
          select string_agg(format('%s on %s of %s', ${amountIn('amount', 'currency')}, account, partner_id) || coalesce(' for ' || payout_id, ''),
            ' and ' order by account, partner_id, payout_id, currency) as places
          from (
            select account, partner_id, payout_id, currency, sum(amount) as amount from ledger_entry
            where organisation_id = d.organisation_id and commission_line_id = d.id and account <> 'COMMISSIONS'
            group by 1, 2, 3, 4 having sum(amount) <> 0
          ) held
        ) e`,
    }),
  },
]
