import { Anchor, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { Money } from '../../ui/money.tsx'
import type { Explanation } from './words.ts'

type Commission = NonNullable<Explanation['commission']>

/** How the commission came to be, or why there is none. */
export function Earning({ commission }: { commission: Commission }) {
  const { amount, currency, lineId } = commission
  if (commission.result !== 'LINE' || !amount || !currency) return <Text size="sm">{whyNothing(commission)}</Text>
  return (
    <Text size="sm">
      <Money value={amount} currency={currency} fw={650} />
      {': '}
      <How commission={commission} />{' '}
      <Anchor component={Link} to={`/commissions/${lineId}`} inherit underline="always">
        See the commission line
      </Anchor>
    </Text>
  )
}

function How({ commission: { type, percent, sale, planId } }: { commission: Commission }) {
  if (type === 'FIXED') return <>the fixed amount of the campaign.</>
  if (type === 'PLAN')
    return (
      <>
        as the{' '}
        <Anchor component={Link} to={`/commissions/plans/${planId}`} inherit underline="always">
          commission plan
        </Anchor>{' '}
        says.
      </>
    )
  return (
    <>
      {percent} % of a sale of{' '}
      {sale?.amount && sale.currency ? <Money value={sale.amount} currency={sale.currency} /> : 'nothing'}.
    </>
  )
}

function whyNothing({ type, result, property, given, skipped }: Commission): string {
  if (result === 'NO_COMMISSION') return 'Nothing: the campaign pays no commission.'
  if (result === 'PLAN_SKIPPED')
    return `Nothing: ${skips[skipped ?? ''] ?? 'the commission plan could not be applied'}.`
  if (result === 'NOTHING_EARNED')
    return `Nothing: the ${type === 'PERCENT' ? 'percentage' : 'commission'} of this sale comes to zero.`
  const stood = given === null ? 'nothing' : `“${given}”`
  return `Nothing yet: the amount was looked for in “${property}”, where ${stood} stood. Accept it with the amount of the sale.`
}

const skips: Record<string, string> = {
  NOT_IN_FORCE: 'the commission plan was not in force',
  NOT_FOR_PARTNER: 'the commission plan is not for this partner',
  EVENT_TYPE: 'the commission plan is not for sales',
  CURRENCY: 'the commission plan pays in another currency',
  CAP_REACHED: 'the cap of the commission plan was reached',
  NOTHING_EARNED: 'by the commission plan it comes to zero',
}
