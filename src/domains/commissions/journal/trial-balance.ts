import { z } from 'zod'
import { toDecimal } from '#/kernel/money.ts'
import { query } from '#/kernel/verb.ts'
import { sql } from '#/platform/database/sql.ts'
import { type Account, accounts } from './account.ts'
import { AccountName, Balance } from './entry.ts'

const TrialBalance = z
  .strictObject({
    isBalanced: z.boolean().meta({ description: 'Whether the accounts of each currency add up to zero.' }),
    currencies: z.array(
      z.strictObject({
        currency: z.string(),
        isBalanced: z.boolean(),
        accounts: z.array(z.strictObject({ account: AccountName, balance: Balance })),
      }),
    ),
  })
  .meta({
    id: 'TrialBalance',
    examples: [
      {
        isBalanced: true,
        currencies: [
          {
            currency: 'USD',
            isBalanced: true,
            accounts: ['-1750.00', '0.00', '500.00', '0.00', '1250.00'].map((value, at) => ({
              account: accounts[at] ?? '',
              balance: { value, currency: 'USD' },
            })),
          },
        ],
      },
    ],
  })

type Sum = { account: Account; currency: string; amount: string }

export const getTrialBalance = query({
  name: 'ledger.trial-balance',
  may: 'commissions:read',
  summary: 'Get the trial balance',
  description: 'What each account holds in each currency, all partners together.',
  input: z.strictObject({}),
  output: TrialBalance,
  example: {},
  async run(ctx) {
    const { rows } = await sql<Sum>`
      select account, currency, sum(amount)::text as amount from ledger_balance
      where organisation_id = ${ctx.organisationId} group by account, currency order by currency`.execute(ctx.db)
    const currencies = [...Map.groupBy(rows, ({ currency }) => currency)].map(inCurrency)
    return { isBalanced: currencies.every(({ isBalanced }) => isBalanced), currencies }
  },
})

function inCurrency([currency, sums]: [string, Sum[]]) {
  const held = new Map(sums.map(({ account, amount }) => [account, BigInt(amount)]))
  const total = [...held.values()].reduce((sum, amount) => sum + amount, 0n)
  const balanceOf = (account: Account) => ({ value: toDecimal(held.get(account) ?? 0n, currency), currency })
  return {
    currency,
    isBalanced: total === 0n,
    accounts: accounts.map((account) => ({ account, balance: balanceOf(account) })),
  }
}
