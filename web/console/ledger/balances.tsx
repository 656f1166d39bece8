import { Anchor, Button, Group, Paper, Table, Text, VisuallyHidden } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { ChevronLeft, ChevronRight, Users } from 'lucide-react'
import { useMemo } from 'react'
import type { Schemas } from '../../api/client.ts'
import { useRead } from '../../api/queries.ts'
import { ChoiceFilter, Filters } from '../../ui/filters.tsx'
import { Nothing } from '../../ui/date.tsx'
import { Money } from '../../ui/money.tsx'
import { Empty, Failure, Waiting } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import { useSearchState } from '../../ui/router.tsx'
import { PartnerFilter, PartnerName } from '../names.tsx'
import { type Account, accounts } from './words.ts'

const ofPartners = ['EARNED', 'PAYABLE', 'IN_PAYOUT', 'PAID'] as const
const aPage = 25

type Balance = { partnerId: string; currency: string; of: Partial<Record<Account, string>> }

/** What each partner has, account by account and currency by currency. */
export function BalancesPage() {
  const [{ partnerId, currency }] = useSearchState()
  const trial = useRead('GET /api/v1/ledger/trial-balance', {})
  const currencies = trial.data?.data.currencies.map(({ currency: code }) => code) ?? []
  const reading = useRead('GET /api/v1/ledger/accounts', { query: { partnerId, currency } }, { keep: true })
  const balances = useMemo(() => balancesOf(reading.data?.data ?? []), [reading.data])
  return (
    <Page
      title="Balances of partners"
      above={[{ to: '/ledger', label: 'Ledger' }]}
      lead="What partners have on each account, by currency: those with most that is payable first."
    >
      <Filters names={['partnerId', 'currency']}>
        <PartnerFilter />
        {currencies.length > 1 ? (
          <ChoiceFilter
            label="Currency"
            name="currency"
            options={currencies.map((code) => ({ value: code, label: code }))}
          />
        ) : null}
      </Filters>
      {reading.error && !reading.data ? (
        <Failure error={reading.error} retry={() => void reading.refetch()} />
      ) : reading.data ? (
        <BalanceTable balances={balances} isFiltered={Boolean(partnerId ?? currency)} />
      ) : (
        <Waiting rows={8} />
      )}
    </Page>
  )
}

function balancesOf(all: Schemas['LedgerAccount'][]): Balance[] {
  const found = new Map<string, Balance>()
  for (const { account, partnerId, balance } of all) {
    if (partnerId === null) continue
    const key = `${partnerId} ${balance.currency}`
    const one = found.get(key) ?? { partnerId, currency: balance.currency, of: {} }
    one.of[account] = balance.value
    found.set(key, one)
  }
  const payable = ({ of }: Balance) => Number(of.PAYABLE ?? 0)
  return [...found.values()].toSorted((a, b) => a.currency.localeCompare(b.currency) || payable(b) - payable(a))
}

function BalanceTable({ balances, isFiltered }: { balances: Balance[]; isFiltered: boolean }) {
  const [{ page = '1' }] = useSearchState()
  const pages = Math.max(1, Math.ceil(balances.length / aPage))
  const at = Math.min(pages, Math.max(1, Number.parseInt(page, 10) || 1))
  const shown = balances.slice((at - 1) * aPage, at * aPage)
  return (
    <Paper withBorder radius="md">
      {shown.length ? (
        <Table.ScrollContainer
          minWidth={760}
          scrollAreaProps={{ viewportProps: { tabIndex: 0, role: 'region', 'aria-label': 'Balances of partners' } }}
        >
          <Table
            aria-label="Balances of partners"
            highlightOnHover
            verticalSpacing="xs"
            horizontalSpacing="md"
            className="tabular"
          >
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Partner</Table.Th>
                <Table.Th>Currency</Table.Th>
                {ofPartners.map((account) => (
                  <Table.Th key={account} ta="right">
                    {accounts[account].label}
                  </Table.Th>
                ))}
                <Table.Th>
                  <VisuallyHidden>Entries</VisuallyHidden>
                </Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {shown.map((one) => (
                <Row key={`${one.partnerId} ${one.currency}`} {...one} />
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      ) : (
        <Empty title={isFiltered ? 'Nothing fits these filters' : 'No partner has earned anything yet'} icon={Users} />
      )}
      {pages > 1 ? <Pages at={at} of={pages} /> : null}
    </Paper>
  )
}

function Held({ value, currency }: { value: string | undefined; currency: string }) {
  return value !== undefined && /[1-9]/.test(value) ? <Money value={value} currency={currency} /> : <Nothing />
}

function Row({ partnerId, currency, of }: Balance) {
  return (
    <Table.Tr>
      <Table.Td>
        <PartnerName id={partnerId} />
      </Table.Td>
      <Table.Td>{currency}</Table.Td>
      {ofPartners.map((account) => (
        <Table.Td key={account} ta="right">
          <Held value={of[account]} currency={currency} />
        </Table.Td>
      ))}
      <Table.Td ta="right">
        <Anchor component={Link} to="/ledger" search={{ partnerId, currency } as never}>
          Entries
        </Anchor>
      </Table.Td>
    </Table.Tr>
  )
}

function Pages({ at, of }: { at: number; of: number }) {
  const [, change] = useSearchState()
  return (
    <Group justify="flex-end" gap="xs" p="sm">
      <Text size="sm" c="dimmed">
        Page {at} of {of}
      </Text>
      <Button
        size="xs"
        variant="default"
        disabled={at === 1}
        leftSection={<ChevronLeft size={14} aria-hidden />}
        onClick={() => change({ page: at === 2 ? undefined : String(at - 1) })}
      >
        Previous
      </Button>
      <Button
        size="xs"
        variant="default"
        disabled={at === of}
        rightSection={<ChevronRight size={14} aria-hidden />}
        onClick={() => change({ page: String(at + 1) })}
      >
        Next
      </Button>
    </Group>
  )
}
