import { z } from 'zod'
import { findPartnerFamily } from '#/domains/partners/index.ts'
import { Currency } from '#/kernel/currency.ts'
import { Json } from '#/kernel/json.ts'
import { Reference } from '#/kernel/text.ts'
import { query } from '#/kernel/verb.ts'
import { planEachTime, sql } from '#/platform/database/sql.ts'
import { accounts } from './account.ts'
import { decimalIn } from './decimal.ts'
import { AccountName, Balance } from './entry.ts'

const example = {
  account: 'PAYABLE',
  partnerId: 'ptn_01KGHDCQE0TSE27719X13KZBKT',
  balance: { value: '500.00', currency: 'USD' },
}

const LedgerAccount = z
  .strictObject({
    account: AccountName,
    partnerId: z
      .string()
      .nullable()
      .meta({ description: 'Whose it is; null for COMMISSIONS, which is the programme’s.' }),
    balance: Balance,
  })
  .meta({
    id: 'LedgerAccount',
    examples: [example],
  })
type LedgerAccount = z.infer<typeof LedgerAccount>

export const listAccounts = query({
  name: 'ledger.accounts',
  may: 'commissions:read',
  summary: 'List the accounts of the ledger with their balances',
  description:
    'Every account that has or had a balance, by currency, in one answer as of one moment and without pages, for its readers add the balances up: those of a currency come to zero. A filter leaves accounts out and changes no balance, so with `partnerId` there is no COMMISSIONS. The accounts of a partner include those of partners merged into it, which keep what is on their payouts.',
  input: z.strictObject({
    account: AccountName.optional(),
    partnerId: Reference.optional().meta({ description: 'Our id or the CRM `externalId`.' }),
    currency: Currency.optional(),
  }),
  output: z.array(LedgerAccount).meta({ examples: [[example]] }),
  example: { currency: 'USD' },
  async run(ctx, { account, partnerId, currency }) {
    const family = partnerId === undefined ? undefined : await findPartnerFamily(ctx, partnerId)
    const { rows } = await sql<{ json: string | null }>`${sql.raw(planEachTime)}
      select '[' || string_agg('{"account":"' || account || '","partnerId":' || coalesce(to_json(partner_id)::text, 'null')
          || ',"balance":{"value":"' || ${sql.raw(decimalIn('amount', 'currency'))} || '","currency":"' || currency || '"}}',
        ',' order by currency, array_position(${accounts}::text[], account), partner_id) || ']' as json
      from (
        select account, currency, case when account <> 'COMMISSIONS' then partner_id end as partner_id, sum(amount) as amount
        from ledger_balance where organisation_id = ${ctx.organisationId}
          ${account ? sql`and account = ${account}` : nothing}
          ${currency ? sql`and currency = ${currency}` : nothing}
          ${family ? sql`and partner_id = any(${family}) and account <> 'COMMISSIONS'` : nothing}
        group by 1, 2, 3
      ) balances`.execute(ctx.db)
    return new Json<LedgerAccount[]>(rows[0]?.json ?? '[]')
  },
})

const nothing = sql``
