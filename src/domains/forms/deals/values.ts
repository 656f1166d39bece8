import { z } from 'zod'
import { PartnerDomain } from '#/domains/partners/index.ts'
import { Currency } from '#/kernel/currency.ts'
import type { Issue } from '#/kernel/error.ts'
import type { JsonObject, JsonValue } from '#/kernel/json.ts'
import { Amount, type Money, moneyOf, tryMoney } from '#/kernel/money.ts'
import { text } from '#/kernel/text.ts'
import { issuesOf } from '#/platform/issues.ts'
import type { DealProperty, Field } from '../fields.ts'

/** What one says of a deal. */
export const dealFields = {
  name: text(1, 200),
  amount: Amount.meta({ description: 'What it is worth, in whole units of `currency`; not below zero.' }),
  currency: Currency,
  closeDate: z.iso.date('Write a date such as 2026-04-05.').meta({ description: 'When it is expected to be won.' }),
  customerDomain: PartnerDomain.meta({
    description: 'The customer’s domain; an address of its site or an e-mail address is read as its domain.',
  }),
  customerName: text(1, 200),
}
export const DealInput = z.strictObject(dealFields).partial().meta({
  description: 'What is said of the deal; it wins over the fields of the form that tell the same.',
})
export type DealInput = z.output<typeof DealInput>

export const keyOf = {
  NAME: 'name',
  AMOUNT: 'amount',
  CURRENCY: 'currency',
  CLOSE_DATE: 'closeDate',
  CUSTOMER_DOMAIN: 'customerDomain',
  CUSTOMER_NAME: 'customerName',
} as const satisfies Record<DealProperty, keyof DealInput>

export type DealValues = {
  name: string
  worth: Money | null
  closeDate: string | null
  customerDomain: string | null
  customerName: string | null
}

/** Whether any field of a form that tells of a deal was answered. */
export const tellsOfDeal = (fields: readonly Field[], values: JsonObject): boolean =>
  fields.some(({ id, dealProperty }) => dealProperty !== undefined && values[id] !== undefined)

type Beside = {
  /** What wins over the answers. */
  said?: DealInput | undefined
  /** What holds where neither says anything. */
  base?: DealInput
}

/** The deal that answers and what is said beside them describe, or what is wrong with it. */
export function readDeal(fields: readonly Field[], values: JsonObject, beside: Beside = {}): DealValues | Issue[] {
  const { said = {}, base = {} } = beside
  const places: { [key: string]: Issue['path'] } = {}
  const told: { [key: string]: unknown } = {}
  for (const { id, dealProperty } of fields) {
    const value = values[id]
    if (dealProperty === undefined || value === undefined || keyOf[dealProperty] in said) continue
    told[keyOf[dealProperty]] = plainOf(dealProperty, value)
    places[keyOf[dealProperty]] = ['fields', id]
  }
  const placeOf = (key: string) => places[key] ?? ['deal', key]
  const { data, error } = DealInput.safeParse(told)
  if (error) return issuesOf(error).map((issue) => ({ ...issue, path: placeOf(String(issue.path[0])) }))
  return toValues({ ...base, ...data, ...said }, placeOf)
}

/** A number of JSON is read exactly as long as four decimals of it have their place; from there on, one writes a string. */
const exactBelow = 1e11

function plainOf(property: DealProperty, value: JsonValue): JsonValue {
  if (property === 'CLOSE_DATE' && typeof value === 'string') return value.slice(0, 10)
  return typeof value === 'number' && Math.abs(value) < exactBelow ? String(value) : value
}

function toValues(all: DealInput, placeOf: (key: string) => Issue['path']): DealValues | Issue[] {
  const { customerName = null, customerDomain = null, closeDate = null, amount, currency } = all
  const name = all.name ?? customerName ?? customerDomain
  const issues = [
    ...(name === null ? [missing(placeOf('name'), 'A deal needs a name, or a customer.')] : []),
    ...issuesOfWorth({ amount, currency }, placeOf),
  ]
  if (issues.length || name === null) return issues
  const worth = amount === undefined || currency === undefined ? null : moneyOf(amount, currency)
  return { name, worth, closeDate, customerDomain, customerName }
}

type Worth = { amount?: string | undefined; currency?: string | undefined }

/** A currency alone says nothing and is passed over: a form may have it filled in beforehand. */
export function issuesOfWorth({ amount, currency }: Worth, placeOf: (key: string) => Issue['path']): Issue[] {
  if (amount === undefined) return []
  if (currency === undefined) return [missing(placeOf('currency'), 'An amount needs its currency.')]
  const money = tryMoney(amount, currency)
  if (typeof money === 'string') return [{ path: placeOf('amount'), message: money, code: 'custom' }]
  const message = 'A deal is not worth less than nothing.'
  return money.minor < 0n ? [{ path: placeOf('amount'), message, code: 'custom' }] : []
}

const missing = (path: Issue['path'], message: string): Issue => ({ path, message, code: 'invalid_type' })
