import { Anchor, Stack, Table, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Schemas } from '../../../api/client.ts'
import { Money, moneyText } from '../../../ui/money.tsx'
import { Card } from '../../../ui/notice.tsx'
import { wordsOf } from '../../../ui/status.tsx'
import { PartnerName } from '../../names.tsx'

export type Reckoning = Schemas['CommissionReckoning']
type Planned = Exclude<Reckoning, { kind: 'REFUND' }>
type Tiered = Extract<Reckoning, { kind: 'TIERED' }>
type Refund = Extract<Reckoning, { kind: 'REFUND' }>

type Props = {
  calculation: Reckoning | null
  plan: { id: string; name: string; version: number } | null
  amount: string
  currency: string
}

/** How a line came to its amount, step by step. */
export function Calculation({ calculation, plan, amount, currency }: Props) {
  return (
    <Card title="How it was calculated">
      {calculation ? (
        <Steps calculation={calculation} />
      ) : (
        <Text size="sm">
          {plan ? 'Its plan left no calculation.' : 'No plan calculated it: the amount of '}
          {plan ? null : <Money value={amount} currency={currency} />}
          {plan ? null : ' was entered, or set by its campaign.'}
        </Text>
      )}
      {calculation && calculation.amount !== amount ? (
        <Text size="sm" mt="sm">
          The amount was changed afterwards to <Money value={amount} currency={currency} />.
        </Text>
      ) : null}
    </Card>
  )
}

/** The steps of a calculation, from the sale to the amount. */
export function Steps({ calculation }: { calculation: Reckoning }) {
  if (calculation.kind === 'REFUND') return <RefundSteps calculation={calculation} />
  const { base, currency, reckoned, caps, amount } = calculation
  return (
    <Table.ScrollContainer
      minWidth={300}
      scrollAreaProps={{ viewportProps: { tabIndex: 0, role: 'region', 'aria-label': 'Calculation' } }}
    >
      <Table fz="sm" verticalSpacing={6} aria-label="Calculation">
        <Table.Tbody>
          <Step name="Sale" value={base} currency={currency} />
          <Rate calculation={calculation} />
          {caps.length || reckoned !== amount ? <Step name="Before caps" value={reckoned} currency={currency} /> : null}
          {caps.map((cap) => (
            <Step
              key={cap.cap}
              name={`${capNames[cap.cap]} ${cap.isReached ? '(reached)' : ''}`}
              told={
                <>
                  <Money value={cap.limit} currency={currency} /> at most
                  {cap.earned === null ? null : (
                    <>
                      , <Money value={cap.earned} currency={currency} /> earned before this
                    </>
                  )}
                </>
              }
              value={cap.left}
              currency={currency}
              isLimit
            />
          ))}
          <Step name="Commission" value={amount} currency={currency} isResult />
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}

const capNames: Record<Planned['caps'][number]['cap'], string> = {
  perLine: 'Cap for one sale',
  perPartner: 'Cap for the partner',
  perPeriod: 'Cap for all partners',
}

const units = { MONTH: 'month', QUARTER: 'quarter', YEAR: 'year' } as const

function Rate({ calculation }: { calculation: Planned }) {
  const { currency } = calculation
  if (calculation.kind === 'FIXED')
    return (
      <Step
        name="Fixed amount"
        told={<Why calculation={calculation} />}
        value={calculation.fixed}
        currency={currency}
      />
    )
  if (calculation.kind === 'PERCENT')
    return (
      <Step
        name={`${calculation.percent} %`}
        told={<Why calculation={calculation} />}
        value={calculation.reckoned}
        currency={currency}
      />
    )
  const { by, method, period, before, parts } = calculation
  return (
    <>
      <Step
        name={`Sold before in this ${units[period]}`}
        told={
          <>
            <Why calculation={calculation} />
            {method === 'WHOLE' ? ' The band that is reached counts for the whole sale.' : ''}
          </>
        }
        {...(by === 'AMOUNT' ? { value: before, currency } : { plain: before })}
      />
      {parts.map((part) => (
        <Step
          key={part.from}
          name={bandName(part, calculation)}
          told={
            'percent' in part ? (
              <>
                {part.percent} % of <Money value={part.base} currency={currency} />
              </>
            ) : (
              'a fixed amount'
            )
          }
          {...('fixed' in part ? { value: part.fixed, currency } : {})}
        />
      ))}
    </>
  )
}

function bandName({ from, to }: { from: string; to: string | null }, { by, currency }: Tiered): string {
  const told = (start: string) => (by === 'COUNT' ? `${start} sales` : moneyText({ value: start, currency }))
  return to === null ? `From ${told(from)}` : `${told(from)} to ${told(to)}`
}

/** For whom the rate is that was chosen. */
function Why({ calculation: { rate } }: { calculation: Planned }) {
  if (rate.rate === 'PLAN') return <>The commission of the plan.</>
  if (rate.rate === 'PARTNER')
    return (
      <>
        The rate of <PartnerName id={rate.partnerId} />.
      </>
    )
  if (rate.rate === 'CATEGORY') return <>The rate of the category {rate.category}.</>
  return <>The rate of the partner’s tier.</>
}

function RefundSteps({ calculation }: { calculation: Refund }) {
  const { lineId, lineAmount, lineCurrency, saleAmount, saleCurrency, refunded, takenBackBefore, amount } = calculation
  return (
    <Stack gap="xs">
      <Text size="sm">
        A refund takes back as much of{' '}
        <Anchor component={Link} to={`/commissions/${lineId}`} inherit underline="always">
          the line of its sale
        </Anchor>{' '}
        as was refunded of the sale.
      </Text>
      <Table fz="sm" verticalSpacing={6} aria-label="Calculation">
        <Table.Tbody>
          <Step name="Sale" value={saleAmount} currency={saleCurrency} />
          <Step name="Refunded so far" value={refunded} currency={saleCurrency} />
          <Step name="The line of the sale" value={lineAmount} currency={lineCurrency} />
          <Step name="Taken back before" value={takenBackBefore} currency={lineCurrency} />
          <Step name="Taken back by this line" value={amount} currency={lineCurrency} isResult />
        </Table.Tbody>
      </Table>
    </Stack>
  )
}

type StepProps = {
  name: string
  told?: ReactNode
  value?: string
  currency?: string
  plain?: string
  isLimit?: boolean
  isResult?: boolean
}

function Step({ name, told, value, currency, plain, isLimit = false, isResult = false }: StepProps) {
  return (
    <Table.Tr fw={isResult ? 650 : undefined}>
      <Table.Td>
        {wordsFirst(name)}
        {told ? (
          <Text size="xs" c="dimmed">
            {told}
          </Text>
        ) : null}
      </Table.Td>
      <Table.Td ta="right" style={{ whiteSpace: 'nowrap' }}>
        {isLimit ? 'left: ' : ''}
        {value !== undefined && currency ? <Money value={value} currency={currency} /> : plain}
      </Table.Td>
    </Table.Tr>
  )
}

const wordsFirst = (name: string) => (/^[A-Z_]+$/.test(name) ? wordsOf(name) : name.trim())
