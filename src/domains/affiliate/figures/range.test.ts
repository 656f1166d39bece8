import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { dayAfter, monthsOf, type Range } from './range.ts'

const day = fc.integer({ min: 0, max: 1_200 }).map((days) => dayAfter('2026-11-20', days))
const daysOf = ({ from, to }: Range) => {
  const days: string[] = []
  for (let at = from; at <= to; at = dayAfter(at, 1)) days.push(at)
  return days
}

test('whole months, with some days more and some less, are the days that are asked about', () => {
  fc.assert(
    fc.property(day, day, (one, other) => {
      const asked = one < other ? { from: one, to: other } : { from: other, to: one }
      const months = monthsOf(asked)
      if (!months) return assert.ok(daysOf(asked).length <= 46, 'at most two halves of a month are read by day')
      const { first, end, plus, minus } = months
      assert.ok(first.endsWith('-01') && end.endsWith('-01') && first < end)
      const counts = new Map<string, number>()
      const count = (ranges: Range[], by: number) => {
        for (const at of ranges.flatMap(daysOf)) counts.set(at, (counts.get(at) ?? 0) + by)
      }
      count([{ from: first, to: dayAfter(end, -1) }, ...plus], 1)
      count(minus, -1)
      const found = [...counts].filter(([, many]) => many).map(([at, many]) => `${at} ${many}`)
      assert.deepEqual(
        found.toSorted(),
        daysOf(asked).map((at) => `${at} 1`),
      )
      assert.ok([...plus, ...minus].flatMap(daysOf).length <= 31)
    }),
    { numRuns: 500 },
  )
})

test('a month that is asked about nearly whole is read as one', () => {
  assert.deepEqual(monthsOf({ from: '2026-10-01', to: '2026-10-31' }), {
    first: '2026-10-01',
    end: '2026-11-01',
    plus: [],
    minus: [],
  })
  assert.deepEqual(monthsOf({ from: '2026-10-03', to: '2026-10-30' }), {
    first: '2026-10-01',
    end: '2026-11-01',
    plus: [],
    minus: [
      { from: '2026-10-01', to: '2026-10-02' },
      { from: '2026-10-31', to: '2026-10-31' },
    ],
  })
  assert.equal(monthsOf({ from: '2026-10-10', to: '2026-10-20' }), undefined)
  assert.equal(monthsOf({ from: '2026-10-20', to: '2026-11-10' }), undefined)
})
