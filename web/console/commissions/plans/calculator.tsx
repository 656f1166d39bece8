import { Group, Paper, Stack, Text, TextInput, Title, SegmentedControl, Divider } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { ApiError, call, type Answer, type Given } from '../../../api/client.ts'
import { useRead } from '../../../api/queries.ts'
import { CurrencySelect } from '../../../ui/currency.tsx'
import { Money } from '../../../ui/money.tsx'
import { Failure } from '../../../ui/notice.tsx'
import { PartnerSelect } from '../../names.tsx'
import { Steps } from '../lines/calculation.tsx'
import { skipReasons } from '../words.ts'

const operation = 'POST /api/v1/commission-plans/calculate'
type Asked = Given<typeof operation>['body']
type Result = Answer<typeof operation>['data']

type Props = {
  planId?: string
  /** The plan as it stands in a form that is not saved. */
  draft?: Asked['draft']
  currency: string | undefined
}

const today = () => new Date().toISOString().slice(0, 10)

/** What a sale would earn, as the server reckons it. Nothing is written. */
export function Calculator({ planId, draft, currency }: Props) {
  const [sale, setSale] = useState({
    partnerId: '',
    type: 'SALE',
    amount: '1000.00',
    currency: '',
    on: today(),
    since: '',
  })
  const change = (changes: Partial<typeof sale>) => setSale((before) => ({ ...before, ...changes }))
  const settings = useRead('GET /api/v1/payout-settings', {})
  const own = currency || sale.currency || settings.data?.data.currency || 'USD'
  const [settled] = useDebouncedValue(JSON.stringify(bodyOf({ ...sale, currency: own }, { planId, draft })), 300)
  return (
    <Paper withBorder p="md" radius="md" component="section" aria-label="Calculator">
      <Stack gap="sm">
        <div>
          <Title order={2} size="h3">
            Calculator
          </Title>
          <Text size="sm" c="dimmed">
            What a sale would earn. Nothing is written.
          </Text>
        </div>
        <PartnerSelect
          label="Partner"
          placeholder="Search by name or domain"
          value={sale.partnerId || null}
          onChange={(id) => change({ partnerId: id ?? '' })}
        />
        <SegmentedControl
          aria-label="Kind"
          data={[
            { value: 'SALE', label: 'Sale' },
            { value: 'RENEWAL', label: 'Renewal' },
          ]}
          value={sale.type}
          onChange={(type) => change({ type })}
        />
        <Group gap="sm" grow preventGrowOverflow={false} align="flex-end">
          <TextInput
            label="Sale"
            inputMode="decimal"
            value={sale.amount}
            onChange={({ currentTarget }) => change({ amount: currentTarget.value })}
          />
          <CurrencySelect
            label="Currency"
            value={own}
            disabled={Boolean(currency)}
            onChange={(code) => change({ currency: code ?? '' })}
          />
          <TextInput
            type="date"
            label="On"
            value={sale.on}
            onChange={({ currentTarget }) => change({ on: currentTarget.value })}
          />
        </Group>
        {sale.type === 'RENEWAL' ? (
          <TextInput
            type="date"
            label="Customer since"
            description="Of a customer of whom no sale is recorded."
            value={sale.since}
            onChange={({ currentTarget }) => change({ since: currentTarget.value })}
          />
        ) : null}
        <Divider />
        <Outcome body={JSON.parse(settled) as Asked} />
      </Stack>
    </Paper>
  )
}

type Sale = { partnerId: string; type: string; amount: string; currency: string; on: string; since: string }

const bodyOf = (sale: Sale, { planId, draft }: Pick<Props, 'planId' | 'draft'>): Asked => ({
  partnerId: sale.partnerId,
  type: sale.type === 'RENEWAL' ? 'RENEWAL' : 'SALE',
  amount: sale.amount.trim(),
  currency: sale.currency,
  ...(sale.on && { occurredAt: sale.on }),
  ...(sale.type === 'RENEWAL' && sale.since && { customerSince: sale.since }),
  ...(planId && { planId }),
  ...(draft && { draft }),
})

function Outcome({ body }: { body: Asked }) {
  const { data, error, isFetching } = useQuery<Result, ApiError>({
    queryKey: ['commission-plans', operation, body],
    queryFn: async ({ signal }) => (await call(operation, { body, signal })).data,
    enabled: Boolean(body.partnerId && body.amount),
    placeholderData: keepPreviousData,
  })
  return (
    <div role="status" aria-live="polite" aria-busy={isFetching}>
      {body.partnerId ? (
        <Told data={data} error={error} />
      ) : (
        <Text size="sm" c="dimmed">
          Choose a partner to see what it would earn.
        </Text>
      )}
    </div>
  )
}

function Told({ data, error }: { data: Result | undefined; error: ApiError | null }) {
  if (error) return error.fields.length ? <Faults error={error} /> : <Failure error={error} />
  if (!data) return null
  return (
    <Stack gap="sm">
      {data.lines.map((line) => (
        <Stack key={line.planId ?? 'draft'} gap={4}>
          <Group justify="space-between" gap="xs">
            <Text fw={600}>{line.planName ?? 'This plan'}</Text>
            <Text fw={650} size="lg">
              <Money value={line.amount} currency={line.currency} />
            </Text>
          </Group>
          <Steps calculation={line.calculation} />
        </Stack>
      ))}
      {data.skipped.map(({ planId, reason }) => (
        <Text key={planId ?? 'draft'} size="sm">
          It earns nothing. {skipReasons[reason]}.
        </Text>
      ))}
      {data.lines.length || data.skipped.length ? null : <Text size="sm">No plan applies.</Text>}
    </Stack>
  )
}

/** What is missing in the form beside it, or in the sale. */
function Faults({ error }: { error: ApiError }) {
  const ofPlan = error.fields.filter(({ path }) => path[0] === 'draft')
  const own = error.fields.filter(({ path }) => path[0] !== 'draft')
  return (
    <Stack gap={4}>
      {own.map(({ message, path }) => (
        <Text key={path.join('.')} size="sm" c="var(--mantine-color-error)">
          {message}
        </Text>
      ))}
      {ofPlan.length ? (
        <Text size="sm" c="dimmed">
          Fill in the plan to see what it comes to: {ofPlan[0]?.message}
        </Text>
      ) : null}
    </Stack>
  )
}
