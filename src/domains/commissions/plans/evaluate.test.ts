import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { z } from 'zod'
import { money, moneyOf, roundHalfEven, toDecimal } from '#/kernel/money.ts'
import { type Calculation, chooseCommission, evaluate } from './evaluate.ts'
import { endOf, monthsAfter, periodOf } from './period.ts'
import { takeBack } from './refund.ts'
import { termIssues } from './rules.ts'
import { type Commission, newTermFields, termFields, type Terms, type Tiered } from './terms.ts'

const occurredAt = new Date('2026-03-10T09:30:00.000Z')
const nothing = { occurredAt, before: { sold: 0n, sales: 0n }, earned: { byPartner: 0n, byAll: 0n } }
const chosen = (commission: Commission) => ({ commission, because: { rate: 'PLAN' as const } })
const absolute = (n: bigint) => (n < 0n ? -n : n)
const unsaid = z.strictObject(newTermFields).parse({ commission: { type: 'PERCENT', percent: '10' } })
const terms = (given: object): Terms => ({ ...unsaid, ...given })

const percentText = (millionths: bigint) =>
  `${millionths / 1_000_000n}.${(millionths % 1_000_000n).toString().padStart(6, '0')}`
const millionths = fc.bigInt({ min: 0n, max: 100_000_000n })
const sale = fc.bigInt({ min: 1n, max: 10n ** 12n })

/** Bands with ascending starts in minor units and percentages in millionths. */
const ladder = fc
  .array(fc.record({ step: fc.bigInt({ min: 1n, max: 10n ** 7n }), rate: millionths }), { minLength: 1, maxLength: 6 })
  .map((steps) => {
    let from = 0n
    return steps.map(({ step, rate }, at) => {
      from += at ? step : 0n
      return { from, rate }
    })
  })
type Ladder = { from: bigint; rate: bigint }[]

const tiered = (bands: Ladder, given: Partial<Tiered> = {}): Tiered => ({
  type: 'TIERED',
  by: 'AMOUNT',
  period: 'MONTH',
  method: 'GRADUATED',
  currency: 'USD',
  bands: bands.map(({ from, rate }) => ({ from: toDecimal(from, 'USD'), percent: percentText(rate), amount: null })),
  ...given,
})

/** The exact share of everything below `high`, in hundred-millionths. */
const exactBelow = (bands: Ladder, high: bigint) =>
  bands.reduce((sum, { from, rate }, at) => {
    const end = bands[at + 1]?.from
    const top = end !== undefined && end < high ? end : high
    return top > from ? sum + (top - from) * rate : sum
  }, 0n)

test('a percentage is the exact rational, rounded half-even once', () => {
  fc.assert(
    fc.property(sale, millionths, (minor, rate) => {
      const { amount } = evaluate({
        ...nothing,
        chosen: chosen({ type: 'PERCENT', percent: percentText(rate) }),
        caps: null,
        sale: money(minor, 'USD'),
      })
      assert.equal(amount.minor, roundHalfEven(minor * rate, 10n ** 8n))
    }),
  )
})

test('graduated bands pay each part of a sale by its own band', () => {
  fc.assert(
    fc.property(ladder, fc.bigInt({ min: 0n, max: 10n ** 8n }), sale, (bands, sold, minor) => {
      const { amount, calculation } = evaluate({
        ...nothing,
        chosen: chosen(tiered(bands)),
        caps: null,
        sale: money(minor, 'USD'),
        before: { sold, sales: 3n },
      })
      assert.equal(amount.minor, roundHalfEven(exactBelow(bands, sold + minor) - exactBelow(bands, sold), 10n ** 8n))
      assert.ok(calculation.kind === 'TIERED')
      const bases = calculation.parts.map((part) => ('base' in part ? moneyOf(part.base, 'USD').minor : 0n))
      assert.equal(
        bases.reduce((sum, base) => sum + base, 0n),
        minor,
      )
    }),
  )
})

