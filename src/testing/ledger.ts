import { sql } from 'kysely'
import type { Server } from './world.ts'

/** What each account holds of a partner's, in minor units: `{'PAYABLE USD': '50000'}`; accounts at zero are left out. */
export async function balances(server: Server, partnerId: string): Promise<Record<string, string>> {
  const { rows } = await sql<{ account: string; balance: string }>`
    select account || ' ' || currency as account, sum(amount)::text as balance from ledger_entry
    where partner_id = ${partnerId} group by account, currency having sum(amount) <> 0 order by 1
  `.execute(server.application.database.db)
  return Object.fromEntries(rows.map(({ account, balance }) => [account, balance]))
}
