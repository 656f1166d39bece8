import assert from 'node:assert/strict'
import { test } from 'node:test'
import { nextPayDay, payDayAfter } from './pay-day.ts'

const day = (text: string) => new Date(`${text}T12:00:00.000Z`)

test('what was earned in a month or a quarter is paid so many days after its end', () => {
  const monthly = { every: 'MONTH', daysAfter: 15 } as const
  assert.equal(nextPayDay(monthly, day('2026-01-31'), day('2026-02-01')), '2026-02-15')
  assert.equal(nextPayDay(monthly, day('2026-12-05'), day('2026-12-05')), '2027-01-15')
  assert.equal(nextPayDay({ every: 'QUARTER', daysAfter: 30 }, day('2026-02-10'), day('2026-02-10')), '2026-04-30')
  assert.equal(payDayAfter(monthly, new Date('2026-03-31T23:59:59.000Z')), '2026-04-15')
})

test('what waits longer is paid on the next day that is not past', () => {
  const monthly = { every: 'MONTH', daysAfter: 15 } as const
  assert.equal(nextPayDay(monthly, day('2025-11-03'), day('2026-04-15')), '2026-04-15')
  assert.equal(nextPayDay(monthly, day('2025-11-03'), day('2026-04-16')), '2026-05-15')
  assert.equal(nextPayDay({ every: 'MONTH', daysAfter: 0 }, day('2026-02-28'), day('2026-02-28')), '2026-02-28')
})
