import { Button, Title } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { BookOpenCheck, Users } from 'lucide-react'
import { useRead } from '../../api/queries.ts'
import { ChoiceFilter, Filters } from '../../ui/filters.tsx'
import { Empty } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import { PeriodFilter } from '../../ui/period.tsx'
import { useSearchState } from '../../ui/router.tsx'
import { PartnerFilter } from '../names.tsx'
import { EntryTable } from './entries.tsx'
import { TrialBalance } from './trial-balance.tsx'
import { type Account, accountOptions } from './words.ts'

const filters = ['account', 'partnerId', 'currency', 'from', 'to']

export function LedgerPage() {
  const trial = useRead('GET /api/v1/ledger/trial-balance', {})
  const currencies = trial.data?.data.currencies.map(({ currency }) => currency) ?? []
  return (
    <Page
      title="Ledger"
      lead="Every amount stands here twice: where it came from, and where it went. Entries are never changed or deleted."
      actions={
        <Button component={Link} to="/ledger/balances" variant="default" leftSection={<Users size={16} aria-hidden />}>
          Balances of partners
        </Button>
      }
    >
      <TrialBalance reading={trial} />
      <Title order={2} size="h3" mt="sm">
        Entries
      </Title>
      <Filters names={filters}>
        <ChoiceFilter label="Account" name="account" options={accountOptions} />
        <PartnerFilter />
        {currencies.length > 1 ? (
          <ChoiceFilter
            label="Currency"
            name="currency"
            options={currencies.map((currency) => ({ value: currency, label: currency }))}
          />
        ) : null}
        <PeriodFilter />
      </Filters>
      <Entries />
    </Page>
  )
}

function Entries() {
  const [search] = useSearchState()
  const { account, partnerId, currency, from, to, cursor } = search
  const query = {
    account: account as Account | undefined,
    partnerId,
    currency,
    createdAfter: from,
    createdBefore: to && dayAfter(to),
    cursor,
  }
  const reading = useRead('GET /api/v1/ledger/entries', { query }, { keep: true })
  const isFiltered = filters.some((name) => search[name])
  return (
    <EntryTable
      reading={reading}
      empty={
        <Empty title={isFiltered ? 'Nothing fits these filters' : 'No amount has moved yet'} icon={BookOpenCheck}>
          {isFiltered ? null : 'The first commission line is the first entry.'}
        </Empty>
      }
    />
  )
}

/** The API's bound is before a moment; people mean the whole of the last day. */
const dayAfter = (day: string) => new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10)
