import { Group, Paper, Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { useRead } from '../../../api/queries.ts'
import { Money } from '../../../ui/money.tsx'
import { useSearchState } from '../../../ui/router.tsx'
import { sumOf } from '../../../ui/sum.ts'
import type { Line } from '../words.ts'

type ListPage = { data: Line[]; pagination: { nextCursor: string | null } }

/** The sums of what is listed, where they are exact: of all rows where one page holds them, else from the ledger. */
export function LineSums({ page, isStale }: { page: ListPage | undefined; isStale: boolean }) {
  const [{ status, partnerId, currency, planId, from, to, cursor }] = useSearchState()
  if (!page || isStale) return null
  if (!cursor && page.pagination.nextCursor === null) return <SumsOfPage lines={page.data} />
  if (planId || from || to) return null
  return <SumsOfLedger {...{ status, partnerId, currency }} />
}

function SumsOfPage({ lines }: { lines: Line[] }) {
  const counted = lines.filter(({ status }) => status !== 'VOIDED')
  const sums = [...Map.groupBy(counted, ({ currency }) => currency)]
  if (!sums.length) return null
  return (
    <Strip>
      {sums.map(([currency, own]) => (
        <Figure
          key={currency}
          name={sums.length > 1 ? `Sum in ${currency}` : 'Sum of these lines'}
          values={[{ currency, value: sumOf(own.map(({ amount }) => amount)) }]}
        />
      ))}
      {counted.length < lines.length ? (
        <Text size="xs" c="dimmed" style={{ alignSelf: 'flex-end' }}>
          Void lines are not counted.
        </Text>
      ) : null}
    </Strip>
  )
}

const figures = [
  { account: 'EARNED', name: 'Held or postponed' },
  { account: 'PAYABLE', name: 'Pending', status: 'PENDING' },
  { account: 'IN_PAYOUT', name: 'On payouts', status: 'APPROVED' },
  { account: 'PAID', name: 'Paid', status: 'PAID' },
] as const

type Bounds = { status: string | undefined; partnerId: string | undefined; currency: string | undefined }

/** The ledger knows what stands in each status, however many lines there are. */
function SumsOfLedger({ status, partnerId, currency }: Bounds) {
  const balances = useBalances(partnerId)
  const shown = figures.filter((figure) => !status || ('status' in figure && figure.status === status))
  const own = balances.filter((one) => !currency || one.balance.currency === currency)
  if (!shown.length || !own.length) return null
  return (
    <Strip>
      {shown.map(({ account, name }) => (
        <Figure key={account} name={name} values={valuesOf(own, account)} />
      ))}
    </Strip>
  )
}

type Balance = { account: string; balance: { value: string; currency: string } }

function useBalances(partnerId: string | undefined): Balance[] {
  const whole = useRead('GET /api/v1/ledger/trial-balance', {}, { enabled: !partnerId })
  const query = { partnerId }
  const partner = useRead('GET /api/v1/ledger/accounts', { query }, { enabled: Boolean(partnerId) })
  if (partnerId) return partner.data?.data ?? []
  return whole.data?.data.currencies.flatMap(({ accounts }) => accounts) ?? []
}

/** By currency; a partner’s accounts are those of partners merged into it, too. */
function valuesOf(balances: Balance[], account: string) {
  const own = balances.filter((one) => one.account === account)
  const sums = [...Map.groupBy(own, ({ balance }) => balance.currency)].map(([currency, all]) => ({
    currency,
    value: sumOf(all.map(({ balance }) => balance.value)),
  }))
  const some = sums.filter(({ value }) => /[1-9]/.test(value))
  return some.length ? some : sums.slice(0, 1)
}

function Strip({ children }: { children: ReactNode }) {
  return (
    <Paper withBorder radius="md" p="sm" px="md">
      <Group gap="xl" align="flex-start">
        {children}
      </Group>
    </Paper>
  )
}

function Figure({ name, values }: { name: string; values: { value: string; currency: string }[] }) {
  return (
    <Stack gap={0}>
      <Text size="xs" c="dimmed">
        {name}
      </Text>
      {values.map((one) => (
        <Text key={one.currency} fw={600}>
          <Money {...one} />
        </Text>
      ))}
      {values.length ? null : <Text fw={600}>–</Text>}
    </Stack>
  )
}
