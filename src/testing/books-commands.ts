import fc from 'fast-check'

type Currency = 'USD' | 'EUR' | 'JPY'
export type NewLine = { partner: number; amount: string; currency: Currency; key?: string | undefined }

/** One thing to do. Numbers are places in the model's lists, taken modulo their length. */
export type Command =
  | ({ do: 'create' } & NewLine)
  | ({ do: 'createOn'; payout: number } & NewLine)
  | { do: 'bulk'; mode: 'EACH' | 'ALL_OR_NOTHING'; lines: NewLine[] }
  | { do: 'patch'; line: number; amount?: string | undefined; currency?: Currency | undefined }
  | { do: 'postpone' | 'resume' | 'restore' | 'void' | 'decline' | 'detach'; line: number }
  | { do: 'clawBack'; line: number; amount?: string | undefined }
  | { do: 'attach'; payout: number; lines: number[] }
  | { do: 'payout'; partner: number; batch?: number | undefined; currency: Currency; attaches: boolean }
  | { do: 'batch'; partners: number[]; currency: Currency; attaches: boolean }
  | { do: 'stage'; payout: number; stage: string }
  | { do: 'merge'; staying: number; going: number }

const place = fc.nat(30)
const currency = fc.constantFrom<Currency>('USD', 'USD', 'USD', 'EUR', 'JPY')
const amount = fc.constantFrom('1', '7', '12.5', '-3', '-12.50', '100', '0.01', '999999999999999')
const key = fc.option(fc.constantFrom('k1', 'k2', 'k3', 'k4', 'k5'), { nil: undefined, freq: 3 })
const stage = fc.constantFrom('PAID', 'PAID', 'APPROVED', 'DRAFT', 'PENDING_PAYMENT', 'DECLINED', 'FAILED')
const line = { partner: place, amount, currency, key }
const optional = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: undefined })
const many = { minLength: 1, maxLength: 4 }

export const anyCommand: fc.Arbitrary<Command> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('create' as const), ...line }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('createOn' as const), payout: place, ...line }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('bulk' as const),
      mode: fc.constantFrom('EACH' as const, 'ALL_OR_NOTHING' as const),
      lines: fc.array(fc.record(line), many),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('patch' as const),
      line: place,
      amount: optional(amount),
      currency: optional(currency),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constantFrom('postpone' as const, 'resume', 'restore', 'void', 'decline', 'decline', 'detach', 'detach'),
      line: place,
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('clawBack' as const), line: place, amount: optional(amount) }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('attach' as const), payout: place, lines: fc.array(place, many) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('payout' as const),
      partner: place,
      batch: optional(place),
      currency,
      attaches: fc.boolean(),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('batch' as const),
      partners: fc.array(place, many),
      currency,
      attaches: fc.boolean(),
    }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('stage' as const), payout: place, stage }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('merge' as const), staying: place, going: place }) },
)
