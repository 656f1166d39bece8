import { Text } from '@mantine/core'
import { Fragment, type ReactNode } from 'react'
import { useRead } from '../../../api/queries.ts'
import { Nothing } from '../../../ui/date.tsx'
import { moneyText } from '../../../ui/money.tsx'
import { PartnerName } from '../../names.tsx'
import type { Commission, Period, Plan } from './form.ts'

const periods: Record<Period, string> = { MONTH: 'month', QUARTER: 'quarter', YEAR: 'year' }

/** A commission in a sentence. */
export function commissionWords(commission: Commission): string {
  if (commission.type === 'FIXED')
    return `${moneyText({ value: commission.amount, currency: commission.currency })} for each sale`
  if (commission.type === 'PERCENT') return `${commission.percent} % of each sale`
  const { by, period, method, currency, bands } = commission
  const start = (from: string) => (by === 'COUNT' ? `${from} sales` : moneyText({ value: from, currency }))
  const pays = ({ percent, amount }: (typeof bands)[number]) =>
    percent === null ? moneyText({ value: amount ?? '0', currency }) : `${percent} %`
  const [first, ...rest] = bands
  const steps = [first ? pays(first) : '', ...rest.map((band) => `${pays(band)} from ${start(band.from)}`)]
  const how = method === 'WHOLE' ? 'the band that is reached counts for the whole sale' : 'each part by its band'
  return `${steps.join(', ')} sold in the ${periods[period]}; ${how}`
}

function Names({ all }: { all: ReactNode[] }) {
  return all.map((one, at) => (
    // oxlint-disable-next-line react/no-array-index-key -- the list stands as it is
    <Fragment key={at}>
      {at ? ', ' : ''}
      {one}
    </Fragment>
  ))
}

function TierName({ id }: { id: string }) {
  const { data } = useRead('GET /api/v1/tiers', {})
  const tiers = data?.data as { id: string; name: string }[] | undefined
  return <>{tiers?.find((tier) => tier.id === id)?.name ?? 'a tier'}</>
}

type Terms = Pick<
  Plan,
  'eventTypes' | 'appliesTo' | 'commission' | 'recurringMonths' | 'rates' | 'caps' | 'earningPeriod' | 'mayExceedSale'
>

/** Each thing that a plan says: what it is called, and how it reads. */
export const termWords: { key: keyof Terms; name: string; Told: (terms: Terms) => ReactNode }[] = [
  { key: 'commission', name: 'Commission', Told: ({ commission }) => commissionWords(commission) },
  {
    key: 'eventTypes',
    name: 'Counts',
    Told: ({ eventTypes }) => eventTypes.map((one) => (one === 'SALE' ? 'sales' : 'renewals')).join(' and '),
  },
  { key: 'appliesTo', name: 'For', Told: Appliers },
  {
    key: 'recurringMonths',
    name: 'Renewals earn',
    Told: ({ recurringMonths }) =>
      recurringMonths === null ? 'without end' : `for ${recurringMonths} months from the first sale`,
  },
  { key: 'rates', name: 'Other rates', Told: Rates },
  { key: 'caps', name: 'Caps', Told: Caps },
  { key: 'earningPeriod', name: 'Earned by', Told: ({ earningPeriod }) => `the end of the ${periods[earningPeriod]}` },
  {
    key: 'mayExceedSale',
    name: 'Above 100 %',
    Told: ({ mayExceedSale }) => (mayExceedSale ? 'allowed' : 'not allowed'),
  },
]

function Appliers({ appliesTo }: Terms) {
  if (!appliesTo) return 'all partners'
  const { partnerIds, tierIds, categories } = appliesTo
  const all = [
    ...partnerIds.map((id) => <PartnerName key={id} id={id} />),
    ...tierIds.map((id) => (
      <Fragment key={id}>
        tier <TierName id={id} />
      </Fragment>
    )),
    ...categories.map((category) => `category ${category}`),
  ]
  return <Names all={all} />
}

function Rates({ rates }: Terms) {
  if (!rates.length) return <Nothing />
  return rates.map(({ partnerId, tierId, category, commission }) => (
    <Text key={partnerId ?? tierId ?? category} inherit>
      {partnerId ? (
        <PartnerName id={partnerId} />
      ) : tierId ? (
        <>
          Tier <TierName id={tierId} />
        </>
      ) : (
        `Category ${category}`
      )}
      {`: ${commissionWords(commission)}`}
    </Text>
  ))
}

function Caps({ caps }: Terms) {
  if (!caps) return <Nothing />
  const { currency, perLine, perPartner, perPeriod } = caps
  const words = [
    perLine && `${moneyText({ value: perLine, currency })} for one sale`,
    perPartner &&
      `${moneyText({ value: perPartner.amount, currency })} for a partner in a ${periods[perPartner.period]}`,
    perPeriod &&
      `${moneyText({ value: perPeriod.amount, currency })} for all partners in a ${periods[perPeriod.period]}`,
  ]
  return words.filter(Boolean).join(', ')
}
