import type { Issue } from '#/kernel/error.ts'
import { percentage, tryMoney } from '#/kernel/money.ts'
import type { Commission, Rate, Terms, Tiered } from './terms.ts'

type Path = Issue['path']
const issue = (path: Path, message: string): Issue => ({ path, code: 'custom', message })

/** What is wrong with terms whose every value is well formed by itself. */
export function termIssues(terms: Terms): Issue[] {
  return [
    ...appliesToIssues(terms.appliesTo),
    ...commissionIssues(['commission'], terms.commission, terms.mayExceedSale),
    ...terms.rates.flatMap((rate, at) => rateIssues(rate, at, terms)),
    ...capIssues(terms.caps),
    ...currencyIssues(terms),
  ]
}

function appliesToIssues(appliesTo: Terms['appliesTo']): Issue[] {
  const namesNobody = appliesTo && Object.values(appliesTo).every((named) => !named.length)
  return namesNobody ? [issue(['appliesTo'], 'This names nobody. Null means all partners.')] : []
}

export const targetKeys = ['partnerId', 'tierId', 'category'] as const

function rateIssues(rate: Rate, at: number, { rates, mayExceedSale }: Terms): Issue[] {
  const [key, another] = targetKeys.filter((name) => rate[name] !== null)
  const inside = commissionIssues(['rates', at, 'commission'], rate.commission, mayExceedSale)
  if (!key || another) return [issue(['rates', at], 'Give exactly one of partnerId, tierId and category.'), ...inside]
  const isRepeated = rates.findIndex((other) => other[key] === rate[key]) < at
  return isRepeated ? [issue(['rates', at, key], 'An earlier rate names the same.'), ...inside] : inside
}

function commissionIssues(path: Path, commission: Commission, mayExceedSale: boolean): Issue[] {
  if (commission.type === 'FIXED')
    return amountIssues([...path, 'amount'], commission.amount, { currency: commission.currency, least: 0n })
  if (commission.type === 'PERCENT') return percentIssues([...path, 'percent'], commission.percent, mayExceedSale)
  return [
    ...startIssues(path, commission),
    ...commission.bands.flatMap((_band, at) => bandIssues([...path, 'bands', at], commission, { at, mayExceedSale })),
  ]
}

function bandIssues(
  path: Path,
  tiered: Tiered,
  { at, mayExceedSale }: { at: number; mayExceedSale: boolean },
): Issue[] {
  const { percent = null, amount = null } = tiered.bands[at] ?? {}
  if ((percent === null) === (amount === null)) return [issue(path, 'Give exactly one of percent and amount.')]
  if (percent !== null) return percentIssues([...path, 'percent'], percent, mayExceedSale)
  if (tiered.by === 'AMOUNT' && tiered.method === 'GRADUATED')
    return [issue([...path, 'amount'], 'Parts of a sale are paid by percentages. Use percent, or the method WHOLE.')]
  return amountIssues([...path, 'amount'], amount ?? '', { currency: tiered.currency, least: 0n })
}

function startIssues(path: Path, { by, bands, currency }: Tiered): Issue[] {
  const starts = bands.map(({ from }) => bandStart(from, by, currency))
  return starts.flatMap((start, at) => {
    const place = [...path, 'bands', at, 'from']
    if (typeof start === 'string') return [issue(place, start)]
    if (at === 0) return start === 0n ? [] : [issue(place, 'The first band begins at zero.')]
    const before = starts[at - 1]
    return typeof before === 'bigint' && before >= start
      ? [issue(place, 'Bands ascend: this is not above the one before.')]
      : []
  })
}

/** Where a band begins, in minor units or in events; or what is wrong with that. */
export function bandStart(from: string, by: Tiered['by'], currency: string): bigint | string {
  if (by === 'COUNT') return /^[0-9]{1,12}$/.test(from) ? BigInt(from) : 'Write a whole number of events, such as "10".'
  if (!/^[0-9]{1,15}(\.[0-9]{1,4})?$/.test(from)) return 'Write an amount as a decimal string such as "1250.00".'
  const money = tryMoney(from, currency)
  return typeof money === 'string' ? money : money.minor
}

function percentIssues(path: Path, percent: string, mayExceedSale: boolean): Issue[] {
  const { numerator, denominator } = percentage(percent)
  return numerator > denominator && !mayExceedSale
    ? [issue(path, 'This is more than 100 percent. Say mayExceedSale: true if it is meant.')]
    : []
}

function amountIssues(path: Path, amount: string, { currency, least }: { currency: string; least: bigint }): Issue[] {
  const money = tryMoney(amount, currency)
  if (typeof money === 'string') return [issue(path, money)]
  return money.minor < least
    ? [issue(path, least ? 'Give an amount above zero.' : 'An amount below zero cannot be earned.')]
    : []
}

function capIssues(caps: Terms['caps']): Issue[] {
  if (!caps) return []
  const limits = [
    { path: ['caps', 'perLine'], amount: caps.perLine },
    { path: ['caps', 'perPartner', 'amount'], amount: caps.perPartner?.amount },
    { path: ['caps', 'perPeriod', 'amount'], amount: caps.perPeriod?.amount },
  ].filter(({ amount }) => typeof amount === 'string')
  if (!limits.length) return [issue(['caps'], 'Give at least one of perLine, perPartner and perPeriod.')]
  return limits.flatMap(({ path, amount }) => amountIssues(path, amount ?? '', { currency: caps.currency, least: 1n }))
}

type Mention = { path: Path; currency: string }

/** Every place of the terms that names a currency. */
function mentionsOf({ commission, rates, caps }: Terms): Mention[] {
  const of = (path: Path, named: object) =>
    'currency' in named ? [{ path: [...path, 'currency'], currency: String(named.currency) }] : []
  return [
    ...of(['commission'], commission),
    ...rates.flatMap((rate, at) => of(['rates', at, 'commission'], rate.commission)),
    ...(caps ? of(['caps'], caps) : []),
  ]
}

function currencyIssues(terms: Terms): Issue[] {
  const [first, ...rest] = mentionsOf(terms)
  return rest
    .filter(({ currency }) => currency !== first?.currency)
    .map(({ path }) => issue(path, `A plan has one currency, and this one says ${first?.currency} before.`))
}

/** The currency that a plan pays in; null where it pays in that of each event. */
export const currencyOf = (terms: Terms): string | null => mentionsOf(terms)[0]?.currency ?? null