test('graduated bands add up however the sales are cut, to half a unit of rounding each', () => {
  fc.assert(
    fc.property(ladder, fc.array(sale, { minLength: 1, maxLength: 12 }), (bands, sales) => {
      let [sold, earned] = [0n, 0n]
      for (const minor of sales) {
        const { amount } = evaluate({
          ...nothing,
          chosen: chosen(tiered(bands)),
          caps: null,
          sale: money(minor, 'USD'),
          before: { sold, sales: 0n },
        })
        sold += minor
        earned += amount.minor
      }
      const off = absolute(earned * 10n ** 8n - exactBelow(bands, sold)) * 2n
      assert.ok(off <= BigInt(sales.length) * 10n ** 8n)
    }),
  )
})

test('the method WHOLE pays the whole sale by the band that the period reaches with it', () => {
  fc.assert(
    fc.property(ladder, fc.bigInt({ min: 0n, max: 10n ** 8n }), sale, (bands, sold, minor) => {
      const { amount } = evaluate({
        ...nothing,
        chosen: chosen(tiered(bands, { method: 'WHOLE' })),
        caps: null,
        sale: money(minor, 'USD'),
        before: { sold, sales: 0n },
      })
      const rate = bands.findLast(({ from }) => from <= sold + minor)?.rate ?? 0n
      assert.equal(amount.minor, roundHalfEven(minor * rate, 10n ** 8n))
    }),
  )
})

test('bands by count: what lies above ten sales, or all once ten are reached', () => {
  const earned = (method: 'GRADUATED' | 'WHOLE', sales: bigint) =>
    toDecimal(
      evaluate({
        ...nothing,
        chosen: chosen({
          ...tiered([]),
          by: 'COUNT',
          method,
          bands: [
            { from: '0', percent: null, amount: '20.00' },
            { from: '10', percent: '5', amount: null },
          ],
        }),
        caps: null,
        sale: moneyOf('1000.00', 'USD'),
        before: { sold: 0n, sales },
      }).amount.minor,
      'USD',
    )
  assert.deepEqual(
    [earned('GRADUATED', 8n), earned('GRADUATED', 9n), earned('GRADUATED', 10n)],
    ['20.00', '20.00', '50.00'],
  )
  assert.deepEqual([earned('WHOLE', 8n), earned('WHOLE', 9n), earned('WHOLE', 10n)], ['20.00', '50.00', '50.00'])
})

test('caps are never passed, and what they leave is paid to the last unit', () => {
  const limit = fc.bigInt({ min: 1n, max: 10n ** 8n })
  fc.assert(
    fc.property(limit, limit, limit, fc.array(sale, { minLength: 1, maxLength: 20 }), (line, partner, all, sales) => {
      const text = (minor: bigint) => toDecimal(minor, 'USD')
      const caps = {
        currency: 'USD',
        perLine: text(line),
        perPartner: { amount: text(partner), period: 'MONTH' as const },
        perPeriod: { amount: text(all), period: 'YEAR' as const },
      }
      const least = (...amounts: bigint[]) => amounts.reduce((low, amount) => (amount < low ? amount : low))
      let earned = 0n
      for (const minor of sales) {
        const { amount, calculation } = evaluate({
          occurredAt,
          chosen: chosen({ type: 'PERCENT', percent: '50' }),
          caps,
          sale: money(minor, 'USD'),
          before: { sold: 0n, sales: 0n },
          earned: { byPartner: earned, byAll: earned },
        })
        assert.equal(amount.minor, least(roundHalfEven(minor, 2n), line, partner - earned, all - earned))
        assert.equal(calculation.caps.length, 3)
        earned += amount.minor
      }
      assert.ok(earned <= least(partner, all))
    }),
  )
})

/** Reckons an amount anew as a reader of its calculation would, from what it says and nothing else. */
function reckonAnew(said: Calculation): bigint {
  const minor = (text: string) => moneyOf(text, said.currency).minor
  const share = (base: string, percent: string) => {
    const [whole, fraction = ''] = percent.split('.')
    return minor(base) * BigInt(`${whole}${fraction.padEnd(6, '0')}`)
  }
  const exact = {
    FIXED: () => share('fixed' in said ? said.fixed : '', '100'),
    PERCENT: () => share(said.base, 'percent' in said ? said.percent : ''),
    TIERED: () =>
      ('parts' in said ? said.parts : []).reduce(
        (sum, part) => sum + ('fixed' in part ? share(part.fixed, '100') : share(part.base, part.percent)),
        0n,
      ),
  }[said.kind]()
  const reckoned = roundHalfEven(exact, 10n ** 8n)
  assert.equal(minor(said.reckoned), reckoned)
  return said.caps.reduce((amount, { limit, earned, left }) => {
    const rest = minor(limit) - (earned === null ? 0n : minor(earned))
    assert.equal(minor(left), rest > 0n ? rest : 0n)
    return amount < minor(left) ? amount : minor(left)
  }, reckoned)
}

