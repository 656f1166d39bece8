import { Button, Group, Stack, Text, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { type Answer, type ApiError, call } from '../../../api/client.ts'
import { useChange } from '../../../api/queries.ts'
import { ask, tellDone } from '../../../ui/act.tsx'
import { moneyText } from '../../../ui/money.tsx'
import { Card, Failure, Waiting } from '../../../ui/notice.tsx'
import { useOnceKey } from '../../../ui/once.ts'
import { Page } from '../../../ui/page.tsx'
import { useSearchState } from '../../../ui/router.tsx'
import { many } from '../../commissions/words.ts'
import { periodText, touched } from '../words.ts'
import { lastMonth, lastQuarter, type Period } from './periods.ts'
import { CurrencyPreview } from './preview.tsx'

const operation = 'POST /api/v1/payout-batches/preview'
export type Preview = Answer<typeof operation>['data']['currencies'][number]

/** Creates the payouts of all partners for a period, once one has seen what they come to. */
export function NewBatchPage() {
  const [{ from, to }, change] = useSearchState()
  const usual = lastMonth(new Date())
  const period = { periodStart: from ?? usual.periodStart, periodEnd: to ?? usual.periodEnd }
  const choose = ({ periodStart, periodEnd }: Period) => change({ from: periodStart, to: periodEnd }, { replace: true })
  const isWhole = Boolean(period.periodStart && period.periodEnd)
  const { data, error, refetch } = useQuery<Answer<typeof operation>['data'], ApiError>({
    queryKey: ['payout-batches', operation, period],
    queryFn: async ({ signal }) => (await call(operation, { body: period, signal })).data,
    enabled: isWhole,
  })
  return (
    <Page
      title="Create payouts"
      above={[{ to: '/payouts', label: 'Payouts' }]}
      lead="One payout for each partner who is owed enough, with the lines that were earned by the end of the period."
    >
      <Card>
        <Group gap="sm" align="flex-end">
          <TextInput
            type="date"
            label="First day"
            value={period.periodStart}
            onChange={({ currentTarget }) => choose({ ...period, periodStart: currentTarget.value })}
          />
          <TextInput
            type="date"
            label="Last day"
            value={period.periodEnd}
            onChange={({ currentTarget }) => choose({ ...period, periodEnd: currentTarget.value })}
          />
          <Button variant="default" onClick={() => choose(usual)}>
            Last month
          </Button>
          <Button variant="default" onClick={() => choose(lastQuarter(new Date()))}>
            Last quarter
          </Button>
        </Group>
      </Card>
      {error ? <Failure error={error} retry={() => void refetch()} /> : null}
      {data ? (
        <Previews period={period} currencies={data.currencies} />
      ) : error || !isWhole ? null : (
        <Waiting rows={4} />
      )}
    </Page>
  )
}

function Previews({ period, currencies }: { period: Period; currencies: Preview[] }) {
  const navigate = useNavigate()
  const [made, setMade] = useState<string | null>(null)
  const keyOf = useOnceKey()
  const create = useChange('POST /api/v1/payout-batches', { alsoStale: touched })
  const begin = async (currency: string) => {
    setMade(currency)
    const body = { ...period, allPartners: true, currency }
    const { data } = await create.mutateAsync({ body, headers: { 'idempotency-key': keyOf(body) } })
    tellDone('The payouts are being created.')
    await navigate({ to: `/payouts/batches/${data.id}` })
  }
  const confirm = ({ currency, paidOut: { partners, lines, amount } }: Preview) =>
    ask({
      title: `Create ${many(partners, 'payout')}`,
      text: `${moneyText({ value: amount, currency })} in ${many(lines)} for ${periodText(period)}. The batch cannot be undone; its lines can be detached again while a payout is not paid.`,
      confirm: 'Create payouts',
      act: () => begin(currency).finally(() => setMade(null)),
    })
  if (!currencies.length)
    return (
      <Card>
        <Text size="sm">No line is pending, so there is nothing to pay out.</Text>
      </Card>
    )
  return (
    <Stack gap="md">
      {currencies.map((one) => (
        <CurrencyPreview key={one.currency} preview={one} isBusy={made === one.currency} create={() => confirm(one)} />
      ))}
    </Stack>
  )
}
