import assert from 'node:assert/strict'
import { test } from 'node:test'
import iso from 'currency-codes'
import fc from 'fast-check'
import { currencies, Currency, decimalsOf } from './currency.ts'
import {
  add,
  Amount,
  amountIssues,
  compare,
  money,
  moneyOf,
  negate,
  percentage,
  roundHalfEven,
  smaller,
  split,
  times,
  toDecimal,
  tryMoney,
  zero,
} from './money.ts'

const anyCurrency = fc.constantFrom(...currencies)
const anyMinor = fc.bigInt({ min: -(2n ** 63n) + 1n, max: 2n ** 63n - 1n })
const absolute = (n: bigint) => (n < 0n ? -n : n)

test('each currency has the decimals that ISO 4217 gives it', () => {
  const known = currencies.filter((code) => iso.code(code))
  assert.ok(known.length > 145)
  assert.deepEqual(
    known.filter((code) => iso.code(code)?.digits !== decimalsOf(code)),
    [],
  )
})

test('a currency is three letters in either case, and one that has a minor unit', () => {
  assert.equal(Currency.parse('eur'), 'EUR')
  for (const wrong of ['', 'EU', 'EURO', 'XAU', 'XXX', 'uſd', 'US1', ' USD', 'usd\n']) {
    assert.equal(Currency.safeParse(wrong).success, false, wrong)
  }
  assert.throws(() => decimalsOf('XAU'), RangeError)
})

test('amounts are decimal strings, and nothing that only looks like one', () => {
  const wrong = [
    '',
    '.5',
    '5.',
    '+1',
    '1e3',
    '1,000',
    ' 1',
    '1 ',
    '--1',
    'NaN',
    'Infinity',
    '0x10',
    '1_000',
    '٣',
    '1.00000',
    '1'.repeat(16),
    '9'.repeat(30),
  ]
  for (const text of wrong) assert.equal(Amount.safeParse(text).success, false, text)
  for (const text of ['0', '-0', '007.5', '999999999999999.9999'])
    assert.equal(Amount.safeParse(text).success, true, text)
  assert.equal(Amount.safeParse(5).success, false)
})

test('an amount leaves in its own scale, whatever it came in as', () => {
  const through = (text: string, currency: string) => toDecimal(moneyOf(text, currency).minor, currency)
  assert.deepEqual(
    [
      through('7', 'USD'),
      through('007.5', 'USD'),
      through('-0', 'USD'),
      through('-0.5', 'USD'),
      through('7', 'JPY'),
      through('1.5', 'KWD'),
      through('2', 'CLF'),
    ],
    ['7.00', '7.50', '0.00', '-0.50', '7', '1.500', '2.0000'],
  )
  assert.equal(through('999999999999999.99', 'USD'), '999999999999999.99')
})

test('too many decimals, too much and zero are refused with the field named', () => {
  assert.match(String(tryMoney('1.001', 'USD')), /2 decimals/)
  assert.match(String(tryMoney('1.0', 'JPY')), /no decimals/)
  assert.match(String(tryMoney('999999999999999', 'CLF')), /too large/)
  assert.deepEqual(
    amountIssues(['amount'], '-0.00', 'USD').map(({ path }) => path),
    [['amount']],
  )
  assert.deepEqual(amountIssues(['sourceAmount'], '0', 'USD', true), [])
  assert.deepEqual(amountIssues(['amount'], '1', 'USD'), [])
  assert.throws(() => moneyOf('1e3', 'USD'), RangeError)
})

test('any amount of minor units comes back from its text', () => {
  fc.assert(
    fc.property(anyMinor, anyCurrency, (minor, currency) => {
      const text = toDecimal(minor, currency)
      fc.pre(Amount.safeParse(text).success)
      assert.equal(moneyOf(text, currency).minor, minor)
    }),
  )
})

test('rounding is to the nearest, and of two equally near to the even one', () => {
  assert.deepEqual(
    [1n, 3n, 5n, -1n, -3n, -5n].map((half) => roundHalfEven(half, 2n)),
    [0n, 2n, 2n, 0n, -2n, -2n],
  )
  fc.assert(
    fc.property(fc.bigInt(), fc.bigInt({ min: 1n }), (top, bottom) => {
      const rounded = roundHalfEven(top, bottom)
      const off = absolute(top - rounded * bottom) * 2n
      assert.ok(off <= bottom)
      if (off === bottom) assert.equal(rounded % 2n, 0n)
      assert.equal(roundHalfEven(-top, bottom), -rounded)
      assert.equal(roundHalfEven(top, -bottom), -rounded)
    }),
  )
})

test('a percentage of an amount is the exact rational, rounded once', () => {
  assert.equal(toDecimal(times(moneyOf('4200.00', 'USD'), percentage('10')).minor, 'USD'), '420.00')
  fc.assert(
    fc.property(anyMinor, fc.bigInt({ min: 0n, max: 999_999_999n }), (minor, millionths) => {
      const text = `${millionths / 1_000_000n}.${(millionths % 1_000_000n).toString().padStart(6, '0')}`
      const share = times(money(minor, 'USD'), percentage(text))
      assert.equal(share.minor, roundHalfEven(minor * millionths, 100_000_000n))
    }),
  )
})

test('the parts of a split add up, keep its sign, and differ from their exact share by less than a unit', () => {
  assert.deepEqual(
    split(money(100n, 'USD'), [1n, 1n, 1n]).map(({ minor }) => minor),
    [34n, 33n, 33n],
  )
  const weights = fc
    .array(fc.bigInt({ min: 0n, max: 10n ** 12n }), { minLength: 1, maxLength: 20 })
    .filter((all) => all.some((weight) => weight > 0n))
  fc.assert(
    fc.property(anyMinor, weights, (minor, shares) => {
      const total = shares.reduce((sum, share) => sum + share, 0n)
      const parts = split(money(minor, 'EUR'), shares)
      assert.equal(
        parts.reduce((sum, part) => sum + part.minor, 0n),
        minor,
      )
      for (const [at, part] of parts.entries()) {
        assert.ok(absolute(part.minor * total - minor * (shares[at] ?? 0n)) < total)
      }
    }),
  )
  assert.throws(() => split(money(1n, 'USD'), [0n]), RangeError)
  assert.throws(() => split(money(1n, 'USD'), [2n, -1n]), RangeError)
})

test('sums and comparisons are of one currency', () => {
  const [a, b] = [moneyOf('1.50', 'USD'), moneyOf('2', 'USD')]
  assert.deepEqual(add(a, negate(b)), money(-50n, 'USD'))
  assert.deepEqual([compare(a, b), compare(b, a), compare(a, a), smaller(b, a)], [-1, 1, 0, a])
  assert.throws(() => add(a, zero('EUR')), RangeError)
  assert.throws(() => compare(a, zero('EUR')), RangeError)
})