test('a calculation says all that is needed to reckon its amount anew', () => {
  const anyCommission = fc.oneof(
    millionths.map((rate): Commission => ({ type: 'PERCENT', percent: percentText(rate) })),
    sale.map((minor): Commission => ({ type: 'FIXED', amount: toDecimal(minor, 'USD'), currency: 'USD' })),
    fc
      .tuple(ladder, fc.constantFrom('GRADUATED', 'WHOLE'), fc.constantFrom('AMOUNT', 'COUNT'))
      .map(([bands, method, by]): Commission => {
        const counted = tiered(bands).bands.map((band, at) => ({ ...band, from: String(at * 2) }))
        return tiered(bands, { method, by, ...(by === 'COUNT' && { bands: counted }) })
      }),
  )
  const minor = fc.bigInt({ min: 0n, max: 10n ** 9n })
  fc.assert(
    fc.property(anyCommission, sale, minor, minor, (commission, size, sold, limit) => {
      const caps = {
        currency: 'USD',
        perLine: null,
        perPartner: { amount: toDecimal(limit, 'USD'), period: 'MONTH' as const },
        perPeriod: null,
      }
      const { amount, calculation } = evaluate({
        chosen: chosen(commission),
        caps,
        sale: money(size, 'USD'),
        occurredAt,
        before: { sold, sales: sold % 9n },
        earned: { byPartner: sold, byAll: 0n },
      })
      const read = JSON.parse(JSON.stringify(calculation)) as Calculation
      assert.equal(reckonAnew(read), amount.minor)
      assert.equal(moneyOf(read.amount, 'USD').minor, amount.minor)
    }),
  )
})

test('a full refund takes back the line exactly, in however many parts it comes', () => {
  const parts = fc.array(fc.bigInt({ min: 1n, max: 10n ** 9n }), { minLength: 1, maxLength: 30 })
  fc.assert(
    fc.property(
      parts,
      fc.bigInt({ min: 1n, max: 10n ** 10n }),
      fc.bigInt({ min: 0n, max: 10n ** 9n }),
      (all, line, byHand) => {
        const sale = all.reduce((sum, part) => sum + part, 0n)
        const clawedBack = byHand > line ? line : byHand
        let [refunded, takenBack] = [0n, clawedBack]
        for (const part of all) {
          refunded += part
          takenBack += takeBack({ line, sale, refunded, takenBack })
          const due = roundHalfEven(line * refunded, sale)
          assert.equal(takenBack, due > clawedBack ? due : clawedBack)
        }
        assert.equal(takenBack, line)
      },
    ),
  )
})

test('the partner’s own rate goes before its tier’s, that before a category’s, that before the plan’s', () => {
  const commission = (percent: string): Commission => ({ type: 'PERCENT', percent })
  const none = { partnerId: null, tierId: null, category: null }
  const rates = [
    { ...none, category: 'Reseller', commission: commission('1') },
    { ...none, category: 'Referral', commission: commission('2') },
    { ...none, tierId: 'tier_gold', commission: commission('3') },
    { ...none, partnerId: 'ptn_a', commission: commission('4') },
  ]
  const because = (partnerIds: string[], tierId: string | null, categories: string[]) =>
    chooseCommission(terms({ rates }), { partnerIds, tierId, categories }).because
  assert.deepEqual(because(['ptn_b', 'ptn_a'], 'tier_gold', ['Reseller']), { rate: 'PARTNER', partnerId: 'ptn_a' })
  assert.deepEqual(because(['ptn_b'], 'tier_gold', ['Reseller']), { rate: 'TIER', tierId: 'tier_gold' })
  assert.deepEqual(because(['ptn_b'], null, ['Referral', 'Reseller']), { rate: 'CATEGORY', category: 'Reseller' })
  assert.deepEqual(because(['ptn_b'], null, []), { rate: 'PLAN' })
})

