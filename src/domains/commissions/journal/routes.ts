import { partnerApi } from '#/platform/http/contracts/partner-api.ts'
import { listAccounts } from './accounts.ts'
import { listEntries } from './entries.ts'
import { getTrialBalance } from './trial-balance.ts'

export const ledgerRoutes = partnerApi(
  { name: 'Ledger', description: 'The journal behind every amount: what moved, and what each account holds.' },
  [
    ['GET', '/api/v1/ledger/accounts', listAccounts],
    ['GET', '/api/v1/ledger/entries', listEntries],
    ['GET', '/api/v1/ledger/trial-balance', getTrialBalance],
  ],
)