test('each fault of terms is named by its path', () => {
  const band = (from: string, given: object = { percent: '1' }) => ({ from, percent: null, amount: null, ...given })
  const faults = (given: object) => termIssues(terms(given)).map(({ path }) => path.join('.'))
  const bands = (all: object[], given: object = {}) => faults({ commission: { ...tiered([]), bands: all, ...given } })
  assert.deepEqual(faults({}), [])
  assert.deepEqual(faults({ commission: { type: 'PERCENT', percent: '100.000001' } }), ['commission.percent'])
  assert.deepEqual(faults({ commission: { type: 'PERCENT', percent: '250' }, mayExceedSale: true }), [])
  assert.deepEqual(faults({ commission: { type: 'FIXED', amount: '1.5', currency: 'JPY' } }), ['commission.amount'])
  assert.deepEqual(faults({ commission: { type: 'FIXED', amount: '-1', currency: 'USD' } }), ['commission.amount'])
  assert.deepEqual(bands([band('1')]), ['commission.bands.0.from'])
  assert.deepEqual(bands([band('0'), band('10'), band('10.00')]), ['commission.bands.2.from'])
  assert.deepEqual(bands([band('0'), band('-1'), band('1.005')]), [
    'commission.bands.1.from',
    'commission.bands.2.from',
  ])
  assert.deepEqual(bands([band('0'), band('1.5')], { by: 'COUNT' }), ['commission.bands.1.from'])
  assert.deepEqual(bands([band('0', {}), band('5', { percent: '1', amount: '1' })]), [
    'commission.bands.0',
    'commission.bands.1',
  ])
  assert.deepEqual(bands([band('0', { amount: '5' })]), ['commission.bands.0.amount'])
  assert.deepEqual(bands([band('0', { amount: '5' })], { method: 'WHOLE' }), [])
  const caps = { currency: 'USD', perLine: null, perPartner: null, perPeriod: null }
  assert.deepEqual(faults({ caps }), ['caps'])
  assert.deepEqual(faults({ caps: { ...caps, perLine: '0', perPartner: { amount: '1.001', period: 'MONTH' } } }), [
    'caps.perLine',
    'caps.perPartner.amount',
  ])
  const euro = { type: 'FIXED', amount: '1', currency: 'EUR' }
  assert.deepEqual(faults({ commission: euro, caps: { ...caps, perLine: '5' } }), ['caps.currency'])
  const rate = { partnerId: null, tierId: 'tier_a', category: null, commission: euro }
  assert.deepEqual(faults({ rates: [rate, { ...rate, category: 'x' }, rate, { ...rate, tierId: null }] }), [
    'rates.1',
    'rates.2.tierId',
    'rates.3',
  ])
  assert.deepEqual(faults({ appliesTo: { partnerIds: [], tierIds: [], categories: [] } }), ['appliesTo'])
  assert.equal(termFields.eventTypes.parse(['RENEWAL', 'SALE', 'SALE']).length, 2)
})

test('periods are those of the calendar in UTC', () => {
  const span = (moment: string, unit: 'MONTH' | 'QUARTER' | 'YEAR') => {
    const period = periodOf(new Date(moment), unit)
    return [period.start.toISOString().slice(0, 10), endOf(period).toISOString()]
  }
  assert.deepEqual(span('2028-02-29T23:59:59.999Z', 'MONTH'), ['2028-02-01', '2028-02-29T23:59:59.000Z'])
  assert.deepEqual(span('2026-12-31T00:00:00.000Z', 'QUARTER'), ['2026-10-01', '2026-12-31T23:59:59.000Z'])
  assert.deepEqual(span('2026-05-01T00:00:00.000Z', 'YEAR'), ['2026-01-01', '2026-12-31T23:59:59.000Z'])
  const later = (moment: string, months: number) => monthsAfter(new Date(moment), months).toISOString()
  assert.equal(later('2026-01-31T10:00:00.000Z', 1), '2026-02-28T10:00:00.000Z')
  assert.equal(later('2026-01-31T10:00:00.000Z', 12), '2027-01-31T10:00:00.000Z')
  assert.equal(later('2028-02-29T10:00:00.000Z', 12), '2029-02-28T10:00:00.000Z')
})
